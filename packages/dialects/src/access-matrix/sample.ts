import type { Side } from "@ticketwire/core";
import { z } from "zod";

/** What things are called, for clients of any dialect. */
export interface Names {
  readonly ticket: { readonly ref: string; readonly number: number };
  readonly session: { readonly id: string; readonly number: number; readonly name: string };
  readonly message: { readonly id: string; readonly number: number };
  /** Where who asks stands. */
  readonly side: Side;
}

interface JsonSchema {
  readonly type?: string | readonly string[];
  readonly enum?: readonly unknown[];
  readonly const?: unknown;
  readonly anyOf?: readonly JsonSchema[];
  readonly oneOf?: readonly JsonSchema[];
  readonly allOf?: readonly JsonSchema[];
  readonly properties?: Readonly<Record<string, JsonSchema>>;
  readonly required?: readonly string[];
}

/**
 * Something a schema takes, as checked: what is required and what says which ticket, session or message is meant.
 * `asking` is the event or the route it is for.
 */
export function sampleOf<T>(schema: z.ZodType<T>, asking: string, names: Names): T {
  const shape = z.toJSONSchema(schema, { io: "input", unrepresentable: "any" }) as JsonSchema;
  return schema.parse(valueFor(shape, "", asking, names));
}

function valueFor(schema: JsonSchema, field: string, asking: string, names: Names): unknown {
  if (schema.const !== undefined) return schema.const;
  if (schema.enum) return schema.enum[schema.enum.length - 1];
  const [one] = [...(schema.anyOf ?? schema.oneOf ?? schema.allOf ?? [])].filter(
    ({ type }) => type !== "null",
  );
  if (one) return valueFor(one, field, asking, names);
  const type = typeof schema.type === "string" ? schema.type : schema.type?.[0];
  switch (type) {
    case "object":
      return Object.fromEntries(
        Object.entries(schema.properties ?? {})
          .filter(([name]) => schema.required?.includes(name) || isName(name, asking))
          .map(([name, part]) => [name, valueFor(part, name, asking, names)]),
      );
    case "array":
      return [];
    case "boolean":
      return true;
    case "integer":
    case "number":
      return numberFor(field, asking, names);
    case "string":
      return textFor(field, asking, names);
    default:
      return undefined;
  }
}

/** Whether a field says what is meant, so that it is given though it may be left out. */
function isName(field: string, asking: string): boolean {
  if (asking.endsWith("/revocations")) return field === "user";
  return (
    /^(ticket|ticketId|ticket_id|chatId|session_id|sessionId|q|emoji)$/.test(field) &&
    !asking.endsWith("/upload")
  );
}

function numberFor(field: string, asking: string, names: Names): number {
  return isOfMessage(field, asking) ? names.message.number : names.ticket.number;
}

function textFor(field: string, asking: string, names: Names): string {
  if (isOfMessage(field, asking))
    return asking.includes("/v1/") || !asking.includes("/") ? names.message.id : String(names.message.number);
  if (/^(ticket|ref)$/.test(field)) return names.ticket.ref;
  if (/^(ticketId|ticket_id|chatId)$/.test(field)) {
    // Integers stand as text in paths.
    return /^\w+ \/api\/chat\//.test(asking) || field === "chatId"
      ? String(names.ticket.number)
      : names.ticket.ref;
  }
  if (/^session(_id|Id)?$/i.test(field) || (field === "id" && asking.includes("session"))) {
    return /^\w+ \/api\/chat\//.test(asking) ? names.session.name : names.session.id;
  }
  if (field === "status") return "closed";
  if (/user_?type/i.test(field)) return names.side;
  return field === "emoji" ? "👍" : "hello";
}

function isOfMessage(field: string, asking: string): boolean {
  if (/^message_?id$/i.test(field)) return true;
  if (field === "id") return /message/.test(asking);
  return field === "message" && /^(edit|delete|react)$/.test(asking);
}
