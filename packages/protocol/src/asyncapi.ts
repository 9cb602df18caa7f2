import { z } from "zod";
import { clientEvents, refusal } from "./client-events.js";
import { position } from "./fields.js";
import { eventFrame, serverEvents } from "./server-events.js";
import { NAMESPACE, PROTOCOL_VERSION } from "./version.js";
import {
  attachmentView,
  messagePreview,
  messageView,
  participantView,
  personView,
  ticketNews,
  ticketView,
} from "./views.js";

type Json = Readonly<Record<string, unknown>>;

/** The schemas that stand by themselves. */
const NAMED: readonly (readonly [string, z.ZodType])[] = [
  ["Person", personView],
  ["Attachment", attachmentView],
  ["Message", messageView],
  ["Ticket", ticketView],
  ["MessagePreview", messagePreview],
  ["TicketNews", ticketNews],
  ["Participant", participantView],
  ["Position", position],
  ["Event", eventFrame],
];

const CHANNEL = { $ref: "#/channels/v1" };

/** The native wire as an AsyncAPI 3 document, from the very schemas the server checks with. */
export function asyncApiDocument(): Json {
  const messages = allMessages();
  return {
    asyncapi: "3.0.0",
    info: {
      title: "Ticketwire native protocol",
      version: `${PROTOCOL_VERSION}.0.0`,
      description:
        "Socket.IO events. Each request is answered by a Socket.IO acknowledgement: the answer, or a refusal.",
    },
    defaultContentType: "application/json",
    servers: {
      ticketwire: {
        host: "localhost:3000",
        protocol: "socket.io",
        description: "Sign in with `auth: { token }` in the Socket.IO handshake, a JWT.",
      },
    },
    channels: {
      v1: {
        address: NAMESPACE,
        description: "A Socket.IO namespace.",
        messages: Object.fromEntries(
          Object.keys(messages).map((name) => [name, { $ref: `#/components/messages/${name}` }]),
        ),
      },
    },
    operations: operations(),
    components: {
      messages: Object.fromEntries(
        Object.entries(messages).map(([name, { schema, ...about }]) => [
          name,
          { ...about, payload: jsonSchema(schema) },
        ]),
      ),
      schemas: Object.fromEntries(NAMED.map(([name, schema]) => [name, jsonSchema(schema)])),
    },
  };
}

interface MessageOf {
  /** The Socket.IO event; absent for acknowledgements, which have none. */
  readonly name?: string;
  readonly summary: string;
  readonly schema: z.ZodType;
}

function allMessages(): Readonly<Record<string, MessageOf>> {
  const messages: Record<string, MessageOf> = {};
  for (const [event, { summary, payload, answer }] of Object.entries(clientEvents)) {
    messages[event] = { name: event, summary, schema: payload };
    messages[`${event}.answer`] = { summary: `The answer to ${event}`, schema: answer };
  }
  messages.refusal = { summary: "The answer to a request that was refused", schema: refusal };
  for (const [event, { summary, payload }] of Object.entries(serverEvents)) {
    messages[event] = { name: event, summary, schema: payload };
  }
  return messages;
}

function operations(): Json {
  const operations: Record<string, unknown> = {};
  for (const [event, { summary }] of Object.entries(clientEvents)) {
    operations[event] = {
      action: "receive",
      channel: CHANNEL,
      summary,
      messages: [onChannel(event)],
      reply: { channel: CHANNEL, messages: [onChannel(`${event}.answer`), onChannel("refusal")] },
    };
  }
  for (const [event, { summary }] of Object.entries(serverEvents)) {
    operations[event] = { action: "send", channel: CHANNEL, summary, messages: [onChannel(event)] };
  }
  return operations;
}

function onChannel(message: string): Json {
  return { $ref: `#/channels/v1/messages/${message}` };
}

/** A schema as JSON, where every schema with a name of its own is a reference. */
function jsonSchema(schema: z.ZodType): unknown {
  // As input, so that no object forbids the fields a later version may add.
  const { $schema, ...rest } = z.toJSONSchema(schema, {
    io: "input",
    target: "draft-07",
    override: ({ zodSchema, jsonSchema, path }) => {
      // Its long pattern says no more than its format.
      if (jsonSchema.format === "date-time") delete jsonSchema.pattern;
      const name = NAMED.find(([, named]) => Object.is(named, zodSchema))?.[0];
      if (name === undefined || path.length === 0) return;
      for (const key of Object.keys(jsonSchema)) delete jsonSchema[key];
      jsonSchema.$ref = `#/components/schemas/${name}`;
    },
  });
  return rest;
}
