import { z } from "zod";
import {
  MAX_ATTACHMENTS,
  MAX_CLIENT_ID_LENGTH,
  MAX_EMOJI_LENGTH,
  MAX_REF_LENGTH,
  MAX_SEARCH_CHARACTERS,
  MAX_TEXT_CHARACTERS,
} from "./limits.js";

const MAX_NAME_LENGTH = 100;

/** A ticket or user by the host application's own id. */
export const ref = someText(MAX_REF_LENGTH).meta({ description: "The host application's own id." });

/** A moment on the wire: ISO 8601 in UTC, with milliseconds. */
export const time = z.iso.datetime();

/** Who may ever see something. */
export const audience = oneOf(["public", "internal"]).meta({
  description: "`internal` is seen by staff only, and never by the ticket's own customer.",
});

/** What a message is. */
export const messageKind = oneOf(["text", "image", "file", "system"]);

/** Where a session stands. Closed is final. */
export const sessionStatus = oneOf(["waiting", "active", "paused", "resolved", "closed"]);

/** What a person is to the host application. */
export const role = oneOf([
  "admin",
  "agent",
  "customer",
  "employee",
  "vendor",
  "ops",
  "accounts",
  "bot",
  "service",
]);

/** Where a reader stands in a ticket's log. */
export const position = z.object(
  {
    epoch: someText(MAX_NAME_LENGTH).meta({ description: "Names the log; opaque." }),
    seq: wholeFrom(0).meta({ description: "The last event the reader has seen." }),
  },
  "expected an object with epoch and seq",
);

/** The sender's own key for a message. */
export const clientId = someText(MAX_CLIENT_ID_LENGTH).meta({
  description: "The sender's own key: the same key again is the same message.",
});

/** What is said. Its length is judged by the engine, which counts characters as people do. */
export const text = z
  .string("expected a string")
  .default("")
  .meta({ maxLength: MAX_TEXT_CHARACTERS, description: "Plain text. May be empty when there are files." });

/** Ids of files that were uploaded to the ticket by the sender, and have not been sent. */
export const attachmentIds = z
  .array(someText(MAX_NAME_LENGTH), "expected a list of attachment ids")
  .max(MAX_ATTACHMENTS, `expected at most ${MAX_ATTACHMENTS} attachments`);

/** A message by its id. */
export const messageId = someText(MAX_NAME_LENGTH);

/** An emoji, or a short word such as `+1`. */
export const emoji = someText(MAX_EMOJI_LENGTH);

/** What to look for in messages. */
export const searchText = someText(MAX_SEARCH_CHARACTERS);

/** How many messages a page has; more than allowed means as many as allowed. */
export const pageLimit = wholeFrom(1);

/** A message by its id, as a place in the log to read from. */
export const cursor = someText(MAX_NAME_LENGTH);

/** A status or a priority, in the host application's own words. */
export const word = someText(MAX_NAME_LENGTH);

/** Yes or no. */
export const flag = z.boolean("expected true or false");

export type Audience = z.infer<typeof audience>;
export type MessageKind = z.infer<typeof messageKind>;
export type Role = z.infer<typeof role>;
export type Position = z.infer<typeof position>;

function someText(most: number) {
  const expected = `expected a string of 1 to ${most} characters`;
  return z.string(expected).min(1, expected).max(most, expected);
}

function wholeFrom(least: number) {
  const expected = `expected a whole number from ${least}`;
  return z.int(expected).min(least, expected);
}

function oneOf<const V extends readonly string[]>(values: V) {
  return z.enum(values, `expected one of ${values.join(", ")}`);
}
