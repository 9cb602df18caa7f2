import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { ChatError } from "@ticketwire/core";
import { exportJWK, generateKeyPair, type JWK, SignJWT } from "jose";
import { afterEach, describe, expect, test } from "vitest";
import { createVerifier, signToken, tokenFrom } from "./index.js";

const SECRET = "0123456789abcdef0123456789abcdef";
const key = new TextEncoder().encode(SECRET);
const clock = { now: () => Date.now() };
const verify = createVerifier({ secret: SECRET }, clock);

const closing: (() => void)[] = [];
afterEach(() => {
  for (const close of closing.splice(0)) close();
});

async function codeOf(promise: Promise<unknown>): Promise<string> {
  const failure = await promise.then(
    () => undefined,
    (thrown: unknown) => thrown,
  );
  return failure instanceof ChatError ? failure.code : `not refused: ${String(failure)}`;
}

function signed(
  alg: string,
  claims: Record<string, unknown>,
  expires: string | number = "1h",
): Promise<string> {
  return new SignJWT(claims).setProtectedHeader({ alg }).setIssuedAt().setExpirationTime(expires).sign(key);
}

describe("tokens signed with the secret", () => {
  test("a good token gives its claims", async () => {
    const claims = await verify(
      await signToken({ sub: "u-ann", name: "Ann", role: "SUPPORT_AGENT" }, SECRET, "1h"),
    );
    expect(claims.user).toMatchObject({ ref: "u-ann", name: "Ann", role: "agent" });
    expect(claims.expiresAt).toBeGreaterThan(Date.now());
  });

  test("no other algorithm will do: none, a longer HMAC, another secret", async () => {
    const unsigned = `${Buffer.from('{"alg":"none"}').toString("base64url")}.${Buffer.from('{"sub":"u-ann"}').toString("base64url")}.`;
    expect(await codeOf(verify(unsigned))).toBe("unauthenticated");
    for (const alg of ["HS384", "HS512"])
      expect(await codeOf(verify(await signed(alg, { sub: "u-ann" })))).toBe("unauthenticated");
    const forged = await signToken({ sub: "u-ann" }, "ffffffffffffffffffffffffffffffff", "1h");
    expect(await codeOf(verify(forged))).toBe("unauthenticated");
  });

  test("what is no token at all is refused alike", async () => {
    for (const nonsense of ["", "x", "a.b.c", "🤷", "null"])
      expect(await codeOf(verify(nonsense))).toBe("unauthenticated");
  });

  test("[S7] clocks may differ by five seconds, no more", async () => {
    const now = Math.floor(Date.now() / 1000);
    expect(await codeOf(verify(await signed("HS256", { sub: "u-ann" }, now - 3)))).toMatch(/^not refused/);
    expect(await codeOf(verify(await signed("HS256", { sub: "u-ann" }, now - 8)))).toBe("token_expired");
  });

  test("a token that is not valid yet is refused", async () => {
    const early = { sub: "u-ann", nbf: Math.floor(Date.now() / 1000) + 60 };
    expect(await codeOf(verify(await signed("HS256", early)))).toBe("unauthenticated");
    const almost = { sub: "u-ann", nbf: Math.floor(Date.now() / 1000) + 3 };
    expect(await codeOf(verify(await signed("HS256", almost)))).toMatch(/^not refused/);
  });

  test("issuer and audience are held to what the operator expects", async () => {
    const strict = createVerifier({ secret: SECRET, issuer: "https://id.example", audience: "chat" }, clock);
    const right = { sub: "u-ann", iss: "https://id.example", aud: "chat" };
    expect(await codeOf(strict(await signed("HS256", right)))).toMatch(/^not refused/);
    expect(await codeOf(strict(await signed("HS256", { ...right, aud: "mail" })))).toBe("unauthenticated");
    expect(await codeOf(strict(await signed("HS256", { ...right, iss: "https://other.example" })))).toBe(
      "unauthenticated",
    );
  });

  test("the time is that of the clock it is given", async () => {
    const later = createVerifier({ secret: SECRET }, { now: () => Date.now() + 2 * 60 * 60 * 1000 });
    expect(await codeOf(later(await signToken({ sub: "u-ann" }, SECRET, "1h")))).toBe("token_expired");
  });

  test("a refusal says nothing of the token", async () => {
    const token = await signed("HS256", { sub: "u-ann" }, 1);
    for (const bad of [token, `${token}x`, "hunter2.hunter2.hunter2"]) {
      const said = await verify(bad).catch((failure: unknown) => (failure as Error).message);
      expect(["token has expired, sign in again", "token is not valid"]).toContain(said);
    }
  });

  test("a token that names nobody is refused", async () => {
    expect(await codeOf(verify(await signed("HS256", { name: "Ann" })))).toBe("unauthenticated");
  });
});

