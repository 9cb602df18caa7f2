import { isBuiltin } from "node:module";
import { dirname, join } from "node:path/posix";
import { namesDialect } from "./dialect-comparison.mjs";
import { importedModule, lineAt, nodes, parse } from "./parse.mjs";
import { dialectOf, placeOf, SHARED } from "./place.mjs";

/** Which of our packages each package may import. `apps` and `bench` stand on top of all of them. */
const MAY_IMPORT = {
  core: [],
  protocol: [],
  corked: [],
  dialects: ["core"],
  server: ["core", "dialects", "corked"],
  client: ["protocol"],
  react: ["client"],
  testkit: ["core", "protocol", "dialects", "corked", "server", "client"],
};

/** Packages that also run where there is no Node. */
const WITHOUT_NODE = ["core", "protocol", "dialects", "client", "react"];

/** What takes long to load: whoever needs it loads it then, and imports no more than its types. */
const LOADED_LATE = ["kysely"];

const TRANSPORTS = /^(@fastify|@socket\.io|engine\.io.*|fastify.*|socket\.io.*|ws)(\/|$)/;

/** The violations in one file, each with its line and the rule it breaks. `file` is relative to the root. */
export function violationsIn(file, text) {
  const place = placeOf(file);
  const found = [];
  for (const node of nodes(parse(file, text))) {
    const imported = importedModule(node);
    const broken =
      imported === undefined ? comparisonRule(place, node) : importRule(file, place, imported, node);
    if (broken) found.push({ file, line: lineAt(text, node.start), rule: broken });
  }
  return found;
}

function importRule(file, place, imported, node) {
  if (imported.startsWith(".")) return relativeRule(place, join(dirname(file), imported));
  const ours = /^@ticketwire\/([^/]+)/.exec(imported)?.[1];
  return ours === undefined ? foreignRule(place, imported, node) : oursRule(place, ours);
}

function relativeRule(place, target) {
  if (!target.startsWith(`${place.folder}/`))
    return `${place.name} imports ${target}, outside its own folder`;
  const sibling = dialectOf(target);
  const isShared = sibling === undefined || sibling === SHARED;
  if (place.dialect !== undefined && !isShared && sibling !== place.dialect) {
    return `the dialect ${place.dialect} imports its sibling ${sibling}`;
  }
  return undefined;
}

function oursRule({ group, name, isTest, dialect }, ours) {
  if (ours === name) return `${name} imports itself by name; use a relative import`;
  if (ours === "testkit") {
    return isTest || group === "bench" ? undefined : "testkit is imported outside a .test.ts file";
  }
  if (group !== "packages") return undefined;
  if (name === "dialects" && ours === "protocol") {
    return dialect === "native" ? undefined : "only the dialect native imports protocol";
  }
  if (MAY_IMPORT[name] === undefined) return `${name} has no import directions; add it to MAY_IMPORT`;
  return MAY_IMPORT[name].includes(ours) ? undefined : `${name} imports ${ours}`;
}

function foreignRule({ group, name, isTest }, imported, node) {
  if (group !== "packages" || isTest) return undefined;
  if (LOADED_LATE.includes(imported) && isLoadedAtOnce(node))
    return `${imported} is loaded before it is needed`;
  if (WITHOUT_NODE.includes(name) && isBuiltin(imported)) return `${name} imports Node's ${imported}`;
  if (name === "core") return `core imports the package ${imported}`;
  if (name === "dialects" && TRANSPORTS.test(imported)) return `dialects imports the transport ${imported}`;
  return undefined;
}

function isLoadedAtOnce({ type, importKind, exportKind }) {
  return /^(Import|Export)\w*Declaration$/.test(type) && importKind !== "type" && exportKind !== "type";
}

function comparisonRule(place, node) {
  const isOwnBusiness = place.dialect !== undefined && place.dialect !== SHARED;
  if (isOwnBusiness || !namesDialect(node)) return undefined;
  return "compares a dialect by name; declare a capability in the dialect";
}
