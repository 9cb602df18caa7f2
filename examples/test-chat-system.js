// Tries every endpoint and every frame of the json-frames dialect (docs/wire/json-frames.md) on a running server,
// says what passed, and exits with 1 when something did not.
//
//   JWT_SECRET=… node examples/test-chat-system.js [--server http://localhost:3000]
//
// JWT_SECRET is the server's own: with it the script makes tokens for a customer, an agent and a stranger,
// and puts a ticket of its own on which they talk.

import { createHmac } from "node:crypto";
import { parseArgs } from "node:util";

const PATIENCE_MS = 10_000;
const { WebSocket } = globalThis.WebSocket ? globalThis : await import("ws");
const { server } = parseArgs({
  options: { server: { type: "string", default: "http://localhost:3000" } },
}).values;
const secret = process.env.JWT_SECRET;
if (!secret) {
  process.stderr.write("JWT_SECRET is missing, expected the server's\n");
  process.exit(1);
}

const run = Date.now();
const customer = person(`customer-${run}`, "John Doe", "CUSTOMER");
const agent = person(`agent-${run}`, "Agent Smith", "AGENT");
const stranger = person(`stranger-${run}`, "Some Body", "CUSTOMER");
const host = person("test-chat-system", "Host", "SERVICE");

let failures = 0;
let passed = 0;
const sockets = [];
try {
  await all();
} catch (failure) {
  failures += 1;
  print(`FAIL ${failure.message}`);
}
for (const socket of sockets) socket.close();
print(`${passed} passed, ${failures} failed`);
process.exitCode = failures === 0 ? 0 : 1;

async function all() {
  for (const someone of [customer, agent, stranger]) {
    const put = await request(host, "PUT", `/v1/users/${someone.ref}`, {
      name: someone.name,
      role: someone.role,
    });
    someone.number = put.body.user?.number;
  }
  const facts = { subject: "Technical Issue", customer: customer.ref };
  const put = await request(host, "PUT", `/v1/tickets/chat-test-${run}`, facts);
  check("a ticket is put by the host application", put.status === 201);
  const ticketId = put.body.ticket.number;
  const smith = { userId: agent.number, userType: "agent" };

  const talk = await frames(ticketId, smith);
  await rest(ticketId, smith, talk);
  await sessions(ticketId, smith, talk);
  await refusals(ticketId, talk);

  talk.agent.send("LEAVE_TICKET", { ticketId });
  check("LEAVE_TICKET is answered by LEFT_ROOM", (await talk.agent.next("LEFT_ROOM")).ticketId === ticketId);
}

async function frames(ticketId, smith) {
  const smiths = await connect(`?token=${agent.token}`);
  smiths.send("JOIN_TICKET", { ticketId, ...smith });
  const joined = await smiths.next("JOINED_ROOM");
  check(
    "JOIN_TICKET is answered by JOINED_ROOM",
    joined.ticketId === ticketId && joined.userType === "agent",
  );
  const does = await connect("");
  does.send("AUTHENTICATE", { token: customer.token });
  const known = await does.next("AUTHENTICATED");
  check("AUTHENTICATE is answered by AUTHENTICATED", known.userId === customer.number);
  does.send("JOIN_TICKET", { ticketId, token: customer.token });
  check("JOIN_TICKET takes a token", (await does.next("JOINED_ROOM")).userType === "customer");

  smiths.send("TYPING", { ticketId, userType: "agent", agentName: agent.name });
  check("TYPING is heard as USER_TYPING", (await does.next("USER_TYPING")).agentName === agent.name);
  smiths.send("STOP_TYPING", { ticketId, userType: "agent" });
  const stopped = await does.next("USER_STOPPED_TYPING");
  check("STOP_TYPING is heard as USER_STOPPED_TYPING", stopped.userType === "agent");
  smiths.send("SEND_MESSAGE", {
    ticketId,
    message: "Hello! How can I help you?",
    userType: "agent",
    agentName: agent.name,
    customerName: null,
  });
  const heard = await does.next("NEW_MESSAGE");
  const own = await smiths.next("NEW_MESSAGE");
  check(
    "SEND_MESSAGE is heard as NEW_MESSAGE",
    heard.agentName === agent.name && heard.customerName === null,
  );
  check("the sender hears it too", own.messageId === heard.messageId);
  does.send("SEND_MESSAGE", { ticketId, message: "My screen is dark", temp_id: "t1" });
  const sent = await does.next("MESSAGE_SENT");
  check("a key of one's own is said back in MESSAGE_SENT", sent.temp_id === "t1" && sent.duplicate === false);
  const { messageId } = sent;
  does.send("EDIT_MESSAGE", { messageId, message: "My screen is black" });
  const edited = await smiths.next("MESSAGE_EDITED");
  check("EDIT_MESSAGE is heard as MESSAGE_EDITED", edited.message === "My screen is black");
  smiths.send("ADD_REACTION", { messageId, emoji: "👍" });
  check(
    "ADD_REACTION is heard as MESSAGE_REACTION",
    (await does.next("MESSAGE_REACTION")).action === "added",
  );
  smiths.send("REMOVE_REACTION", { messageId, emoji: "👍" });
  check("REMOVE_REACTION is heard as well", (await does.next("MESSAGE_REACTION")).action === "removed");
  smiths.send("MARK_READ", { ticketId, messageIds: [messageId] });
  check(
    "MARK_READ is heard as MESSAGES_READ",
    (await does.next("MESSAGES_READ")).messageIds[0] === messageId,
  );
  does.send("DELETE_MESSAGE", { messageId });
  const gone = await smiths.next("MESSAGE_DELETED");
  check("DELETE_MESSAGE is heard as MESSAGE_DELETED", gone.messageId === messageId);
  does.send("PING", {});
  check("PING is answered by PONG", typeof (await does.next("PONG")).timestamp === "string");
  return { agent: smiths, customer: does, hello: heard.messageId };
}

