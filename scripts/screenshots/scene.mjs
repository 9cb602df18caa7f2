import { root } from "../run.mjs";

const { signToken } = await import(`${root}/packages/server/dist/index.js`);
const { DemoServer } = await import(`${root}/apps/ticketwire/dist/e2e/demo-server.js`);

const SECRET = "a secret for the pictures alone, long enough for HS256";

const person = (sub, name, role, company) => ({
  sub,
  name,
  role,
  email: `${sub.slice(2)}@example.com`,
  ...(company ? { company } : {}),
});

/** Who is in the pictures. The first three are the demo's own. */
export const CAST = {
  ann: person("u-ann", "Ann Lee", "agent"),
  ada: person("u-ada", "Ada Park", "admin"),
  bob: person("u-bob", "Bob Stone", "customer"),
  eva: person("u-eva", "Eva Novak", "customer", "Novak Interiors"),
  kim: person("u-kim", "Kim Osei", "customer", "Harbour Books"),
  lea: person("u-lea", "Lea Marchetti", "customer"),
  tom: person("u-tom", "Tom Andersen", "customer", "Fjord Cycles"),
};

/** What waits for an agent, and from whom. */
const WAITING = [
  [
    "tom",
    "A spare wheel arrived bent",
    "delivery",
    "The rim touches the brake on every turn. I have taken pictures.",
  ],
  ["lea", "Can I pay by bank transfer?", "billing", "My card is refused, and I would like to order today."],
  ["kim", "Two of the twelve lamps flicker", "product", "They flicker from the moment they are warm."],
];

/** What Ann works on already. */
const OPENED = [
  ["eva", "t-size", "Wrong size delivered", "medium", "in_progress", "The label says 40, the shoes say 38."],
  [
    "kim",
    "t-address",
    "Change the address of a standing order",
    "low",
    "open",
    "We have moved: Quay Street 9.",
  ],
];

/** The demo with more people and more tickets, and tokens for everybody. */
export class Scene {
  constructor(server) {
    this.server = server;
    this.url = server.url;
  }

  static async open() {
    const scene = new Scene(await DemoServer.start({ JWT_SECRET: SECRET, RATE_LIMITS: "off" }));
    for (const { sub, email, company, name, role } of Object.values(CAST))
      await scene.ask("ada", "PUT", `/v1/users/${sub}`, {
        name,
        role,
        email,
        ...(company ? { company } : {}),
      });
    for (const [who, ref, subject, priority, status, text] of OPENED) {
      const customer = CAST[who].sub;
      const facts = { subject, priority, status, customer, creator: customer, assignee: CAST.ann.sub };
      await scene.ask("ada", "PUT", `/v1/tickets/${ref}`, facts);
      await scene.say(who, ref, text);
    }
    for (const [who, subject, category, text] of WAITING) {
      const { ticket } = await scene.ask(who, "POST", "/v1/sessions", { subject, category });
      await scene.say(who, ticket.ref, text);
    }
    return scene;
  }

  close() {
    return this.server.close();
  }

  token(who, ttl = "8h") {
    return signToken(CAST[who], SECRET, ttl);
  }

  /** A plain request; rejects unless it succeeds. */
  async ask(who, method, path, body) {
    const answer = await fetch(this.url + path, {
      method,
      headers: { authorization: `Bearer ${await this.token(who)}`, "content-type": "application/json" },
      body: JSON.stringify(body),
    });
    if (!answer.ok) throw new Error(`${method} ${path}: ${answer.status} ${await answer.text()}`);
    return answer.json();
  }

  say(who, ref, text) {
    return this.ask(who, "POST", `/v1/tickets/${ref}/messages`, { text, clientId: crypto.randomUUID() });
  }
}
