import {
  type AppendRow,
  ChatError,
  type Command,
  type Identity,
  RELATIONS,
  type Relation,
  type Role,
  type Session,
  sideOf,
  type TicketKey,
  type User,
} from "@ticketwire/core";
import {
  identityOf,
  messageRow,
  RecordingLanguage,
  RecordingListener,
  ROLES,
  TestNode,
} from "@ticketwire/testkit";
import { describe, expect, it } from "vitest";
import type { z } from "zod";
import { type Dialect, dialects } from "../index.js";
import { type Names, sampleOf } from "./sample.js";

/** How somebody stands to a ticket, and who attends to its session: nobody, they, or somebody else. */
interface Standing {
  readonly role: Role;
  readonly relation: Relation | "participant" | "none";
  readonly isAboutMoney: boolean;
  readonly session: "waiting" | "mine" | "another's";
}

/** Who may take part in a ticket, said once more and in other words than the dialects have it. */
const MAY: Readonly<Record<string, (standing: Standing) => boolean>> = {
  native: ({ role, relation, isAboutMoney }) =>
    ["admin", "agent", "service", "bot"].includes(role) ||
    relation !== "none" ||
    (role === "accounts" && isAboutMoney),
  "ticket-gateway": ({ role, relation, isAboutMoney }) =>
    role === "admin" ||
    ["creator", "assignee", "vendor"].includes(relation) ||
    (role === "ops" && relation === "verifier") ||
    (role === "accounts" && isAboutMoney),
  "ticket-rooms": ({ role, relation }) => role === "admin" || relation === "customer",
  "json-frames": ({ role, relation }) => role === "admin" || role === "agent" || relation === "customer",
  "support-sessions": ({ role, relation, session }) =>
    role === "admin" ||
    relation === "customer" ||
    session === "mine" ||
    (role === "agent" && session === "waiting"),
  "project-chats": ({ relation }) => ["customer", "creator", "assignee", "participant"].includes(relation),
};

/** Money matters to accounts alone, so others are asked once. */
const STANDINGS: readonly Standing[] = ROLES.flatMap((role) =>
  [...RELATIONS, "participant" as const, "none" as const].flatMap((relation) =>
    (role === "accounts" ? [false, true] : [false]).flatMap((isAboutMoney) =>
      (["waiting", "mine", "another's"] as const).map((session) => ({
        role,
        relation,
        isAboutMoney,
        session,
      })),
    ),
  ),
);

/** Something a client may ask for, by what it is called on the wire. */
interface Asking {
  readonly name: string;
  command(names: Names, me: Identity): Command;
}

function askingsOf({ live, routes }: Dialect): readonly Asking[] {
  const events = Object.entries(live.operations).map(([name, { payload, command }]) => ({
    name,
    command: (names: Names, me: Identity) => command(sampleOf(payload, name, names), me, []),
  }));
  const requests = routes.map((route) => {
    const name = `${route.method} ${route.path}`;
    const sample = <T>(schema: z.ZodType<T>, names: Names) => sampleOf(schema, name, names);
    return {
      name,
      command: (names: Names, me: Identity) =>
        route.command(
          {
            params: sample(route.params, names),
            query: sample(route.query, names),
            body: sample(route.body, names),
            files: noFiles(),
            attachments: [],
            idempotencyKey: undefined,
          },
          me,
        ),
    };
  });
  return [...events, ...requests];
}

/** What a command is about: a ticket, or something on one; undefined for commands about neither. */
function subjectOf(command: Command): unknown {
  if ("ticket" in command && command.ticket) return command.ticket satisfies TicketKey;
  if ("message" in command) return command.message;
  return "session" in command ? command.session : undefined;
}

let node = new TestNode();
let lastTicket = 0;

