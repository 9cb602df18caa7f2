import { type Dialect, dialects } from "@ticketwire/dialects";
import { describe, expect, it } from "vitest";
import { tellApart } from "./tell-apart.js";

/** The dialects that share Socket.IO's own namespace. */
const sharing = dialects.filter(
  ({ live: { wire } }) => wire.kind === "socket.io" && wire.namespace === "/",
) as readonly Dialect[];

const names = (stated: unknown, hasToken: boolean) =>
  tellApart(sharing, { stated, hasToken }).map(({ name }) => name);

/** Which dialect a signed-in connection turns out to speak when this is its first event. */
const settledBy = (event: string, payload: unknown = {}) =>
  sharing
    .filter(({ live }) => live.signIn === undefined && live.recognises(event, payload))
    .map(({ name }) => name);

describe("who speaks what on Socket.IO /", () => {
  it("is one in which one can sign in later, for who brings no token", () => {
    expect(names(undefined, false)).toEqual(["ticket-rooms"]);
  });

  it("is open between the others for who brings one, and the first is assumed", () => {
    expect(names(undefined, true)).toEqual(["ticket-gateway", "support-sessions"]);
  });

  it("is what is stated outright, with a token or without where there is a way to sign in later", () => {
    for (const { name } of sharing) expect(names(name, true)).toEqual([name]);
    expect(names("ticket-rooms", false)).toEqual(["ticket-rooms"]);
    expect(() => names("ticket-gateway", false)).toThrow(
      expect.objectContaining({ code: "unauthenticated" }),
    );
    expect(() => names("klingon", true)).toThrow(expect.objectContaining({ code: "invalid" }));
    expect(() => names({ toString: 1 }, true)).toThrow(expect.objectContaining({ code: "invalid" }));
  });

  it("is settled by the first event that only one of them knows", () => {
    expect(settledBy("join_ticket", { ticketId: "t-1" })).toEqual(["ticket-gateway"]);
    expect(settledBy("send_message", { ticketId: "t-1" })).toEqual(["ticket-gateway"]);
    for (const event of [
      "join_session",
      "leave_session",
      "typing",
      "stop_typing",
      "mark_as_read",
      "accept_chat",
      "close_chat",
    ])
      expect(settledBy(event, { session_id: "s" })).toEqual(["support-sessions"]);
    expect(settledBy("send_message", { session_id: "s" })).toEqual(["support-sessions"]);
    for (const payload of [undefined, null, 1, "x", [], {}])
      expect(settledBy("whatever", payload)).toEqual([]);
  });
});
