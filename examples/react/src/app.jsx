import { configureTicketChat } from "@ticketwire/react";
import { useState } from "react";
import { TicketDetail } from "./ticket-detail.jsx";

// What an application knows by itself: its tickets, its people, and who is signed in.
const TICKETS = [
  { id: "demo-order", name: "Bob Stone", issue_title: "Order 48213 is delayed" },
  { id: "demo-sign-in", name: "Bob Stone", issue_title: "Can't sign in after changing my password" },
  { id: "demo-invoice", name: "Bob Stone", issue_title: "Question about my invoice" },
];
const PEOPLE = {
  agent: { id: "u-ann", name: "Ann Lee" },
  customer: { id: "u-bob", name: "Bob Stone" },
};

/** Signs somebody in at the demo. An application signs a token of its own on its server. */
async function tokenFor(as) {
  const answer = await fetch("/demo/sign-in", {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ as }),
  });
  return (await answer.json()).token;
}

/** A help desk with a chat on each ticket. */
export function App() {
  const [userType, setUserType] = useState("agent");
  const [replies, setReplies] = useState(0);
  configureTicketChat({ token: () => tokenFor(userType) });
  return (
    <main className="page">
      <h1>Help desk</h1>
      <p>
        <label htmlFor="who">Signed in as </label>
        <select id="who" value={userType} onChange={(event) => setUserType(event.target.value)}>
          <option value="agent">Ann Lee, agent</option>
          <option value="customer">Bob Stone, customer</option>
        </select>
      </p>
      <ul className="tickets">
        {TICKETS.map((ticket) => (
          <li key={ticket.id}>
            <TicketDetail
              key={userType}
              ticket={ticket}
              user={PEOPLE[userType]}
              userType={userType}
              onReplyAdded={() => setReplies((count) => count + 1)}
            />
          </li>
        ))}
      </ul>
      <p>Replies sent from here: {replies}</p>
    </main>
  );
}
