import type { TicketPatch } from "@ticketwire/core";
import { DEMO_PEOPLE } from "./demo-people.js";

/** Something said in the demo, and by whom. `note`: for the team only. */
export interface DemoLine {
  readonly by: "agent" | "customer";
  readonly text: string;
  readonly note?: true;
}

/** A ticket of the demo and what was said on it so far. */
export interface DemoTicket {
  readonly ticket: TicketPatch;
  readonly lines: readonly DemoLine[];
}

const people = {
  customer: DEMO_PEOPLE.customer.ref,
  creator: DEMO_PEOPLE.customer.ref,
  assignee: DEMO_PEOPLE.agent.ref,
} as const;

const ann = (text: string): DemoLine => ({ by: "agent", text });
const bob = (text: string): DemoLine => ({ by: "customer", text });
const note = (text: string): DemoLine => ({ by: "agent", text, note: true });

/** What the demo starts with; the last one is the most recent. */
export const DEMO_TICKETS: readonly DemoTicket[] = [
  {
    ticket: {
      ref: "demo-invoice",
      subject: "Question about my invoice",
      category: "billing",
      priority: "low",
      status: "open",
      ...people,
    },
    lines: [
      bob("Hello, invoice 2094 lists two licences, but we only use one since the spring."),
      ann("Hi Bob, thanks for checking. Who switched the second one off, you or our team?"),
      bob("I did, in the account settings. It says “ends with the billing period”."),
      ann("I see it: the period ended two days after the invoice was made. I'll send a corrected one."),
      bob("That's kind, thank you. Can it go to accounts@example.com this time?"),
      ann("Of course. The corrected invoice goes there today, and later ones too."),
    ],
  },
  {
    ticket: {
      ref: "demo-sign-in",
      subject: "Can't sign in after changing my phone",
      category: "account",
      priority: "medium",
      status: "in_progress",
      ...people,
    },
    lines: [
      bob("I have a new phone, and now the sign-in code is always wrong."),
      bob("I've tried five times and don't want to be locked out."),
      ann("Hi Bob, good that you stopped. Codes belong to the old phone. Do you still have it at hand?"),
      bob("It's at home. It still turns on, if that helps."),
      ann(
        "It does. On the old phone, open Settings → Security → Move to another device,\n" +
          "and scan what it shows with the new one. Takes about a minute.",
      ),
      bob("I'll do that tonight and write here how it went."),
    ],
  },
  {
    ticket: {
      ref: "demo-order",
      subject: "Order 48213 is delayed",
      category: "delivery",
      priority: "high",
      status: "open",
      ...people,
    },
    lines: [
      bob("Hi, my order 48213 was to arrive on Tuesday. The tracking page hasn't changed for three days."),
      ann("Hi Bob, I'm sorry about the wait. Let me ask the carrier where the parcel is."),
      note("The carrier says it was sorted to the wrong depot. They promise Friday before noon."),
      ann("Found it: it went to the wrong depot. It's on its way to you again and comes on Friday morning."),
      bob("Friday is fine, but I'm only at home until eleven. Can they leave it with a neighbour?"),
      ann("Yes. Which name is on your neighbour's bell?"),
      bob("Miller, second floor. Thank you for looking into it so quickly!"),
    ],
  },
];