async function rest(ticketId, { userId, userType }, { agent: smiths, hello }) {
  const path = "/api/chat/messages";
  const said = { ticketId, message: "It stays black", senderType: "customer", parentMessageId: hello };
  const posted = await request(customer, "POST", path, { ...said, senderName: customer.name });
  check(`POST ${path}`, posted.status === 201 && posted.body.data.parent_message_id === hello);
  const { id } = posted.body.data;
  check(
    `POST ${path} is heard live`,
    (await smiths.next("NEW_MESSAGE", (frame) => frame.messageId === id)) !== null,
  );
  const unread = `/api/chat/unread/${ticketId}/agent`;
  check("GET /api/chat/unread counts", (await request(agent, "GET", unread)).body.data.unreadCount === 1);
  const read = await request(agent, "PUT", `${path}/read/${ticketId}`, { userId, userType });
  const left = await request(agent, "GET", unread);
  check(`PUT ${path}/read`, read.body.success && left.body.data.unreadCount === 0);
  const { body } = await request(customer, "GET", `${path}/${ticketId}?limit=10`);
  check(`GET ${path}`, body.data.length === 2 && body.data[1].is_read && body.ticket.name === customer.name);
  const before = await request(customer, "GET", `${path}/${ticketId}?before=${id}`);
  check(`GET ${path} pages by cursor`, before.body.data.length === 1 && before.body.data[0].id === hello);
  const changed = await request(customer, "PUT", `${path}/${id}`, { message: "It stays dark" });
  check(`PUT ${path}/:id`, changed.body.data.is_edited && changed.body.data.message === "It stays dark");
  const reactions = `${path}/${id}/reactions`;
  const liked = await request(agent, "POST", reactions, { emoji: "🔧" });
  check(`POST ${path}/:id/reactions`, liked.body.data.reactions[0].count === 1);
  const unliked = await request(agent, "DELETE", `${reactions}?emoji=${encodeURIComponent("🔧")}`);
  check(`DELETE ${path}/:id/reactions`, unliked.body.data.reactions.length === 0);
  const found = await request(agent, "GET", `/api/chat/search/${ticketId}?q=DARK`);
  check("GET /api/chat/search", found.body.data.length === 1 && found.body.data[0].id === id);
  const form = new FormData();
  form.set("files", new Blob(["what the screen says\n"]), "screen.txt");
  const uploaded = await request(customer, "POST", `/api/chat/upload/${ticketId}`, form);
  check("POST /api/chat/upload", uploaded.status === 201 && uploaded.body.data[0].type === "text/plain");
  const attachments = uploaded.body.data.map((file) => file.id);
  const withFile = await request(customer, "POST", path, { ticketId, message: "See here", attachments });
  const link = withFile.body.data.attachments[0].url;
  check("a file can be fetched", (await (await fetch(link)).text()) === "what the screen says\n");
  const exported = await request(agent, "GET", `/api/chat/export/${ticketId}`);
  check("GET /api/chat/export", exported.body.data.length === 3);
  const taken = await request(customer, "DELETE", `${path}/${id}`);
  check(`DELETE ${path}/:id`, taken.body.success && taken.body.data.id === id);
}

