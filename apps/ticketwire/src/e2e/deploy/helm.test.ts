import { execFile } from "node:child_process";
import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { promisify } from "node:util";
import { misspeltNames, readConfig } from "@ticketwire/server";
import { programPath } from "@ticketwire/testkit";
import { describe, expect, test } from "vitest";
import { parse, parseAllDocuments } from "yaml";
import { deployed, ROOT } from "./deploy-dir.js";

const CHART = deployed("helm", "ticketwire");
const EXAMPLES = ["least", "all"] as const;

/** Finds one of a chart's manifests, by kind and name. */
type Manifests = (kind: string, name?: string) => Manifest | undefined;

interface Manifest {
  readonly kind: string;
  readonly metadata: { readonly name: string };
}

/** What stands at a path of names and positions, such as `spec.ports.0.name`. */
function at<T>(value: unknown, path: string): T {
  const steps = path.split(".");
  return steps.reduce((found, step) => (found as Readonly<Record<string, unknown>>)?.[step], value) as T;
}

async function helm(...args: readonly string[]): Promise<string> {
  const { stdout } = await promisify(execFile)(programPath("helm", "HELM_PATH"), args);
  return stdout;
}

const valuesOf = (example: (typeof EXAMPLES)[number]): string => join(CHART, "ci", `${example}-values.yaml`);

/** What the chart comes to with one of the examples and these values besides, by kind and name. */
async function rendered(example: (typeof EXAMPLES)[number], ...set: readonly string[]): Promise<Manifests> {
  const text = await helm(
    "template",
    "chat",
    CHART,
    "-f",
    valuesOf(example),
    ...set.flatMap((one) => ["--set", one]),
  );
  const manifests = parseAllDocuments(text).map((document) => document.toJS() as Manifest);
  return (kind, name = "chat-ticketwire") =>
    manifests.find(({ kind: found, metadata }) => found === kind && metadata.name === name);
}

describe.each(EXAMPLES)("the chart with %s that may be said", (example) => {
  test("is sound in Helm's eyes", async () => {
    expect(await helm("lint", "--strict", CHART, "-f", valuesOf(example))).toContain("0 chart(s) failed");
  });

  test("[S10] gives a Pod the time to leave the Service and to drain", async () => {
    const manifest = await rendered(example);
    const pod = at(manifest("Deployment"), "spec.template.spec");
    const [, preStopSeconds] = at<readonly string[]>(pod, "containers.0.lifecycle.preStop.exec.command");
    const { drainWaitMs } = readConfig(at(manifest("ConfigMap"), "data"));
    expect(drainWaitMs).toBeGreaterThan(0);
    expect(at(pod, "terminationGracePeriodSeconds")).toBeGreaterThan(Number(preStopSeconds) + 30);
    const probed = ["readiness", "liveness", "startup"].map((of) =>
      at(pod, `containers.0.${of}Probe.httpGet.path`),
    );
    expect(probed).toEqual(["/readyz", "/healthz", "/healthz"]);
  });

  test("runs without rights, and writes where a volume is", async () => {
    const pod = at((await rendered(example))("Deployment"), "spec.template.spec");
    expect(at(pod, "securityContext")).toMatchObject({ runAsNonRoot: true, runAsUser: 1000 });
    expect(at(pod, "containers.0.securityContext")).toEqual({
      allowPrivilegeEscalation: false,
      readOnlyRootFilesystem: true,
      capabilities: { drop: ["ALL"] },
    });
    expect(at(pod, "automountServiceAccountToken")).toBe(false);
    expect(at(pod, "containers.0.volumeMounts")).toEqual([
      { name: "data", mountPath: "/data" },
      { name: "tmp", mountPath: "/tmp" },
    ]);
    expect(at(pod, "volumes")).toMatchObject([{ name: "data" }, { name: "tmp" }]);
  });

  test("finds its own Pods, and none but those", async () => {
    const manifest = await rendered(example);
    const { selector, template } = at<Readonly<Record<string, object>>>(manifest("Deployment"), "spec");
    const labels = at<object>(selector, "matchLabels");
    expect(at(template, "metadata.labels")).toMatchObject(labels);
    expect(at(manifest("Service"), "spec.selector")).toEqual(labels);
    expect(at(manifest("PodDisruptionBudget"), "spec.selector")).toEqual(selector);
    expect(at(template, "spec.containers.0.ports.0.name")).toBe(
      at(manifest("Service"), "spec.ports.0.targetPort"),
    );
  });

  test("gives settings that the server takes, and no secret but by a Secret", async () => {
    const manifest = await rendered(example);
    const settings = at<Readonly<Record<string, string>>>(manifest("ConfigMap"), "data");
    expect(readConfig(settings)).toMatchObject({ publicUrl: "https://chat.example.com", port: 3000 });
    expect(misspeltNames(settings)).toEqual([]);
    const container = at(manifest("Deployment"), "spec.template.spec.containers.0");
    expect(at(container, "envFrom")).toEqual([
      { configMapRef: { name: "chat-ticketwire" } },
      { secretRef: { name: "ticketwire" } },
    ]);
    expect(at(container, "env")).toBeUndefined();
  });
});

