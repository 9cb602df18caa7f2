import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, symlinkSync } from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";
import { ROOT } from "./deploy/deploy-dir.js";
import { Workplace } from "./workplace.js";

test.each([["--help"], ["serve", "--help"], ["help"]])(
  "%s %s says what there is and exits 0",
  async (...args) => {
    const { code, stdout, stderr } = await (await Workplace.open()).run(args);
    expect([code, stderr]).toEqual([0, ""]);
    const commands = ["serve", "token", "import", "migrate", "copy", "backup", "restore", "doctor"];
    for (const command of commands) expect(stdout).toContain(`ticketwire ${command}`);
  },
);

test("--help names every setting that the README has", async () => {
  const rows = readFileSync(join(ROOT, "README.md"), "utf8").matchAll(/^\| (`[A-Z_`, ]+`) \|/gm);
  const settings = [...rows].flatMap(([, names = ""]) => names.match(/[A-Z_]+/g) ?? []);
  expect(settings.length).toBeGreaterThan(15);
  const { stdout } = await (await Workplace.open()).run(["--help"]);
  expect(settings.filter((name) => !new RegExp(`\\b${name}\\b`).test(stdout))).toEqual([]);
});

test("--version says the version and nothing else", async () => {
  const { code, stdout } = await (await Workplace.open()).run(["--version"]);
  expect([code, stdout]).toEqual([0, expect.stringMatching(/^\d+\.\d+\.\d+\n$/)]);
});

test.each([
  [[], "no command given"],
  [["sevre"], "no command sevre"],
  [["constructor"], "no command constructor"],
  [["serve", "--dmeo"], "--dmeo"],
  [["serve", "now"], '"now" is one word too many'],
  [["import"], "FILE.json is missing"],
  [["token", "--id"], "--id"],
])("%j is answered with one plain line and exit code 2", async (args, said) => {
  const { code, stdout, stderr } = await (await Workplace.open()).run(args);
  expect([code, stdout]).toEqual([2, ""]);
  expect(stderr.trimEnd().split("\n")).toEqual([
    expect.stringMatching(/^ticketwire: .*; try ticketwire --help$/),
  ]);
  expect(stderr).toContain(said);
});

test("by the name that npm links it runs with room for what lives while a commit is in flight", () => {
  const bin = mkdtempSync(join(tmpdir(), "ticketwire-bin-"));
  try {
    symlinkSync(fileURLToPath(new URL("../../bin/ticketwire.js", import.meta.url)), join(bin, "ticketwire"));
    const said = execFileSync("ticketwire", ["--version"], {
      encoding: "utf8",
      env: {
        PATH: `${bin}${delimiter}${process.env.PATH}`,
        NODE_OPTIONS: "--import=data:text/javascript,console.log(process.execArgv.join())",
      },
    });
    expect(said).toMatch(/^--max-semi-space-size=32\n\d+\.\d+\.\d+\n$/);
  } finally {
    rmSync(bin, { recursive: true });
  }
});
