import { expect, test } from "vitest";
import { WireClient } from "./wire-client.js";
import { Workplace } from "./workplace.js";

const ANN = ["token", "--id", "u-ann", "--name", "Ann Lee", "--role", "agent"];

test("prints a token that the server takes, and nothing else", async () => {
  const place = await Workplace.open();
  const { code, stdout, stderr } = await place.run([
    ...ANN,
    "--email",
    "ann@example.com",
    "--company",
    "Acme",
  ]);
  expect([code, stderr]).toEqual([0, ""]);
  expect(stdout).toMatch(/^[\w-]+\.[\w-]+\.[\w-]+\n$/);

  const url = await place.start(["serve"]).ready();
  const client = await WireClient.connect(url, stdout.trim());
  expect(client.user).toMatchObject({ ref: "u-ann", name: "Ann Lee", role: "agent", company: "Acme" });
  client.close();
});

test("--link gives a customer's page, with the token where no server hears of it", async () => {
  const env = { PUBLIC_URL: "https://chat.example.com" };
  const { stdout } = await (await Workplace.open()).run([...ANN, "--link", "order/7"], { env });
  expect(stdout).toMatch(/^https:\/\/chat\.example\.com\/t\/order%2F7#token=[\w-]+\.[\w-]+\.[\w-]+\n$/);
});

test("a token ends when --ttl says", async () => {
  const place = await Workplace.open();
  const { stdout } = await place.run([...ANN, "--ttl", "30m"]);
  const claims = JSON.parse(Buffer.from(stdout.split(".")[1] ?? "", "base64url").toString());
  expect(claims.exp - claims.iat).toBe(30 * 60);
});

test("a token names the issuer and the audience that the server expects", async () => {
  const place = await Workplace.open();
  const env = { JWT_ISSUER: "https://host.example", JWT_AUDIENCE: "chat" };
  const { stdout } = await place.run(ANN, { env });
  const url = await place.start(["serve"], { env }).ready();
  const answer = await fetch(`${url}/v1/tickets`, { headers: { authorization: `Bearer ${stdout.trim()}` } });
  expect(answer.status).toBe(200);
});

test.each([
  [["token", "--id", "u-ann"], "--name, --role"],
  [["token", "--id", "u-ann", "--name", "Ann", "--role", "boss"], '--role is "boss", expected'],
  [[...ANN, "--ttl", "soon"], '--ttl is "soon", expected'],
])("%j is refused in one line", async (args, said) => {
  const { code, stdout, stderr } = await (await Workplace.open()).run(args);
  expect([code, stdout]).toEqual([2, ""]);
  expect(stderr).toContain(said);
});

test("without a key there is nothing to sign with", async () => {
  const { code, stderr } = await (await Workplace.open()).run(ANN, { env: { JWT_SECRET: "" } });
  expect([code, stderr]).toEqual([1, expect.stringContaining("set JWT_SECRET")]);
});
