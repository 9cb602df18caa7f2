import { writeFile } from "node:fs/promises";
import { userInfo } from "node:os";
import { join } from "node:path";
import { gzipSync } from "node:zlib";

const STORAGE = ["account", "container", "object"] as const;

/** Where one Swift lives. */
export interface SwiftPlace {
  readonly folder: string;
  readonly ports: Readonly<Record<"proxy" | (typeof STORAGE)[number], number>>;
}

/** The only one whom it knows. */
export const PROXY_USER = { name: "test:tester", key: "testing" };

/** Writes what each server of a Swift on one disk reads: its settings, and the rings which say who stores what. */
export async function writeSwiftSettings({ folder, ports }: SwiftPlace): Promise<void> {
  const write = (name: string, content: string | Buffer) => writeFile(join(folder, name), content);
  const common = (port: number) => `[DEFAULT]
bind_ip = 127.0.0.1
bind_port = ${port}
workers = 0
user = ${userInfo().username}
swift_dir = ${folder}
devices = ${join(folder, "devices")}
mount_check = false
`;
  await write("proxy.conf", common(ports.proxy) + PROXY);
  for (const kind of STORAGE) {
    await write(`${kind}.conf`, common(ports[kind]) + storage(kind));
    await write(`${kind}.ring.gz`, ring(ports[kind]));
  }
}

/** Nobody listens where the cache is said to be: only its being named is asked for. */
const PROXY = `
[pipeline:main]
pipeline = healthcheck catch_errors gatekeeper cache listing_formats s3api tempauth copy bulk slo dlo versioned_writes proxy-server
[app:proxy-server]
use = egg:swift#proxy
account_autocreate = true
[filter:cache]
use = egg:swift#memcache
memcache_servers = 127.0.0.1:1
[filter:tempauth]
use = egg:swift#tempauth
user_${PROXY_USER.name.replace(":", "_")} = ${PROXY_USER.key} .admin
${[
  "healthcheck",
  "catch_errors",
  "gatekeeper",
  "listing_formats",
  "s3api",
  "copy",
  "bulk",
  "slo",
  "dlo",
  "versioned_writes",
]
  .map((name) => `[filter:${name}]\nuse = egg:swift#${name}\n`)
  .join("")}`;

function storage(kind: string): string {
  return `
[pipeline:main]
pipeline = healthcheck ${kind}-server
[app:${kind}-server]
use = egg:swift#${kind}
[filter:healthcheck]
use = egg:swift#healthcheck
`;
}

/** A ring of one disk, which has everything in its only part. */
function ring(port: number): Buffer {
  const disk = {
    id: 0,
    region: 1,
    zone: 1,
    ip: "127.0.0.1",
    port,
    replication_ip: "127.0.0.1",
    replication_port: port,
    device: "disk",
    weight: 1,
    meta: "",
  };
  const text = Buffer.from(
    JSON.stringify({ byteorder: "little", devs: [disk], part_shift: 32, replica_count: 1 }),
  );
  const head = Buffer.alloc(10);
  head.write("R1NG", "latin1");
  head.writeUInt16BE(1, 4);
  head.writeUInt32BE(text.length, 6);
  const disksOfParts = Buffer.alloc(2);
  return gzipSync(Buffer.concat([head, text, disksOfParts]));
}
