// Shows one component as the address asks for it: `?show=chat|conversation&server=…&ticket=…&token=…&theme=…&language=ar`.
import { createElement as element, StrictMode, useState } from "react";
import { createRoot } from "react-dom/client";
import {
  Conversation,
  configureTicketChat,
  TicketChat,
  TicketwireProvider,
  useTicketwire,
} from "../dist/index.js";
import { ar } from "../dist/texts/ar.js";
import "../dist/styles.css";

const wish = Object.fromEntries(new URLSearchParams(location.search));
const isArabic = wish.language === "ar";
const surroundings = {
  server: wish.server,
  token: wish.token,
  theme: wish.theme ?? "auto",
  ...(isArabic ? { texts: ar, locale: "ar", dir: "rtl" } : {}),
};
const CANNED = [
  { id: "1", shortcut: "hello", title: "Greeting", text: "Hello, how can I help you?" },
  { id: "2", shortcut: "bye", title: "Goodbye", text: "Have a nice day!" },
];
const canned = (query) => CANNED.filter(({ shortcut }) => shortcut.startsWith(query));

/** What tests look at. */
window.seen = { replies: [], closed: 0 };

function Talk() {
  window.client = useTicketwire();
  return element(
    "div",
    { style: { height: "calc(100dvh - 100px)", border: "1px solid gray" } },
    element(Conversation, { ticket: wish.ticket, canned }),
  );
}

function Chat() {
  const [isOpen, setOpen] = useState(false);
  const id = /^\d+$/.test(wish.ticket) ? Number(wish.ticket) : wish.ticket;
  return element(
    "div",
    null,
    element("button", { type: "button", onClick: () => setOpen(true) }, "Open chat"),
    isOpen &&
      element(TicketChat, {
        ticket: { id, name: "Bob Ray", issue_title: "Order delayed" },
        user: { id: 1, name: "Ann Lee" },
        userType: wish.as ?? "agent",
        onClose: () => {
          window.seen.closed += 1;
          setOpen(false);
        },
        onReplyAdded: (message) => window.seen.replies.push(message.text),
      }),
  );
}

configureTicketChat(surroundings);
const shown = wish.show === "chat" ? element(Chat) : element(TicketwireProvider, surroundings, element(Talk));
createRoot(document.getElementById("root")).render(element(StrictMode, null, shown));
