import type { Command, Revocation } from "@ticketwire/core";
import { MAX_REF_LENGTH, ref, time } from "@ticketwire/protocol";
import { z } from "zod";
import { type AnyRoute, route } from "../dialect.js";
import { isoTime } from "../shared/iso-time.js";
import { strict } from "./strict.js";

const expectedName = `expected a string of 1 to ${MAX_REF_LENGTH} characters`;
const tokenName = z.string(expectedName).min(1, expectedName).max(MAX_REF_LENGTH, expectedName);

const revoked = z.union([
  z.object({ user: ref, issuedTo: time }),
  z.object({ token: z.string(), expiresAt: time.nullable() }),
]);

/** Whose tokens, or which token, is no longer good. */
const revocationBody = strict({
  user: ref.optional(),
  token: tokenName.optional(),
  expiresAt: z.iso.datetime({ offset: true, error: "expected a time like 2030-01-31T12:00:00Z" }).optional(),
})
  .refine(({ user, token }) => (user === undefined) !== (token === undefined), {
    error: "expected one of user and token",
    path: ["user"],
  })
  .refine(({ token, expiresAt }) => token !== undefined || expiresAt === undefined, {
    error: "expected with token only",
    path: ["expiresAt"],
  });

/** Where the host application takes back tokens before they end. */
export const revocationRoutes: readonly AnyRoute[] = [
  route({
    method: "POST",
    path: "/v1/revocations",
    summary: "Make all tokens a user has, or one token, no longer good, for the host application",
    params: z.object({}),
    query: z.object({}),
    body: revocationBody,
    response: z.object({ revoked }),
    command: ({ body: { user, token, expiresAt } }): Command<"token.revoke"> => ({
      name: "token.revoke",
      what:
        token === undefined
          ? { user: user ?? "" }
          : { token, expiresAt: expiresAt === undefined ? null : Date.parse(expiresAt) },
    }),
    reply: ({ revocation }) => ({ status: 200, body: { revoked: revokedView(revocation) } }),
  }),
];

function revokedView(revocation: Revocation): z.infer<typeof revoked> {
  if (revocation.of === "user") return { user: revocation.user, issuedTo: isoTime(revocation.issuedTo) };
  const { token, expiresAt } = revocation;
  return { token, expiresAt: expiresAt === null ? null : isoTime(expiresAt) };
}
