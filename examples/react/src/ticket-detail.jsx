import { TicketChat } from "@ticketwire/react";
import { useState } from "react";

/** One ticket of the application, and the chat on it. */
export function TicketDetail({ ticket, user, userType, onReplyAdded }) {
  const [showChat, setShowChat] = useState(false);
  return (
    <article className="ticket">
      <h2>{ticket.issue_title}</h2>
      <p>{ticket.name}</p>
      <button type="button" onClick={() => setShowChat(true)}>
        Open chat
      </button>
      {showChat && (
        <TicketChat
          ticket={ticket}
          user={user}
          userType={userType}
          onClose={() => setShowChat(false)}
          onReplyAdded={onReplyAdded}
        />
      )}
    </article>
  );
}