test("what may be had besides is named as what it belongs to", async () => {
  const manifest = await rendered("all");
  expect(at(manifest("Ingress"), "spec.rules.0.http.paths.0.backend.service")).toEqual({
    name: manifest("Service")?.metadata.name,
    port: { name: "http" },
  });
  expect(at(manifest("HorizontalPodAutoscaler"), "spec.scaleTargetRef.name")).toBe(
    manifest("Deployment")?.metadata.name,
  );
  expect(at(manifest("Deployment"), "spec.replicas")).toBeUndefined();
  const metrics = manifest("Service", "chat-ticketwire-metrics");
  const selected = at<object>(manifest("ServiceMonitor"), "spec.selector.matchLabels");
  expect(metrics?.metadata).toMatchObject({ labels: selected });
  expect(manifest("Service")?.metadata).not.toMatchObject({ labels: selected });
  expect(at(manifest("ServiceMonitor"), "spec.endpoints.0.port")).toBe(at(metrics, "spec.ports.0.name"));
  expect(readConfig(at(manifest("ConfigMap"), "data")).metricsPort).toBe(at(metrics, "spec.ports.0.port"));
  const least = await rendered("least");
  for (const kind of ["Ingress", "HorizontalPodAutoscaler", "ServiceMonitor"])
    expect(least(kind)).toBeUndefined();
});

test("Pods are replaced when a setting changes, and stay when none does", async () => {
  const annotationsOf = async (...set: readonly string[]): Promise<unknown> =>
    at((await rendered("least", ...set))("Deployment"), "spec.template.metadata.annotations");
  expect(await annotationsOf("replicaCount=3")).toEqual(await annotationsOf());
  expect(await annotationsOf("settings.LOG_LEVEL=warn")).not.toEqual(await annotationsOf());
});

test.each([
  ["publicUrl=", "publicUrl has to be given"],
  ["existingSecret=", "existingSecret has to be given"],
  ["settings.FILES_URL=", "where all Pods keep files"],
  ["settings.PORT=80", "settings.PORT is the chart's to give"],
  ["settings.RATE_LIMITS=false", "got boolean"],
  ["replicas=3", "additional properties 'replicas' not allowed"],
  ["drain.waitSeconds=21", "maximum"],
])("with %s it says what is wrong", async (set, said) => {
  await expect(rendered("least", set)).rejects.toThrow(said);
});

test("every value is used, and every one that is used has its place", async () => {
  const names = await readdir(join(CHART, "templates"));
  const templates = await Promise.all(names.map((name) => readFile(join(CHART, "templates", name), "utf8")));
  const used = new Set(templates.join().match(/(?<=\.Values\.)[\w.]+/g));
  const paths = pathsIn(parse(await readFile(join(CHART, "values.yaml"), "utf8")));
  for (const path of used) expect([...paths, "settings.FILES_URL"]).toContain(path);
  for (const path of paths)
    expect([
      path,
      [...used].some((one) => path === one || path.startsWith(`${one}.`) || one.startsWith(`${path}.`)),
    ]).toEqual([path, true]);
});

test("its version is that of the server", async () => {
  const { version, appVersion } = parse(await readFile(join(CHART, "Chart.yaml"), "utf8")) as Record<
    string,
    string
  >;
  const { version: own } = JSON.parse(
    await readFile(join(ROOT, "apps", "ticketwire", "package.json"), "utf8"),
  );
  expect([version, appVersion]).toEqual([own, own]);
});

/** The dotted path of each value, and of each group of them that is not empty. */
function pathsIn(values: object, below = ""): readonly string[] {
  return Object.entries(values).flatMap(([name, value]) => {
    const path = below + name;
    const isGroup = typeof value === "object" && value !== null && !Array.isArray(value);
    return [path, ...(isGroup ? pathsIn(value as object, `${path}.`) : [])];
  });
}