/** A ticket nobody has asked about yet, with a message by somebody else, and a session. */
async function ticketFor(me: User, { relation, isAboutMoney, session }: Standing): Promise<Names> {
  lastTicket += 1;
  const ref = `t-matrix-${lastTicket}`;
  const [put] = await node.store.putTickets(
    [
      {
        ref,
        category: isAboutMoney ? "payment" : "delivery",
        ...(relation === "none"
          ? {}
          : relation === "participant"
            ? { participants: [me.ref] }
            : { [relation]: me.ref }),
      },
    ],
    null,
    0,
  );
  const [other] = await node.store.putUsers([{ ref: "u-other", role: "agent" }], false, 0);
  if (!put || !other) throw new Error("the ticket was not put");
  const { ticket } = put;
  const row = { ticketId: ticket.id, at: node.clock.now(), by: other.user.id } as const;
  const opened = await append({
    ...row,
    type: "session.opened",
    id: `s-${ref}`,
    customerId: relation === "customer" ? me.id : null,
    context: {},
  });
  if (session !== "waiting") {
    const agentId = session === "mine" ? me.id : other.user.id;
    const change = { status: "active", from: ["waiting"], session: opened.number, agentId } as const;
    await append({ ...row, type: "session.changed", ...change });
  }
  const post = messageRow({ ticket, ann: other.user, bob: other.user }, { id: `m-${ref}` });
  const [posted] = await node.store.append([post]);
  if (posted?.status !== "stored") throw new Error("the message was not stored");
  return {
    ticket: { ref, number: ticket.number },
    session: { id: opened.id, number: opened.number, name: opened.name },
    message: { id: `m-${ref}`, number: posted.number },
    side: sideOf(me.role),
  };
}

const MISSING: Omit<Names, "side"> = {
  ticket: { ref: "t-missing", number: 999_999 },
  session: { id: "s-missing", number: 999_999, name: "session_999999_1" },
  message: { id: "m-missing", number: 999_999 },
};

async function append(row: Exclude<AppendRow, { type: "message.posted" }>): Promise<Session> {
  const [result] = await node.store.append([row]);
  const event = result?.status === "done" ? result.events[0] : undefined;
  if (event?.type !== "session.changed") throw new Error("the session was not changed");
  return event.session;
}

/** What comes of a command: nothing that was refused, or the refusal with names that are not the client's own left out. */
async function outcomeOf(dialect: Dialect, me: User, command: Command, names: Names): Promise<string> {
  const identity: Identity = identityOf(me);
  const language = new RecordingLanguage(
    dialect.name,
    dialect.access,
    dialect.speaksInternal,
    dialect.showsDeleted,
  );
  const connection = node.engine.connect(identity, language, new RecordingListener(me.id));
  try {
    await node.engine.execute({ identity, language, connection }, command);
    return "done";
  } catch (thrown) {
    const { code, message } = ChatError.from(thrown);
    const { ticket, session, message: said } = names;
    const own = [ticket, session, said].flatMap((kind) => Object.values(kind).map(String));
    // The longest first: a ticket's name is part of its messages'.
    own.sort((one, other) => other.length - one.length);
    const shown = own.reduce((text, name) => text.replaceAll(name, "…"), message);
    return `${code}: ${shown}`;
  } finally {
    node.engine.disconnect(connection);
  }
}

/** An agent who comes too late for a session hears who has it: they might have seen it while it waited. */
function mayAsk(dialect: Dialect, command: Command, standing: Standing): boolean {
  const isAccept = command.name === "session.accept";
  return MAY[dialect.name]?.(isAccept ? { ...standing, session: "waiting" } : standing) ?? false;
}

describe("[S7] who may ask for what", () => {
  for (const dialect of dialects) {
    for (const asking of askingsOf(dialect)) {
      it(`${dialect.name}: ${asking.name}`, async () => {
        node = new TestNode();
        for (const [index, standing] of STANDINGS.entries()) {
          const [put] = await node.store.putUsers([{ ref: `u-${index}`, role: standing.role }], false, 0);
          const me = put?.user as User;
          const identity: Identity = identityOf(me);
          const names = await ticketFor(me, standing);
          const command = asking.command(names, identity);
          if (subjectOf(command) === undefined) return;
          const outcome = await outcomeOf(dialect, me, command, names);
          if (mayAsk(dialect, command, standing)) {
            expect(outcome, JSON.stringify(standing)).not.toMatch(/^not_found/);
          } else {
            const nowhere = { ...MISSING, side: names.side };
            const missing = await outcomeOf(dialect, me, asking.command(nowhere, identity), nowhere);
            expect(outcome, JSON.stringify(standing)).toMatch(/^(not_found|forbidden)/);
            expect(outcome, JSON.stringify(standing)).toBe(missing);
          }
        }
      });
    }
  }
});

async function* noFiles(): AsyncGenerator<never> {}