async function sessions(ticketId, smith, { customer: does }) {
  const said = { ticketId, ...smith, userName: agent.name };
  const opened = await request(agent, "POST", "/api/chat/session", said);
  const { session_id: sessionId, status, participants } = opened.body.data;
  check("POST /api/chat/session", opened.status === 201 && status === "active" && participants.length === 1);
  const joined = await request(customer, "POST", "/api/chat/session", { ticketId });
  check("POST /api/chat/session joins", joined.body.data.session_id === sessionId);
  const path = `/api/chat/session/${sessionId}`;
  const shown = await request(customer, "GET", path);
  check("GET /api/chat/session/:sessionId", shown.body.data.participants.length === 2);
  await request(agent, "PUT", "/api/chat/typing", { sessionId, ...smith, isTyping: true });
  const typing = await does.next("USER_TYPING");
  check("PUT /api/chat/typing", typing.ticketId === ticketId);
  await request(agent, "PUT", "/api/chat/typing", { sessionId, ...smith, isTyping: false });
  await does.next("USER_STOPPED_TYPING");
  const paused = await request(agent, "PUT", path, { status: "paused" });
  check("PUT /api/chat/session/:sessionId pauses", paused.body.data.status === "paused");
  const closed = await request(agent, "PUT", path, { status: "closed" });
  check("PUT /api/chat/session/:sessionId closes", closed.body.data.ended_at !== null);
}

async function refusals(ticketId, { customer: does }) {
  const refused = async (type, payload, code) => {
    does.send(type, payload);
    const error = await does.next("ERROR");
    check(`${type} ${JSON.stringify(payload)} is refused: ${code}`, error.code === code && error.timestamp);
  };
  await refused("NONSENSE", {}, "unknown_event");
  await refused("SEND_MESSAGE", { ticketId, message: "" }, "empty_message");
  await refused("SEND_MESSAGE", { ticketId: String(ticketId), message: "x" }, "invalid");
  await refused("SEND_MESSAGE", { ticketId, message: "x", agentName: agent.name }, "forbidden");
  const hidden = await request(stranger, "GET", `/api/chat/messages/${ticketId}`);
  check("a stranger is told that there is no such ticket", hidden.status === 404);
  const nobody = await fetch(`${server}/api/chat/messages/${ticketId}`);
  check("nobody is let in without a token", nobody.status === 401);
}

/** A WebSocket that keeps what it hears until it is asked for. */
async function connect(query) {
  const socket = new WebSocket(`${server.replace(/^http/, "ws")}/ws${query}`);
  const heard = [];
  let look = () => {};
  socket.onmessage = ({ data }) => {
    heard.push(JSON.parse(data));
    look();
  };
  await new Promise((resolve, reject) => {
    socket.onopen = resolve;
    socket.onerror = () => reject(new Error(`can't connect to ${server}`));
  });
  sockets.push(socket);
  return {
    send: (type, payload) => socket.send(JSON.stringify({ type, ...payload })),
    next: (type, isIt = () => true) =>
      new Promise((resolve, reject) => {
        const timeout = setTimeout(() => reject(new Error(`heard no ${type}`)), PATIENCE_MS);
        look = () => {
          const index = heard.findIndex((frame) => frame.type === type && isIt(frame));
          if (index === -1) return;
          clearTimeout(timeout);
          resolve(heard.splice(index, 1)[0]);
        };
        look();
      }),
  };
}

async function request({ token }, method, path, body) {
  const isForm = body instanceof FormData;
  const headers = { authorization: `Bearer ${token}` };
  if (body && !isForm) headers["content-type"] = "application/json";
  const response = await fetch(server + path, {
    method,
    headers,
    body: isForm ? body : JSON.stringify(body),
  });
  return { status: response.status, body: await response.json() };
}

/** Somebody with a token, as the host application would sign it. */
function person(ref, name, role) {
  const encoded = (value) => Buffer.from(JSON.stringify(value)).toString("base64url");
  const now = Math.floor(Date.now() / 1000);
  const claims = { sub: ref, name, role, iat: now, exp: now + 600 };
  const signed = `${encoded({ alg: "HS256", typ: "JWT" })}.${encoded(claims)}`;
  const signature = createHmac("sha256", secret).update(signed).digest("base64url");
  return { ref, name, role, token: `${signed}.${signature}` };
}

function check(what, holds) {
  if (holds) passed += 1;
  else failures += 1;
  print(`${holds ? "ok  " : "FAIL"} ${what}`);
}

function print(line) {
  process.stdout.write(`${line}\n`);
}
