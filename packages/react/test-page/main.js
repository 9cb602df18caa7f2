// Shows one component as the address asks for it: `?show=chat|conversation|hooks&server=…&ticket=…&token=…&theme=…&language=ar`.
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
import { Hooks } from "./hooks.js";

const CANNED = [
  { id: "1", shortcut: "hello", title: "Greeting", text: "Hello, how can I help you?" },
  { id: "2", shortcut: "bye", title: "Goodbye", text: "Have a nice day!" },
];
const canned = (query) => CANNED.filter(({ shortcut }) => shortcut.startsWith(query));

/** What tests look at. */
window.seen = { replies: [], closed: 0 };

function surroundingsOf({ server, token, theme = "auto", language, texts }) {
  const arabic = language === "ar" ? { texts: ar, locale: "ar", dir: "rtl" } : {};
  return { server, token, theme, ...arabic, ...(texts ? { texts } : {}) };
}

function Talk({ ticket }) {
  window.client = useTicketwire();
  return element(
    "div",
    { style: { height: "calc(100dvh - 100px)", border: "1px solid gray" } },
    element(Conversation, { ticket, canned }),
  );
}

function Chat({ ticket, as = "agent" }) {
  const [isOpen, setOpen] = useState(false);
  const id = /^\d+$/.test(ticket) ? Number(ticket) : ticket;
  return element(
    "div",
    null,
    element("button", { type: "button", onClick: () => setOpen(true) }, "Open chat"),
    isOpen &&
      element(TicketChat, {
        ticket: { id, name: "Bob Ray", issue_title: "Order delayed" },
        user: { id: 1, name: "Ann Lee" },
        userType: as,
        onClose: () => {
          window.seen.closed += 1;
          setOpen(false);
        },
        onReplyAdded: (message) => window.seen.replies.push(message.text),
      }),
  );
}

function Page() {
  const [wish, setWish] = useState(() => Object.fromEntries(new URLSearchParams(location.search)));
  /** Lets a test ask for something else without loading the page anew. */
  window.change = (changes) => setWish({ ...wish, ...changes });
  if (wish.show !== "chat")
    return element(
      TicketwireProvider,
      surroundingsOf(wish),
      element(wish.show === "hooks" ? Hooks : Talk, wish),
    );
  // As an application has it that is asked for a token each time.
  configureTicketChat({ ...surroundingsOf(wish), token: () => window.token ?? wish.token });
  return element(Chat, wish);
}

createRoot(document.getElementById("root")).render(element(StrictMode, null, element(Page)));
