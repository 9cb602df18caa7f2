import { TestServer, type TestServerOptions } from "../test-server.js";
import { TABLES } from "./tables/index.js";
import type { Meeting, Seat } from "./tables/table.js";

/** Bob, whose ticket it is, and Ada, the admin: the two who may take part in every dialect. */
const PEOPLE = {
  bob: { sub: "u-bob", name: "Bob Ray", role: "customer" },
  ada: { sub: "u-ada", name: "Ada May", role: "admin" },
} as const;

/** Somebody at a table, and which dialect is spoken there. */
export type Seated = readonly [dialect: string, seat: Seat];

/** A server with one ticket that can be joined in every dialect, a session open on it. */
export async function openMeeting(options?: TestServerOptions): Promise<Meeting> {
  const server = await TestServer.start(options);
  for (const { sub, ...user } of Object.values(PEOPLE)) await server.putUser(sub, user);
  const people = { customer: "u-bob", creator: "u-bob", participants: ["u-ada"] };
  await server.putTicket("4711", { subject: "Order delayed", ...people });
  const { body } = await server.request<{ readonly data: { readonly id: string } }>(
    await server.token(PEOPLE.bob),
    "POST",
    "/api/v1/chat/sessions",
    { ticket_id: "4711", subject: "Order delayed" },
  );
  return { server, ref: "4711", number: 4711, sessionId: body.data.id };
}

/** The same person at every table. */
export async function seatAll(meeting: Meeting, who: keyof typeof PEOPLE): Promise<readonly Seated[]> {
  const token = await meeting.server.token(PEOPLE[who]);
  return Promise.all(TABLES.map(async (table) => [table.dialect, await table.sit(meeting, token)] as const));
}
