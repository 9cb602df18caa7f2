import { serverAddress } from "./server-address.js";

/** How many messages wait on one's tickets, or on one of them, by a single request; nothing is kept. Never rejects. */
export async function countUnread(
  token: string | null | undefined,
  ticket: string | undefined,
): Promise<number> {
  if (token === null) return 0;
  try {
    const headers: Record<string, string> = token === undefined ? {} : { authorization: `Bearer ${token}` };
    const answer = await fetch(`${serverAddress()}/v1/tickets`, { headers, credentials: "same-origin" });
    if (!answer.ok) return 0;
    const { tickets } = (await answer.json()) as {
      readonly tickets: readonly { readonly ref: string; readonly unread: number }[];
    };
    return tickets
      .filter(({ ref }) => ticket === undefined || ref === ticket)
      .reduce((sum, { unread }) => sum + unread, 0);
  } catch {
    return 0;
  }
}
