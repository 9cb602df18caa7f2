import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { chmod, mkdir, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { connect } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { programPath } from "@ticketwire/testkit";
import { deployed, filledIn } from "./deploy-dir.js";

/** What stands in front of the nodes. */
export type BalancerKind = "nginx" | "haproxy";

/** How a balancer is started, and where it says which requests it has had. */
interface Started {
  readonly child: ChildProcess;
  readonly readLog: () => Promise<string>;
  /** What its log calls the two nodes. */
  readonly nodeNames: readonly [string, string];
}

/** The part of nginx.conf that is not ours: as in the official image, but all its files are in one folder. */
const NGINX_CONF = `
worker_processes 2;
pid nginx.pid;
error_log stderr warn;
events { worker_connections 1024; }
http {
    ${["client_body", "proxy", "fastcgi", "uwsgi", "scgi"].map((name) => `${name}_temp_path ${name};`).join(" ")}
    include ticketwire.conf;
}
`;

/** How much of what it says of itself is kept, in characters. */
const LONGEST_COMPLAINT = 10_000;

const STARTERS: Readonly<
  Record<BalancerKind, (folder: string, port: number, nodes: Nodes, certificate?: string) => Promise<Started>>
> = { nginx: startNginx, haproxy: startHaproxy };

/** The nodes, as the configuration wants them to be named. */
interface Nodes extends Readonly<Record<string, string>> {
  readonly TICKETWIRE_NODE_1: string;
  readonly TICKETWIRE_NODE_2: string;
}

/** A real balancer that runs with the configuration from `deploy` as it is. */
export class Balancer {
  private constructor(
    private readonly folder: string,
    private readonly port: number,
    private readonly started: Started,
  ) {}

  /** Starts it in front of two nodes, each given as host:port. With a certificate, and its key in the same file, it speaks TLS. */
  static async start(
    kind: BalancerKind,
    port: number,
    [first, second]: readonly [string, string],
    certificate?: string,
  ): Promise<Balancer> {
    const folder = await mkdtemp(join(tmpdir(), `ticketwire-${kind}-`));
    // Its workers are somebody else when it is started by root.
    await chmod(folder, 0o755);
    const nodes = { TICKETWIRE_NODE_1: first, TICKETWIRE_NODE_2: second };
    const balancer = new Balancer(folder, port, await STARTERS[kind](folder, port, nodes, certificate));
    process.once("exit", () => balancer.started.child.kill("SIGKILL"));
    await balancer.#listens();
    return balancer;
  }

  get url(): string {
    return `http://127.0.0.1:${this.port}`;
  }

  /** Resolves once it sends requests to this node. */
  async reaches(index: 0 | 1): Promise<void> {
    const before = (await this.log()).length;
    while (!(await this.log()).slice(before).includes(this.started.nodeNames[index]))
      await (await fetch(`${this.url}/healthz`)).arrayBuffer();
  }

  /** Every request it has had until now, a line each. */
  log(): Promise<string> {
    return this.started.readLog();
  }

  async stop(): Promise<void> {
    const { child } = this.started;
    if (child.exitCode === null && child.signalCode === null) {
      const ended = once(child, "exit");
      child.kill("SIGTERM");
      await ended;
    }
    await rm(this.folder, { recursive: true, force: true });
  }

  /** Resolves once somebody who comes is let in. */
  async #listens(): Promise<void> {
    const { child } = this.started;
    let said = "";
    child.stderr?.setEncoding("utf8").on("data", (text: string) => {
      if (said.length < LONGEST_COMPLAINT) said += text;
    });
    while (child.exitCode === null) {
      const socket = connect(this.port, "127.0.0.1");
      const isIn = await once(socket, "connect").then(
        () => true,
        () => false,
      );
      socket.destroy();
      if (isIn) return;
      await pause(20);
    }
    throw new Error(`it ended with ${child.exitCode}:\n${said}`);
  }
}

async function startNginx(
  folder: string,
  port: number,
  nodes: Nodes,
  certificate?: string,
): Promise<Started> {
  const accessLog = join(folder, "access.log");
  const values = {
    ...nodes,
    TICKETWIRE_LISTEN: `127.0.0.1:${port}${certificate ? " ssl" : ""}`,
    TICKETWIRE_ACCESS_LOG: accessLog,
  };
  const ours = await filledIn(deployed("nginx", "ticketwire.conf.template"), values);
  await writeFile(join(folder, "ticketwire.conf"), ours);
  await writeFile(join(folder, "nginx.conf"), NGINX_CONF);
  if (certificate) {
    await mkdir(join(folder, "ticketwire.d"));
    const tls = `ssl_certificate ${certificate};\nssl_certificate_key ${certificate};\n`;
    await writeFile(join(folder, "ticketwire.d", "tls.conf"), tls);
  }
  const args = ["-p", folder, "-c", join(folder, "nginx.conf"), "-e", "stderr", "-g", "daemon off;"];
  const child = spawn(programPath("nginx", "NGINX_PATH"), args, { stdio: ["ignore", "ignore", "pipe"] });
  const nodeNames = [nodes.TICKETWIRE_NODE_1, nodes.TICKETWIRE_NODE_2] as const;
  return { child, readLog: () => readFile(accessLog, "utf8"), nodeNames };
}

async function startHaproxy(
  _folder: string,
  port: number,
  nodes: Nodes,
  certificate?: string,
): Promise<Started> {
  const args = ["-db", "-f", deployed("haproxy", "haproxy.cfg")];
  const env = {
    ...process.env,
    ...nodes,
    TICKETWIRE_BIND: `127.0.0.1:${port}${certificate ? ` ssl crt ${certificate}` : ""}`,
  };
  const child = spawn(programPath("haproxy", "HAPROXY_PATH"), args, {
    env,
    stdio: ["ignore", "pipe", "pipe"],
  });
  let log = "";
  child.stdout?.setEncoding("utf8").on("data", (text: string) => {
    log += text;
  });
  return { child, readLog: async () => log, nodeNames: ["any/node1", "any/node2"] };
}
