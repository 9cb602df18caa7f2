import type { Bus, BusMessage } from "@ticketwire/core";
import { describe, expect, it } from "vitest";
import { sessionOf } from "./facts.js";
import { NOON } from "./fixtures.js";

/** Three nodes that share a bus which loses nothing for now. */
export interface OpenedBuses {
  readonly buses: readonly [Bus, Bus, Bus];
  /** Resolves when all that was published has arrived, and watching has taken effect. */
  settled(): Promise<void>;
  close(): Promise<void>;
}

/** Everything a Bus MUST do, as tests that run against any implementation. */
export function busContract(name: string, open: () => Promise<OpenedBuses>): void {
  const withBuses = (title: string, body: (opened: OpenedBuses, heard: Heard) => Promise<void>): void => {
    it(title, async () => {
      const opened = await open();
      const heard: Heard = [[], [], []];
      opened.buses.forEach((bus, node) => {
        bus.listen((message) => heard[node]?.push(message));
      });
      try {
        await body(opened, heard);
      } finally {
        await opened.close();
      }
    });
  };

  describe(`${name} keeps the bus contract`, () => {
    withBuses("delivers to every other node that watches the ticket", async ({ buses, settled }, heard) => {
      const [a, b, c] = buses;
      for (const bus of [a, b, c]) bus.watch(1);
      await settled();
      a.publish(typing(1));
      await settled();
      expect(heard).toEqual([[], [typing(1)], [typing(1)]]);
    });

    withBuses("delivers nothing to nodes that do not watch", async ({ buses, settled }, heard) => {
      const [a, b, c] = buses;
      b.watch(1);
      c.watch(2);
      await settled();
      a.publish(typing(1));
      a.publish(typing(3));
      await settled();
      expect(heard).toEqual([[], [typing(1)], []]);
    });

    withBuses("delivers news of sessions to every other node, watching or not", async (opened, heard) => {
      const { buses, settled } = opened;
      const [a, b] = buses;
      b.watch(1);
      await settled();
      a.publish(session(1));
      b.publish(session(2));
      await settled();
      expect(heard).toEqual([[session(2)], [session(1)], [session(1), session(2)]]);
    });

    withBuses("delivers nothing more once a node stops to watch", async ({ buses, settled }, heard) => {
      const [a, b, c] = buses;
      for (const bus of [b, c]) bus.watch(1);
      await settled();
      b.unwatch(1);
      await settled();
      a.publish(typing(1));
      await settled();
      expect(heard).toEqual([[], [], [typing(1)]]);
      b.watch(1);
      await settled();
      a.publish(posted(1));
      await settled();
      expect(heard[1]).toEqual([posted(1)]);
    });

    withBuses("carries events and signals as they are", async ({ buses, settled }, heard) => {
      const [a, b] = buses;
      b.watch(1);
      await settled();
      a.publish(posted(1));
      a.publish(typing(1));
      await settled();
      expect(heard[1]).toHaveLength(2);
      expect(heard[1]).toEqual(expect.arrayContaining([posted(1), typing(1)]));
    });

    withBuses("does not wait for who hears", async ({ buses, settled }, heard) => {
      const [a, b] = buses;
      b.watch(1);
      await settled();
      a.publish(typing(1));
      expect(heard[1]).toEqual([]);
      await settled();
      expect(heard[1]).toEqual([typing(1)]);
    });

    withBuses("takes watching twice for once, and stopping twice for no error", async (opened, heard) => {
      const [a, b] = opened.buses;
      b.watch(1);
      b.watch(1);
      await opened.settled();
      a.publish(typing(1));
      await opened.settled();
      expect(heard[1]).toEqual([typing(1)]);
      b.unwatch(1);
      b.unwatch(1);
      await opened.settled();
      a.publish(typing(1));
      await opened.settled();
      expect(heard[1]).toHaveLength(1);
    });

    withBuses("answers while it is open; closed, it takes and gives nothing", async (opened, heard) => {
      const [a, b, c] = opened.buses;
      for (const bus of [a, b, c]) {
        bus.watch(1);
        await bus.ping();
      }
      await opened.settled();
      await b.close();
      a.publish(typing(1));
      expect(() => b.publish(typing(1))).not.toThrow();
      await opened.settled();
      expect(heard).toEqual([[], [], [typing(1)]]);
      await expect(b.ping()).rejects.toThrow();
      await a.ping();
    });
  });
}

type Heard = [BusMessage[], BusMessage[], BusMessage[]];

const ANN = {
  id: 1,
  ref: "u-ann",
  number: 7,
  name: "Ann Lee",
  email: null,
  role: "agent",
  type: null,
  company: null,
} as const;

function typing(ticketId: number): BusMessage {
  const signal = { type: "typing.started", ticketId, person: ANN, audience: "internal", at: NOON } as const;
  return { kind: "signal", ticketId, signal };
}

function posted(ticketId: number): BusMessage {
  const place = { seq: 3, hidden: 1 };
  const message = {
    ...place,
    id: "01946a00-0000-7000-8000-000000000001",
    number: 5,
    ticketId,
    sender: ANN,
    kind: "text",
    audience: "public",
    text: "Grüße 👋",
    attachments: [],
    clientId: null,
    createdAt: NOON,
    updatedAt: NOON,
    editedAt: null,
    deletedAt: null,
    replyTo: null,
    reactions: [],
    readBy: [],
  } as const;
  const event = {
    type: "message.posted",
    ticketId,
    ...place,
    audience: "public",
    at: NOON,
    message,
  } as const;
  return { kind: "events", ticketId, events: [event] };
}

const SESSION = sessionOf({ agent: ANN, status: "active", acceptedAt: NOON + 5, context: { page: "/cart" } });

function session(ticketId: number): BusMessage {
  const fact = { ticketId, seq: 4, hidden: 1, audience: "public", at: NOON } as const;
  const event = { ...fact, type: "session.changed", session: SESSION, was: "waiting", by: ANN } as const;
  return { kind: "session", ticketId, event };
}
