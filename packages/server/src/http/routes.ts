import { Readable } from "node:stream";
import { type Caller, ChatError, type Engine, type Identity, type IncomingFile } from "@ticketwire/core";
import type { Answer, AnyRoute, Dialect, RouteInput, Scope } from "@ticketwire/dialects";
import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import { tokenFrom } from "../auth/index.js";
import { explain } from "../schema/explain.js";
import { addressOf } from "./address.js";
import { originAllowed } from "./origins.js";

/** What mounted routes work with. */
export interface RouteContext {
  readonly engine: Engine;
  readonly signIn: (token: string | undefined, address: string) => Promise<Identity>;
  readonly scope: () => Scope;
  readonly corsOrigins: readonly string[];
  readonly sessionCookie: string | undefined;
}

/** The fields of a form; a field that comes more than once is a list. */
type Form = Map<string, unknown>;

/** The largest JSON body a signed-in caller may send, in bytes. */
const MAX_BODY_BYTES = 1024 * 1024;

/** Mounts a dialect's REST endpoints. The caller is known before a byte of the body is read (SPEC: S9). */
export function mountRoutes(app: FastifyInstance, dialect: Dialect, context: RouteContext): void {
  for (const route of dialect.routes) {
    // The fields of a form are only there once its files have been read, so they are checked afterwards.
    const checksBody = route.method !== "GET" && !route.files;
    app.route({
      method: route.method,
      url: route.path,
      bodyLimit: MAX_BODY_BYTES,
      schema: {
        summary: route.summary,
        tags: [dialect.name],
        security: [{ bearer: [] }],
        params: route.params,
        querystring: route.query,
        ...(checksBody ? { body: route.body } : {}),
        ...(route.files ? { consumes: ["multipart/form-data"] } : {}),
        response: { 200: route.response },
      },
      onRequest: async (request) => {
        const { headers, ip } = request;
        const query = request.query as Readonly<Record<string, unknown>>;
        // A browser sends the cookie along with what any page asks for.
        const cookieName = originAllowed(headers, context.corsOrigins) ? context.sessionCookie : undefined;
        const token = tokenFrom({ headers, query, cookieName });
        request.identity = await context.signIn(token, addressOf(headers, ip));
      },
      handler: async (request, reply) => send(reply, await carryOut(route, dialect, request, context)),
    });
  }
}

function send(reply: FastifyReply, answer: Answer): FastifyReply {
  if ("body" in answer) return reply.code(answer.status).send(answer.body);
  const disposition = `attachment; filename*=UTF-8''${encodeURIComponent(answer.fileName.toWellFormed())}`;
  return reply
    .code(answer.status)
    .headers({ "content-type": answer.type, "content-disposition": disposition })
    .send(Readable.from(answer.text));
}

async function carryOut(
  route: AnyRoute,
  dialect: Dialect,
  request: FastifyRequest,
  { engine, scope }: RouteContext,
): Promise<Answer> {
  const { identity } = request;
  if (!identity) throw new ChatError("unauthenticated", "no token, expected Authorization: Bearer");
  const caller: Caller = { identity, language: dialect, address: addressOf(request.headers, request.ip) };
  const form: Form = new Map();
  const asked: RouteInput<unknown, unknown, unknown> = {
    params: request.params,
    query: request.query,
    body: request.body,
    files: filesOf(request, form),
    attachments: [],
    idempotencyKey: headerOf(request, "idempotency-key"),
  };
  const input = route.files?.upload ? await withForm(route, engine, caller, request, asked, form) : asked;
  const outcome = await engine.execute(caller, route.command(input, identity));
  return route.reply(outcome, input, { ...scope(), me: identity, connectionId: undefined });
}

/** Takes in the files of a form and checks its fields, or checks the body of a request without files. */
async function withForm(
  route: AnyRoute,
  engine: Engine,
  caller: Caller,
  request: FastifyRequest,
  asked: RouteInput<unknown, unknown, unknown>,
  form: Form,
): Promise<RouteInput<unknown, unknown, unknown>> {
  const isForm = request.isMultipart();
  const upload = isForm ? route.files?.upload?.(asked, caller.identity) : undefined;
  const { attachments } = upload ? await engine.execute(caller, upload) : { attachments: [] };
  const said: unknown = isForm ? Object.fromEntries(form) : request.body;
  const body = route.body.safeParse(said);
  if (!body.success) throw explain(body.error, said);
  return { ...asked, attachments, body: body.data };
}

function headerOf(request: FastifyRequest, name: string): string | undefined {
  const value = request.headers[name];
  return Array.isArray(value) ? value[0] : value;
}

/** The files of a form as they come in; its fields are put into `form` on the way. */
async function* filesOf(request: FastifyRequest, form: Form): AsyncIterable<IncomingFile> {
  if (!request.isMultipart()) return;
  try {
    for await (const part of request.parts()) {
      if (part.type === "file") yield { name: part.filename, content: part.file };
      else form.set(part.fieldname, [...[form.get(part.fieldname) ?? []].flat(), part.value]);
    }
    for (const [name, values] of form)
      if (Array.isArray(values) && values.length === 1) form.set(name, values[0]);
  } finally {
    // Of a refused upload the rest is read and thrown away: the connection's next request comes behind it.
    request.raw.unpipe().resume();
  }
}

declare module "fastify" {
  interface FastifyRequest {
    /** Who is asking, on routes that need to know. */
    identity: Identity | undefined;
  }
}
