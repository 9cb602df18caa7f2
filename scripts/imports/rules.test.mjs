import { describe, expect, test } from "vitest";
import { violationsIn } from "./rules.mjs";

const importing = (name) => `import { a } from "${name}";\n`;

/** File, its text, and the rule it breaks. */
const FORBIDDEN = [
  ["packages/core/src/a.ts", importing("@ticketwire/protocol"), "core imports protocol"],
  ["packages/protocol/src/a.ts", importing("@ticketwire/core"), "protocol imports core"],
  ["packages/corked/src/a.ts", importing("@ticketwire/core"), "corked imports core"],
  ["packages/dialects/src/a.ts", importing("@ticketwire/server"), "dialects imports server"],
  [
    "packages/dialects/src/ticket-gateway/a.ts",
    importing("@ticketwire/protocol"),
    "only the dialect native imports protocol",
  ],
  ["packages/server/src/a.ts", importing("@ticketwire/protocol"), "server imports protocol"],
  ["packages/server/src/a.test.ts", importing("@ticketwire/client"), "server imports client"],
  ["packages/client/src/a.ts", importing("@ticketwire/core"), "client imports core"],
  ["packages/react/src/a.tsx", importing("@ticketwire/protocol"), "react imports protocol"],
  [
    "packages/dialects/src/shared/a.ts",
    importing("../native/b.js"),
    "the dialect shared imports its sibling native",
  ],
  [
    "packages/new/src/a.ts",
    importing("@ticketwire/core"),
    "new has no import directions; add it to MAY_IMPORT",
  ],
  [
    "packages/core/src/a.ts",
    importing("@ticketwire/core"),
    "core imports itself by name; use a relative import",
  ],
  [
    "packages/server/src/a.ts",
    importing("@ticketwire/testkit"),
    "testkit is imported outside a .test.ts file",
  ],
  [
    "apps/ticketwire/src/a.ts",
    importing("@ticketwire/testkit"),
    "testkit is imported outside a .test.ts file",
  ],
  ["packages/core/src/a.ts", importing("node:crypto"), "core imports Node's node:crypto"],
  ["packages/core/src/a.ts", importing("fs/promises"), "core imports Node's fs/promises"],
  ["packages/core/src/a.ts", importing("zod"), "core imports the package zod"],
  ["packages/client/src/a.ts", importing("node:events"), "client imports Node's node:events"],
  ["packages/dialects/src/native/a.ts", importing("node:url"), "dialects imports Node's node:url"],
  ["packages/dialects/src/native/a.ts", importing("ws"), "dialects imports the transport ws"],
  ["packages/dialects/src/native/a.ts", importing("fastify"), "dialects imports the transport fastify"],
  [
    "packages/dialects/src/native/a.ts",
    importing("@fastify/cors"),
    "dialects imports the transport @fastify/cors",
  ],
  [
    "packages/dialects/src/native/a.ts",
    importing("socket.io-client"),
    "dialects imports the transport socket.io-client",
  ],
  ["packages/server/src/a.ts", importing("kysely"), "kysely is loaded before it is needed"],
  ["packages/server/src/a.ts", `export { sql } from "kysely";\n`, "kysely is loaded before it is needed"],
  [
    "packages/server/src/a.ts",
    importing("../../core/src/b.js"),
    "server imports packages/core/src/b.js, outside its own folder",
  ],
  ["bench/src/a.ts", importing("../../scripts/b.mjs"), "bench imports scripts/b.mjs, outside its own folder"],
  [
    "packages/dialects/src/native/a.ts",
    importing("../ticket-gateway/b.js"),
    "the dialect native imports its sibling ticket-gateway",
  ],
];

const ALLOWED = [
  ["packages/core/src/a.ts", importing("./b.js")],
  ["packages/core/src/a.test.ts", importing("vitest") + importing("@ticketwire/testkit")],
  ["packages/dialects/src/native/a.ts", importing("@ticketwire/protocol") + importing("@ticketwire/core")],
  ["packages/dialects/src/native/a.ts", importing("../shared/b.js")],
  ["packages/dialects/src/native/a.ts", importing("../dialect.js") + importing("./wire/b.js")],
  ["packages/dialects/src/index.ts", importing("./native/index.js")],
  ["packages/dialects/src/a.test.ts", importing("node:fs")],
  [
    "packages/server/src/a.ts",
    importing("@ticketwire/dialects") + importing("fastify") + importing("node:fs"),
  ],
  [
    "packages/server/src/a.ts",
    `import type { Kysely } from "kysely"; load("kysely") as typeof import("kysely");\n`,
  ],
  ["packages/server/src/e2e/a.ts", importing("@ticketwire/testkit")],
  ["packages/testkit/src/a.ts", importing("@ticketwire/server") + importing("vitest")],
  ["bench/src/a.ts", importing("@ticketwire/testkit")],
  ["apps/ticketwire/src/a.ts", importing("@ticketwire/protocol")],
];

/** Every way to name another module. */
const SPELLINGS = [
  `import "zod";`,
  `import z from "zod";`,
  `import type { A } from "zod";`,
  `import { type A } from "zod";`,
  `export * from "zod";`,
  `export { z } from "zod";`,
  `export type { A } from "zod";`,
  `const z = await import("zod");`,
  "const z = await import(`zod`);",
  `type A = import("zod").A;`,
  `const z = require("zod");`,
  `import z = require("zod");`,
];

const COMPARISONS = [
  `if (dialect === "native") a();`,
  `if ("native" == dialect) a();`,
  `if (this.dialect.name !== "native") a();`,
  `if (connection?.dialect?.name === "native") a();`,
  `if (connection.dialect!.id === other) a();`,
  `if (connection["dialect"] === "native") a();`,
  `switch (dialect.name) { case "native": a(); }`,
];

describe("imports point one way", () => {
  test.each(FORBIDDEN)("%s may not: %s", (file, text, rule) => {
    expect(violationsIn(file, text)).toEqual([{ file, line: 1, rule }]);
  });

  test.each(ALLOWED)("%s may: %s", (file, text) => {
    expect(violationsIn(file, text)).toEqual([]);
  });

  test.each(SPELLINGS)("%s is seen as an import", (text) => {
    const file = "packages/core/src/a.ts";
    expect(violationsIn(file, `\n\n${text}`)).toEqual([
      { file, line: 3, rule: "core imports the package zod" },
    ]);
  });

  test("an import in a comment or a string is none", () => {
    const text = `// import "zod";\nexport const a = 'import "zod"';`;
    expect(violationsIn("packages/core/src/a.ts", text)).toEqual([]);
  });
});

describe("a dialect is asked for a capability, not for its name", () => {
  test.each(COMPARISONS)("%s", (text) => {
    const [violation] = violationsIn("packages/server/src/a.ts", text);
    expect(violation?.rule).toBe("compares a dialect by name; declare a capability in the dialect");
    expect(violationsIn("packages/dialects/src/native/a.ts", text)).toEqual([]);
  });

  test.each(["if (dialect === undefined) a();", "if (null !== a.dialect) b();"])("%s is fine", (text) => {
    expect(violationsIn("packages/server/src/a.ts", text)).toEqual([]);
  });
});
