// Shows what the hooks give, each in a component of its own, which counts how often it was rendered.
import { createElement as element, useRef, useState } from "react";
import {
  useConnection,
  useDraft,
  useMessages,
  usePresence,
  useSearch,
  useTicket,
  useTyping,
  useUnread,
} from "../dist/index.js";

/** By name: the value last given, and in how many renderings. */
window.given = {};

function Given({ name, useGiven }) {
  const renderings = useRef(0);
  renderings.current += 1;
  window.given[name] = { value: useGiven(), renderings: renderings.current };
  return element("li", null, name);
}

/** All hooks on one ticket. */
export function Hooks({ ticket }) {
  const [wanted, search] = useState("");
  window.search = search;
  const hooks = {
    connection: () => useConnection(),
    messages: () => useMessages(ticket),
    presence: () => usePresence(ticket),
    search: () => useSearch(ticket, wanted),
    status: () => useTicket(ticket, ({ status }) => status).state,
    typing: () => useTyping(ticket),
    unread: () => useUnread(ticket),
    draft: () => useDraft(ticket, useConnection().user?.ref),
  };
  return element(
    "ul",
    null,
    Object.entries(hooks).map(([name, useGiven]) => element(Given, { key: name, name, useGiven })),
  );
}
