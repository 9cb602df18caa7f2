import { type Audience, ChatError, type MessageKey, maySee } from "@ticketwire/core";
import { type Connection, statement } from "./connection.js";

const BY_ID = statement("select ticket_id, seq, audience from messages where id = $1");
const BY_NUMBER = statement("select ticket_id, seq, audience from messages where number = $1");

/** The seq of a message of the ticket that a page begins or ends at; throws `invalid` for what is none for this audience. */
export async function cursorSeq(
  connection: Connection,
  key: MessageKey,
  field: "before" | "after",
  { ticketId, audience }: { readonly ticketId: number; readonly audience: Audience },
): Promise<number> {
  const name = "id" in key ? key.id : key.number;
  const isName = typeof name === "string" || Number.isSafeInteger(name);
  const [row] = isName
    ? await connection.rows<[ticketId: number, seq: number, audience: Audience]>(
        "id" in key ? BY_ID : BY_NUMBER,
        [name],
      )
    : [];
  // SPEC: internal is internal. A note is to a public reader what a message that never was is.
  if (row && row[0] === ticketId && maySee(audience, row[2])) return row[1];
  throw new ChatError("invalid", `${field} is ${name}, expected a message of this ticket`, { field });
}
