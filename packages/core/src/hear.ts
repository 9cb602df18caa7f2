import type { Followers } from "./followers.js";
import type { Parts } from "./parts.js";
import type { BusMessage } from "./ports/bus.js";
import type { RateLimit } from "./rate-limit.js";
import type { Revocation } from "./revocation.js";

/** Who on this node wants to know what other nodes say. */
export interface Hearers extends Pick<Parts, "hub" | "typing" | "presence" | "newsroom"> {
  readonly followers: Followers;
  readonly rateLimit: RateLimit | undefined;
  readonly closeRevoked: (revocations: readonly Revocation[]) => void;
}

/** Takes in what another node says. */
export function hear(message: BusMessage, by: Hearers): void {
  switch (message.kind) {
    case "events":
      for (const event of message.events) {
        by.hub.offer(event);
        if (event.type === "message.posted")
          by.typing.stop(event.ticketId, event.message.sender.id, event.audience);
      }
      return;
    case "signal":
      by.typing.hear(message.signal);
      return;
    case "presence":
      by.presence.hear(message);
      return;
    case "session":
      by.followers.tell(message.event);
      return;
    case "following":
      by.newsroom.hearFollowing();
      return;
    case "news":
      by.newsroom.tell(message.news, message.more);
      return;
    case "usage":
      for (const usage of message.used) by.rateLimit?.takeFar(usage);
      return;
    case "revoked":
      by.closeRevoked([message.revocation]);
  }
}
