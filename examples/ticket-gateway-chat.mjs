// A customer and an agent talk on a ticket, with nothing but socket.io-client and the events of the
// ticket-gateway dialect (docs/wire/ticket-gateway.md).
//
//   node examples/ticket-gateway-chat.mjs --ticket ticket-id-123 --customer-token T --agent-token T
//
//   --server URL        where the server is; http://localhost:3000 unless told otherwise
//   --ticket REF        a ticket the customer has created and the agent works on
//   --customer-token T  who they are; `ticketwire token --id u-bob --name "Bob Ray" --role customer` makes one
//   --agent-token T
//   --stranger-token T  somebody who has nothing to do with the ticket, and is refused
//   --phase PHASE       chat: talk, and read the messages back; history: only read back what was said before

import { parseArgs } from "node:util";
import { io } from "socket.io-client";

const PATIENCE_MS = 10_000;
const QUESTION = "Hello, where is my parcel?";
const ANSWER = "It left our warehouse this morning.";

const { values: options } = parseArgs({
  options: {
    server: { type: "string", default: "http://localhost:3000" },
    ticket: { type: "string" },
    "customer-token": { type: "string" },
    "agent-token": { type: "string" },
    "stranger-token": { type: "string" },
    phase: { type: "string", default: "chat" },
  },
});

const ticketId = needed("ticket");
const phases = { chat, history };
const phase = phases[options.phase];
if (!phase) fail(`--phase is ${options.phase}, expected chat or history`);
try {
  await phase();
  process.exit(0);
} catch (failure) {
  fail(failure.message);
}

async function chat() {
  const customer = await signIn("customer", needed("customer-token"));
  const agent = await signIn("agent", needed("agent-token"));
  await join(customer);
  const customerSeen = customer.next("user_joined");
  await join(agent);
  agent.say(`is seen by the customer: ${(await customerSeen).userId} joined`);

  const typing = agent.next("user_typing");
  customer.socket.emit("typing_start", { ticketId });
  agent.say(`sees: ${(await typing).userName} is typing...`);
  const stopped = agent.next("user_stopped_typing");
  await send(customer, QUESTION, [customer, agent]);
  agent.say(`sees: ${(await stopped).userName} stopped typing`);
  await send(agent, ANSWER, [customer, agent]);

  if (options["stranger-token"]) await beRefused(await signIn("stranger", options["stranger-token"]));

  const left = agent.next("left_ticket");
  const leftSeen = customer.next("user_left");
  agent.socket.emit("leave_ticket", { ticketId });
  await left;
  customer.say(`sees: ${(await leftSeen).userId} left`);
  agent.socket.disconnect();
  customer.socket.disconnect();
  await history();
}

async function history() {
  const customer = await signIn("customer", needed("customer-token"));
  const messages = await join(customer);
  for (const { sender, message, createdAt } of messages)
    customer.say(`reads: [${createdAt}] ${sender.name}: ${message}`);
  const texts = messages.map(({ message }) => message);
  const asked = texts.lastIndexOf(QUESTION);
  if (asked === -1 || texts.indexOf(ANSWER, asked) === -1) throw new Error("the history lacks what was said");
  customer.socket.disconnect();
}

async function signIn(name, token) {
  const socket = io(options.server, {
    auth: { token },
    transports: ["websocket", "polling"],
    forceNew: true,
  });
  const person = {
    name,
    socket,
    next: (event) => once(name, socket, event),
    say: (what) => console.log(`${name.padEnd(8)} ${what}`),
  };
  const refused = new Promise((_resolve, reject) => {
    socket.once("connect_error", (error) => reject(new Error(`${name} can't sign in: ${error.message}`)));
  });
  const { userId, message } = await Promise.race([person.next("connected"), refused]);
  person.say(`is ${userId}: ${message}`);
  return person;
}

async function join(person) {
  const joined = person.next("joined_ticket");
  const loaded = person.next("messages_history");
  person.socket.emit("join_ticket", { ticketId });
  await joined;
  const { messages, pagination } = await loaded;
  person.say(`joined ${ticketId}, which has ${pagination.total} messages`);
  return messages;
}

async function send(sender, text, readers) {
  const heard = readers.map((reader) => reader.next("new_message"));
  const response = await sender.socket
    .timeout(PATIENCE_MS)
    .emitWithAck("send_message", { ticketId, message: text, messageType: "TEXT" });
  if (!response.success) throw new Error(`${sender.name} can't send: ${response.message}`);
  for (const [index, { message }] of (await Promise.all(heard)).entries()) {
    if (message.message !== text) throw new Error(`${readers[index].name} heard ${message.message}`);
    readers[index].say(`hears: ${message.sender.name}: ${message.message}`);
  }
}

async function beRefused(stranger) {
  const refusal = stranger.next("error");
  stranger.socket.emit("join_ticket", { ticketId });
  const { type, message } = await refusal;
  stranger.say(`is refused: ${type}: ${message}`);
  stranger.socket.disconnect();
}

function once(name, socket, event) {
  return new Promise((resolve, reject) => {
    const timeout = setTimeout(() => reject(new Error(`${name} has not heard ${event}`)), PATIENCE_MS);
    socket.once(event, (payload) => {
      clearTimeout(timeout);
      resolve(payload);
    });
  });
}

function needed(name) {
  return options[name] ?? fail(`--${name} is missing`);
}

function fail(message) {
  console.error(message);
  process.exit(1);
}
