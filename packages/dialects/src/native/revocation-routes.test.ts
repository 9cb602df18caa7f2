import { BOB, identityOf, NOON } from "@ticketwire/testkit";
import { describe, expect, it } from "vitest";
import type { RouteInput } from "../dialect.js";
import { revocationRoutes } from "./revocation-routes.js";

const [route] = revocationRoutes;
if (!route) throw new Error("no route");

function command(said: unknown): unknown {
  const input = { params: {}, query: {}, body: route?.body.parse(said) } as RouteInput<
    unknown,
    unknown,
    unknown
  >;
  return route?.command(input, identityOf(BOB));
}

function answer(revocation: unknown): unknown {
  const scope = {
    me: identityOf(BOB),
    connectionId: undefined,
    now: NOON,
    links: { to: () => ({ path: "", url: "" }) },
  };
  const input = {} as RouteInput<unknown, unknown, unknown>;
  const reply = route?.reply({ revocation } as never, input, scope);
  return reply && "body" in reply ? route?.response.parse(reply.body) : undefined;
}

describe("POST /v1/revocations", () => {
  it("names a user, or a token and perhaps its end", () => {
    expect(command({ user: "u-ann" })).toEqual({ name: "token.revoke", what: { user: "u-ann" } });
    expect(command({ token: "t-1" })).toEqual({
      name: "token.revoke",
      what: { token: "t-1", expiresAt: null },
    });
    expect(command({ token: "t-1", expiresAt: "2030-01-01T01:00:00+01:00" })).toEqual({
      name: "token.revoke",
      what: { token: "t-1", expiresAt: Date.UTC(2030, 0, 1) },
    });
  });

  it.each([
    [{}, "one of user and token"],
    [{ user: "u-ann", token: "t-1" }, "one of user and token"],
    [{ user: "u-ann", expiresAt: "2030-01-01T00:00:00Z" }, "with token only"],
    [{ token: "t-1", expiresAt: 5 }, "a time like"],
    [{ token: "" }, "1 to 255"],
    [{ token: "x".repeat(256) }, "1 to 255"],
    [{ usr: "u-ann" }, "usr"],
    [null, "an object"],
  ])("refuses %j", (said, why) => {
    expect(route.body.safeParse(said).error?.issues[0]?.message).toContain(why);
  });

  it("answers with what has been revoked", () => {
    expect(answer({ of: "user", user: "u-ann", issuedTo: NOON })).toEqual({
      revoked: { user: "u-ann", issuedTo: new Date(NOON).toISOString() },
    });
    expect(answer({ of: "token", token: "t-1", expiresAt: null })).toEqual({
      revoked: { token: "t-1", expiresAt: null },
    });
  });
});
