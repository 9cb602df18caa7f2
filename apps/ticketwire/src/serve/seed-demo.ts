import { type Caller, ChatError, type Engine, type TicketKey } from "@ticketwire/core";
import { native } from "@ticketwire/dialects";
import { DEMO_PEOPLE, type DemoPart } from "./demo-people.js";
import { DEMO_TICKETS, type DemoTicket } from "./demo-tickets.js";

/** Puts the demo's tickets in place. Done again it changes nothing: tickets that are there stay as they are. */
export async function seedDemo(engine: Engine): Promise<void> {
  const callers: Readonly<Record<DemoPart, Caller>> = {
    agent: await callerAs(engine, "agent"),
    customer: await callerAs(engine, "customer"),
    admin: await callerAs(engine, "admin"),
  };
  for (const ticket of DEMO_TICKETS) await seedTicket(engine, callers, ticket);
}

async function callerAs(engine: Engine, part: DemoPart): Promise<Caller> {
  const identity = await engine.signIn({
    user: DEMO_PEOPLE[part],
    issuedAt: Date.now(),
    expiresAt: null,
    tokenId: null,
  });
  return { identity, language: native };
}

async function seedTicket(
  engine: Engine,
  callers: Readonly<Record<DemoPart, Caller>>,
  { ticket, lines }: DemoTicket,
): Promise<void> {
  const key: TicketKey = { ref: ticket.ref };
  if (!(await isThere(engine, callers.admin, key)))
    await engine.execute(callers.admin, { name: "ticket.put", tickets: [ticket] });
  // Under a fixed client id each is said once (SPEC: S2), also when the first start was cut short.
  for (const [index, { by, text, note }] of lines.entries()) {
    await unlessRefused(
      engine.execute(callers[by], {
        name: "message.post",
        ticket: key,
        text,
        audience: note ? "internal" : "public",
        clientId: `demo-${index + 1}`,
      }),
    );
  }
}

async function isThere(engine: Engine, caller: Caller, ticket: TicketKey): Promise<boolean> {
  try {
    await engine.execute(caller, { name: "ticket.read", ticket });
    return true;
  } catch (failure) {
    if (failure instanceof ChatError && failure.code === "not_found") return false;
    throw failure;
  }
}

/** Whoever has changed a ticket since, or who may see it, is right. */
async function unlessRefused(outcome: Promise<unknown>): Promise<void> {
  try {
    await outcome;
  } catch (failure) {
    const isRefusal =
      failure instanceof ChatError && ["conflict", "not_found", "forbidden"].includes(failure.code);
    if (!isRefusal) throw failure;
  }
}