describe("tokens signed by an identity provider", () => {
  test("keys come from its key set; a public key does not pass for a secret", async () => {
    const k1 = await newKey("k1", "RS256");
    const provider = await serveKeys([k1.jwk]);
    const both = createVerifier({ secret: SECRET, jwksUrl: provider.url }, clock);
    expect((await both(await k1.sign())).user.ref).toBe("u-ann");
    expect((await both(await signed("HS256", { sub: "u-ann" }))).user.ref).toBe("u-ann");

    const confused = new TextEncoder().encode(JSON.stringify(k1.jwk));
    const forged = new SignJWT({ sub: "u-ann" }).setProtectedHeader({ alg: "HS256", kid: "k1" });
    const token = await forged.setExpirationTime("1h").sign(confused);
    expect(await codeOf(both(token))).toBe("unauthenticated");
    const keysOnly = createVerifier({ jwksUrl: provider.url }, clock);
    expect(await codeOf(keysOnly(token))).toBe("unauthenticated");
    expect(await codeOf(keysOnly(await signed("HS256", { sub: "u-ann" })))).toBe("unauthenticated");
  });

  test.each(["RS256", "PS256", "ES384", "EdDSA"])("%s is as good", async (alg) => {
    const k1 = await newKey("k1", alg);
    const provider = await serveKeys([k1.jwk]);
    expect((await createVerifier({ jwksUrl: provider.url }, clock)(await k1.sign())).user.ref).toBe("u-ann");
  });

  test("a key of the same name that is not the provider's is not taken", async () => {
    const [k1, other] = [await newKey("k1"), await newKey("k1")];
    const provider = await serveKeys([k1.jwk]);
    const check = createVerifier({ jwksUrl: provider.url }, clock);
    expect(await codeOf(check(await other.sign()))).toBe("unauthenticated");
  });

  test("a new key is fetched when it is first seen, and an old one is good until it is withdrawn", async () => {
    const [k1, k2] = [await newKey("k1"), await newKey("k2")];
    const provider = await serveKeys([k1.jwk]);
    const check = createVerifier({ jwksUrl: provider.url }, clock, { keySetCooldownMs: 0 });
    await check(await k1.sign());
    provider.answer({ keys: [k1.jwk, k2.jwk] });
    expect((await check(await k2.sign())).user.ref).toBe("u-ann");
    await check(await k1.sign());
    expect(provider.asked).toBe(2);

    const k3 = await newKey("k3");
    provider.answer({ keys: [k3.jwk] });
    await check(await k3.sign());
    expect(await codeOf(check(await k1.sign()))).toBe("unauthenticated");
  });

  test("[S9] whoever names unknown keys does not make it fetch again and again", async () => {
    const k1 = await newKey("k1");
    const provider = await serveKeys([k1.jwk]);
    const check = createVerifier({ jwksUrl: provider.url }, clock);
    await check(await k1.sign());
    for (const kid of ["a", "b", "c"])
      expect(await codeOf(check(await (await newKey(kid)).sign()))).toBe("unauthenticated");
    expect(provider.asked).toBe(1);
  });

  test("keys without names are tried one after the other", async () => {
    const [k1, k2, k3] = [await newKey(undefined), await newKey(undefined), await newKey(undefined)];
    const provider = await serveKeys([k1.jwk, k2.jwk]);
    const check = createVerifier({ jwksUrl: provider.url, issuer: "https://id.example" }, clock);
    expect((await check(await k2.sign({ iss: "https://id.example" }))).user.ref).toBe("u-ann");
    expect(await codeOf(check(await k2.sign({ iss: "https://other.example" })))).toBe("unauthenticated");
    expect(await codeOf(check(await k3.sign({ iss: "https://id.example" })))).toBe("unauthenticated");
  });

  test("a key set that can't be had is our trouble, not the caller's, and is told the operator once", async () => {
    const k1 = await newKey("k1");
    const provider = await serveKeys([k1.jwk]);
    const told: string[] = [];
    const log = { warn: () => undefined, error: (_facts: unknown, what: string) => void told.push(what) };
    const check = createVerifier({ jwksUrl: provider.url }, clock, { log });
    for (const nonsense of [[], { keys: "none" }, "not an object"]) {
      provider.answer(nonsense);
      expect(await codeOf(check(await k1.sign()))).toBe("unavailable");
    }
    provider.status = 503;
    expect(await codeOf(check(await k1.sign()))).toBe("unavailable");
    const away = createVerifier({ jwksUrl: "http://127.0.0.1:9/keys" }, clock);
    expect(await codeOf(away(await k1.sign()))).toBe("unavailable");
    expect(told).toEqual(["the keys to check tokens with can't be had"]);

    provider.status = 200;
    provider.answer({ keys: [k1.jwk] });
    expect((await check(await k1.sign())).user.ref).toBe("u-ann");
  });
});

