import { execFile } from "node:child_process";
import { existsSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { promisify } from "node:util";
import { misspeltNames, readConfig } from "@ticketwire/server";
import { programPath } from "@ticketwire/testkit";
import { expect, test } from "vitest";
import { parse } from "yaml";
import { deployed, filledIn } from "./deploy-dir.js";

const FILE = deployed("compose", "compose.yaml");
const EXAMPLE = deployed("compose", ".env.example");
const GIVEN = {
  JWT_SECRET: "a secret for these tests alone, long enough for HS256",
  POSTGRES_PASSWORD: "letters1and2digits",
  PUBLIC_URL: "https://chat.example.com",
};

/** A service as Compose understands it, as far as tests look at it. */
interface Service {
  readonly image: string;
  readonly environment?: Readonly<Record<string, string>>;
  readonly depends_on?: Readonly<Record<string, { readonly condition: string }>>;
  readonly healthcheck?: object;
  readonly build?: { readonly context: string; readonly dockerfile: string };
  readonly networks?: Readonly<Record<string, { readonly ipv4_address?: string } | null>>;
  readonly volumes?: readonly (string | { readonly source: string })[];
  readonly stop_grace_period?: string;
  readonly ports?: readonly unknown[];
}

/** What Compose makes of the file; rejects when it takes offence. */
async function config(env: Readonly<Record<string, string>>): Promise<Readonly<Record<string, Service>>> {
  const args = ["--file", FILE, "--env-file", EXAMPLE, "config"];
  const { PATH = "" } = process.env;
  const compose = programPath("docker-compose", "DOCKER_COMPOSE_PATH");
  const { stdout } = await promisify(execFile)(compose, args, { env: { PATH, ...env } });
  return (parse(stdout) as { readonly services: Readonly<Record<string, Service>> }).services;
}

test("Compose takes the file, and the nodes take what it gives them", async () => {
  const services = await config(GIVEN);
  expect(Object.keys(services).sort()).toEqual(["nginx", "node1", "node2", "postgres", "redis"]);
  for (const { environment = {}, build, stop_grace_period: grace } of [
    services.node1,
    services.node2,
  ] as Service[]) {
    expect(readConfig(environment)).toMatchObject({
      databaseUrl: "postgres://ticketwire:letters1and2digits@postgres:5432/ticketwire",
      redisUrl: "redis://redis:6379/0",
      publicUrl: GIVEN.PUBLIC_URL,
      jwt: { secret: GIVEN.JWT_SECRET },
    });
    expect(misspeltNames(environment)).toEqual([]);
    expect(existsSync(`${build?.context}/${build?.dockerfile}`)).toBe(true);
    expect(Number.parseInt(grace ?? "", 10)).toBeGreaterThan(30);
  }
  expect(services.node1?.environment).toEqual(services.node2?.environment);
});

test("nginx leads to the nodes, by the template that stands in deploy, and is the only one to be reached", async () => {
  const services = await config(GIVEN);
  const { nginx, node1, node2 } = services;
  const addresses = [node1, node2].map((node) => `${node?.networks?.default?.ipv4_address}:3000`);
  const values = nginx?.environment ?? {};
  expect([values.TICKETWIRE_NODE_1, values.TICKETWIRE_NODE_2]).toEqual(addresses);
  const [volume] = nginx?.volumes ?? [];
  const [source = ""] = typeof volume === "string" ? volume.split(":") : [volume?.source];
  expect(source).toBe(deployed("nginx", "ticketwire.conf.template"));
  expect(await filledIn(source, values)).not.toContain("${TICKETWIRE");
  expect(Object.keys(services).filter((name) => services[name]?.ports)).toEqual(["nginx"]);
});

test("nobody waits for the health of a service that does not tell it", async () => {
  const services = await config(GIVEN);
  const dockerfile = await readFile(deployed("Dockerfile"), "utf8");
  for (const { depends_on: needed = {} } of Object.values(services))
    for (const [name, { condition }] of Object.entries(needed)) {
      const isTold =
        services[name]?.healthcheck ?? (services[name]?.build && /^HEALTHCHECK/m.test(dockerfile));
      expect([name, condition, Boolean(isTold)]).toEqual([name, "service_healthy", true]);
    }
});

test.each(Object.keys(GIVEN))("without %s it says that it is missing", async (name) => {
  await expect(config({ ...GIVEN, [name]: "" })).rejects.toThrow(name);
});

test("images of others are pinned, and the example names each variable once", async () => {
  const services = await config(GIVEN);
  for (const { image, build } of Object.values(services))
    if (!build) expect(image).toMatch(/:\d+\.\d+[.\d]*-\w+$/);
  const used = (await readFile(FILE, "utf8")).matchAll(/\$\{(\w+)/g);
  const example = await readFile(EXAMPLE, "utf8");
  const named = [...example.matchAll(/^(\w+)=/gm)].map(([, name]) => name);
  expect(named.sort()).toEqual(
    [...new Set([...used].map(([, name]) => name))].filter((name) => name !== "TICKETWIRE_IMAGE").sort(),
  );
});
