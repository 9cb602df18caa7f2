import {
  type Client,
  createClient,
  type MessageView,
  type TicketHandle,
  type TicketState,
} from "@ticketwire/client";
import { FlakyProxy, Random } from "@ticketwire/testkit";
import { afterEach, expect, test } from "vitest";
import { ChatServer, type Name } from "./chat-server.js";
import { until } from "./until.js";

const DROPS = 100;
const TICKET = "t-drops";
/** The most that a connection carries to its client before it is cut, in bytes. */
const LONGEST_LIFE_BYTES = 12_000;

const opened: { close(): unknown }[] = [];

afterEach(async () => {
  for (const one of opened.splice(0).reverse()) await one.close();
});

function keep<T extends { close(): unknown }>(one: T): T {
  opened.push(one);
  return one;
}

/** Every message of the ticket, as the server has it. */
async function readLog(server: ChatServer): Promise<readonly MessageView[]> {
  const log: MessageView[] = [];
  for (;;) {
    const cursor = log[0] === undefined ? "" : `&before=${log[0].id}`;
    const path = `/v1/tickets/${TICKET}/messages?limit=200${cursor}`;
    const page = await server.request<{ messages: MessageView[]; hasOlder: boolean }>("GET", path);
    log.unshift(...page.messages);
    if (!page.hasOlder) return log;
  }
}

const stored = ({ messages }: TicketState) =>
  messages.filter(({ delivery, seq }) => delivery === "sent" && seq > 0);

/**
 * What may never be seen: a message twice, out of order, or one missing between two others. Only one's own
 * may stand at the end before the others are there: they are known to be stored, and wait for their turn.
 */
function complaintAbout(state: TicketState): string | undefined {
  const shown = stored(state);
  const hole = shown.findIndex(({ seq }, index) => index > 0 && seq !== (shown[index - 1]?.seq ?? 0) + 1);
  if (hole < 0) return undefined;
  const rest = shown.slice(hole);
  const areOwn = rest.every(({ sender }) => sender.ref === "u-bob");
  const areInOrder = rest.every(({ seq }, index) => seq > (shown[hole + index - 1]?.seq ?? 0));
  return areOwn && areInOrder ? undefined : `${rest[0]?.seq} after ${shown[hole - 1]?.seq}`;
}

test.each([20250115, 7])(
  "[S2][S3][S4] a client that drops and comes back 100 times at random ends with exactly the log (seed %i)",
  async (seed) => {
    const random = new Random(seed);
    const server = keep(await ChatServer.start());
    await server.putTicket(TICKET, { customer: "u-bob", assignee: "u-ann" });
    const proxy = keep(await FlakyProxy.start(() => server.url));
    const connect = async (who: Name, url: string): Promise<TicketHandle> => {
      const options = {
        server: url,
        token: await server.token(who),
        socketOptions: { transports: ["websocket"] },
      };
      // It comes back as soon as it may: the test is long enough as it is.
      const client: Client = keep(createClient(options, { random: () => 0 }));
      return client.ticket(TICKET);
    };
    const writers = await Promise.all([connect("ann", server.url), connect("ann", server.url)]);
    const flaky = await connect("bob", proxy.url);

    const complaints: string[] = [];
    flaky.subscribe(() => {
      const complaint = complaintAbout(flaky.getSnapshot());
      if (complaint !== undefined) complaints.push(complaint);
    });
    for (const handle of [...writers, flaky]) handle.open();
    await Promise.all([...writers, flaky].map((one) => until(one, ({ status }) => status === "live")));

    // From here on every connection of the flaky one dies in the middle of something.
    proxy.budgetBytes = () => random.below(LONGEST_LIFE_BYTES);
    proxy.cut();
    const said: string[] = [];
    while (proxy.cuts < DROPS) {
      const text = `text ${said.length}`;
      const writer = random.chance(0.3) ? flaky : random.pick(writers);
      said.push(writer.send({ text }));
      const cuts = proxy.cuts;
      const isThere = (state: TicketState) =>
        proxy.cuts > cuts || stored(state).some((message) => message.text === text);
      const cut = new Promise<void>((resolve) => {
        proxy.onCut = resolve;
      });
      if (random.chance(0.85)) await Promise.race([until(flaky, isThere), cut]);
    }
    proxy.budgetBytes = () => Number.POSITIVE_INFINITY;

    for (const one of [...writers, flaky]) {
      await until(one, ({ messages }) => messages.every(({ delivery }) => delivery === "sent"));
    }
    const log = await readLog(server);
    expect(log.map(({ seq }) => seq)).toEqual(log.map((_, index) => index + 1));
    expect(log.map(({ clientId }) => clientId).sort()).toEqual([...said].sort());

    await until(flaky, (state) => stored(state).at(-1)?.seq === log.length);
    while (flaky.getSnapshot().hasOlder) await flaky.loadOlder();
    expect(flaky.getSnapshot().messages.map(({ id }) => id)).toEqual(log.map(({ id }) => id));
    expect(complaints).toEqual([]);
    expect(proxy.cuts).toBeGreaterThanOrEqual(DROPS);
    expect(log.length).toBeGreaterThan(DROPS);
  },
  120_000,
);
