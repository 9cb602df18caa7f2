import { type Answer, check } from "./answer.js";
import { readOn } from "./rest.js";
import { SocketLine } from "./socket-line.js";
import type { Told, Wire } from "./wire.js";

interface Message {
  readonly id: number;
  readonly content: string;
}

/** Integer ids; joins again, and reads over REST what came after the last message it has. */
export const projectChats: Wire = {
  dialect: "project-chats",
  async open(url, token, events) {
    const line = await SocketLine.open(`${url}/chat`, token, events, (socket) => {
      socket.on("newMessage", ({ chatId, message }: { chatId: number; message: Message }) =>
        events.told(String(chatId), toldBy(message)),
      );
    });
    return {
      async join({ number: chatId }, place) {
        await line.ask("joinChat", { chatId }, check);
        const pages = {
          path: (query: string) => `/chat-messages?chatId=${chatId}&${query}`,
          read: (body: Readonly<Record<string, unknown>>) => (body.data as Message[]).map(toldBy),
        };
        return { missed: await readOn(url, token, pages, place), overlaps: true };
      },
      say: ({ number: chatId }, clientId, content) =>
        line.ask("sendMessage", { chatId, content, clientId }, (answer: Answer & { data: Message }) => {
          check(answer);
          return toldBy(answer.data);
        }),
      close: () => line.close(),
    };
  },
};

function toldBy({ id, content }: Message): Told {
  return { id: String(id), text: content };
}
