import { z } from "zod";
import { MAX_ATTACHMENTS, MAX_CLIENT_ID_LENGTH, MAX_REF_LENGTH, MAX_TEXT_CHARACTERS } from "./limits.js";

/** A ticket or user by the host application's own id. */
export const ref = z
  .string()
  .min(1)
  .max(MAX_REF_LENGTH)
  .meta({ description: "The host application's own id." });

/** A moment on the wire: ISO 8601 in UTC, with milliseconds. */
export const time = z.iso.datetime();

/** Who may ever see something. */
export const audience = z.enum(["public", "internal"]).meta({
  description: "`internal` is seen by staff only, and never by the ticket's own customer.",
});

/** What a message is. */
export const messageKind = z.enum(["text", "image", "file", "system"]);

/** What a person is to the host application. */
export const role = z.enum([
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
export const position = z.object({
  epoch: z.string().min(1).max(100).meta({ description: "Names the log; opaque." }),
  seq: z.int().min(0).meta({ description: "The last event the reader has seen." }),
});

/** The sender's own key for a message. */
export const clientId = z.string().min(1).max(MAX_CLIENT_ID_LENGTH).meta({
  description: "The sender's own key: the same key again is the same message.",
});

/** What is said. Its length is judged by the engine, which counts characters as people do. */
export const text = z
  .string()
  .default("")
  .meta({ maxLength: MAX_TEXT_CHARACTERS, description: "Plain text. May be empty when there are files." });

/** Ids of files that were uploaded to the ticket by the sender, and have not been sent. */
export const attachmentIds = z.array(z.string().min(1).max(100)).max(MAX_ATTACHMENTS);

/** How many messages a page has; more than allowed means as many as allowed. */
export const pageLimit = z.int().min(1);

/** A message by its id, as a place in the log to read from. */
export const cursor = z.string().min(1).max(100);

export type Audience = z.infer<typeof audience>;
export type MessageKind = z.infer<typeof messageKind>;
export type Role = z.infer<typeof role>;
export type Position = z.infer<typeof position>;
