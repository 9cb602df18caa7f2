import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { ChatError } from "@ticketwire/core";
import { exportJWK, generateKeyPair, SignJWT } from "jose";
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
    expect(await codeOf(verify(await signed("HS384", { sub: "u-ann" })))).toBe("unauthenticated");
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

  test("a token that names nobody is refused", async () => {
    expect(await codeOf(verify(await signed("HS256", { name: "Ann" })))).toBe("unauthenticated");
  });
});

describe("tokens signed by an identity provider", () => {
  test("keys come from its key set; a public key does not pass for a secret", async () => {
    const { publicKey, privateKey } = await generateKeyPair("RS256", { extractable: true });
    const jwk = { ...(await exportJWK(publicKey)), kid: "k1", alg: "RS256" };
    const jwksUrl = await serveJson({ keys: [jwk] });
    const both = createVerifier({ secret: SECRET, jwksUrl }, clock);
    const sign = (alg: string, with_: Parameters<SignJWT["sign"]>[0]): Promise<string> =>
      new SignJWT({ sub: "u-ann" })
        .setProtectedHeader({ alg, kid: "k1" })
        .setExpirationTime("1h")
        .sign(with_);
    expect((await both(await sign("RS256", privateKey))).user.ref).toBe("u-ann");
    expect((await both(await sign("HS256", key))).user.ref).toBe("u-ann");
    const confused = new TextEncoder().encode(JSON.stringify(jwk));
    expect(await codeOf(both(await sign("HS256", confused)))).toBe("unauthenticated");
  });

  test("a key set that can't be had is our trouble, not the caller's", async () => {
    const { privateKey } = await generateKeyPair("ES256");
    const token = await new SignJWT({ sub: "u-ann" })
      .setProtectedHeader({ alg: "ES256", kid: "k1" })
      .setExpirationTime("1h")
      .sign(privateKey);
    const away = createVerifier({ jwksUrl: "http://127.0.0.1:9/keys" }, clock);
    expect(await codeOf(away(token))).toBe("unavailable");
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

async function serveJson(body: unknown): Promise<string> {
  const server = createServer((_request, response) => {
    response.setHeader("content-type", "application/json");
    response.end(JSON.stringify(body));
  });
  closing.push(() => server.close());
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}/keys`;
}
