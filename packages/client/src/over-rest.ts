import type { Answer, ClientEvent, Payload } from "@ticketwire/protocol";
import type { RestRequest } from "./rest.js";

/** What can be asked for by a plain request too. */
export type OverRest =
  | "delete"
  | "edit"
  | "history"
  | "participants"
  | "post"
  | "react"
  | "read"
  | "search"
  | "unread";

const REQUESTS: { readonly [E in OverRest]: (payload: Payload<E>) => RestRequest } = {
  delete: ({ message }) => ({ method: "DELETE", path: onMessage(message) }),
  edit: ({ message, text }) => ({ method: "PATCH", path: onMessage(message), body: { text } }),
  history: ({ ticket, ...page }) => ({ method: "GET", path: onTicket(ticket, "messages", page) }),
  participants: ({ ticket }) => ({ method: "GET", path: onTicket(ticket, "participants") }),
  post: ({ ticket, ...said }) => ({ method: "POST", path: onTicket(ticket, "messages"), body: said }),
  react: ({ message, emoji, on }) => ({
    method: on ? "PUT" : "DELETE",
    path: `${onMessage(message)}/reactions/${encodeURIComponent(emoji)}`,
  }),
  read: ({ ticket, messages }) => ({
    method: "POST",
    path: onTicket(ticket, "read"),
    body: messages === undefined ? {} : { messages },
  }),
  search: ({ ticket, text, ...page }) => ({
    method: "GET",
    path: onTicket(ticket, "search", { q: text, ...page }),
  }),
  unread: ({ ticket }) => ({ method: "GET", path: onTicket(ticket, "unread") }),
};

/** Asks for something by a plain request; undefined when that takes a connection. */
export function overRest<E extends ClientEvent>(
  event: E,
  payload: Payload<E>,
  send: (request: RestRequest) => Promise<unknown>,
): Promise<Answer<E>> | undefined {
  const request = (REQUESTS as Partial<Record<ClientEvent, (payload: Payload<E>) => RestRequest>>)[event];
  if (!request) return undefined;
  return send(request(payload)).then((body) => ({ ...(body as object), ok: true }) as unknown as Answer<E>);
}

/** A ticket's own path, with what is below it and a query. */
export function onTicket(
  ticket: string,
  below = "",
  query: Readonly<Record<string, string | number | undefined>> = {},
): string {
  const said = Object.entries(query).filter(
    (pair): pair is [string, string | number] => pair[1] !== undefined,
  );
  const asked = new URLSearchParams(said.map(([name, value]) => [name, String(value)])).toString();
  return `/v1/tickets/${encodeURIComponent(ticket)}${below && `/${below}`}${asked && `?${asked}`}`;
}

function onMessage(id: string): string {
  return `/v1/messages/${encodeURIComponent(id)}`;
}
