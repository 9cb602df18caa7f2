import { createElement as element } from "react";
import { renderToString } from "react-dom/server";
import { expect, it } from "vitest";
import { Conversation, TicketChat, TicketwireProvider, useConnection, useMessages } from "./index.js";

function Count() {
  const { messages } = useMessages("t-1");
  return element("p", null, `${messages.length} messages, ${useConnection().connection}`);
}

it("components and hooks can be rendered on a server, where there is no browser and no client yet", () => {
  const chat = element(TicketChat, { ticket: { id: 7, issue_title: "Order delayed" }, onClose: () => {} });
  expect(renderToString(chat)).toContain("Order delayed");
  const shown = (child: ReturnType<typeof element>) =>
    renderToString(element(TicketwireProvider, { server: "https://chat.example.com" }, child));
  expect(shown(element(Conversation, { ticket: "t-1" }))).toContain("tw-root");
  expect(shown(element(Count))).toBe("<p>0 messages, connecting</p>");
});