describe("where a token may stand", () => {
  const nowhere = { headers: {}, query: {}, cookieName: "session" };

  test("auth, header, query and cookie, in this order", () => {
    const everywhere = {
      auth: { token: "a" },
      headers: { authorization: "Bearer b", cookie: "x=1; session=d" },
      query: { token: "c" },
      cookieName: "session",
    };
    expect(tokenFrom(everywhere)).toBe("a");
    expect(tokenFrom({ ...everywhere, auth: {} })).toBe("b");
    expect(tokenFrom({ ...everywhere, auth: {}, headers: { cookie: "x=1; session=d" } })).toBe("c");
    expect(tokenFrom({ ...everywhere, auth: {}, query: {}, headers: { cookie: "x=1; session=d" } })).toBe(
      "d",
    );
    expect(tokenFrom(nowhere)).toBeUndefined();
  });

  test("a whole header given as the token is understood", () => {
    expect(tokenFrom({ ...nowhere, auth: { token: "Bearer a" } })).toBe("a");
  });

  test("what is not a string is no token", () => {
    expect(
      tokenFrom({ ...nowhere, auth: { token: { toString: 1 } }, query: { token: ["a", "b"] } }),
    ).toBeUndefined();
  });
});

interface ProviderKey {
  readonly jwk: JWK;
  sign(claims?: Readonly<Record<string, unknown>>): Promise<string>;
}

async function newKey(kid: string | undefined, alg = "ES256"): Promise<ProviderKey> {
  const { publicKey, privateKey } = await generateKeyPair(alg, { extractable: true });
  const named = kid === undefined ? {} : { kid };
  return {
    jwk: { ...(await exportJWK(publicKey)), ...named, alg },
    sign: (claims) =>
      new SignJWT({ sub: "u-ann", ...claims })
        .setProtectedHeader({ alg, ...named })
        .setExpirationTime("1h")
        .sign(privateKey),
  };
}

/** An identity provider that publishes its keys over HTTP. */
async function serveKeys(keys: readonly JWK[]): Promise<{
  readonly url: string;
  readonly asked: number;
  status: number;
  answer(body: unknown): void;
}> {
  let body: unknown = { keys };
  let asked = 0;
  const server = createServer((_request, response) => {
    asked += 1;
    response.writeHead(provider.status, { "content-type": "application/json" }).end(JSON.stringify(body));
  });
  closing.push(() => server.close());
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const provider = {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/keys`,
    get asked() {
      return asked;
    },
    status: 200,
    answer: (next: unknown) => {
      body = next;
    },
  };
  return provider;
}
