import { type Answer, check } from "./answer.js";
import { readOn } from "./rest.js";
import { SocketLine } from "./socket-line.js";
import type { Told, Wire } from "./wire.js";

interface Message {
  readonly id: string;
  readonly message: string;
}

/** Joins again, and reads over REST what came after the last message it has. */
export const ticketGateway: Wire = {
  dialect: "ticket-gateway",
  async open(url, token, events) {
    const line = await SocketLine.open(url, token, events, (socket) => {
      socket.on("new_message", ({ ticketId, message }: { ticketId: string; message: Message }) =>
        events.told(ticketId, toldBy(message)),
      );
    });
    return {
      async join({ ref: ticketId }, place) {
        await line.ask("join_ticket", { ticketId, limit: 1 }, check);
        const pages = {
          path: (query: string) => `/api/tickets/${ticketId}/chat?${query}`,
          read: (body: Readonly<Record<string, unknown>>) => (body.messages as Message[]).map(toldBy),
        };
        return { missed: await readOn(url, token, pages, place), overlaps: true };
      },
      say: ({ ref: ticketId }, clientId, message) =>
        line.ask("send_message", { ticketId, message, clientId }, (answer: Answer & { message: Message }) => {
          check(answer);
          return toldBy(answer.message);
        }),
      close: () => line.close(),
    };
  },
};

function toldBy({ id, message }: Message): Told {
  return { id, text: message };
}
