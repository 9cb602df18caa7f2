import { type Caller, ChatError, type Engine, type Identity, type IncomingFile } from "@ticketwire/core";
import type { AnyRoute, Dialect, RouteInput, Scope } from "@ticketwire/dialects";
import type { FastifyInstance, FastifyRequest } from "fastify";
import { tokenFrom } from "../auth/index.js";

/** What mounted routes work with. */
export interface RouteContext {
  readonly engine: Engine;
  readonly signIn: (token: string | undefined) => Promise<Identity>;
  readonly scope: () => Scope;
  readonly sessionCookie: string | undefined;
}

/** The largest JSON body a signed-in caller may send, in bytes. */
const MAX_BODY_BYTES = 1024 * 1024;

/** Mounts a dialect's REST endpoints. The caller is known before a byte of the body is read (SPEC: S9). */
export function mountRoutes(app: FastifyInstance, dialect: Dialect, context: RouteContext): void {
  for (const route of dialect.routes) {
    const hasBody = route.method !== "GET" && route.method !== "DELETE" && !route.files;
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
        ...(hasBody ? { body: route.body } : {}),
        ...(route.files ? { consumes: ["multipart/form-data"] } : {}),
        response: { 200: route.response },
      },
      onRequest: async (request) => {
        request.identity = await context.signIn(
          tokenFrom({
            headers: request.headers,
            query: request.query as Readonly<Record<string, unknown>>,
            cookieName: context.sessionCookie,
          }),
        );
      },
      handler: async (request, reply) => {
        const { status, body } = await carryOut(route, dialect, request, context);
        return reply.code(status as 200).send(body);
      },
    });
  }
}

async function carryOut(
  route: AnyRoute,
  dialect: Dialect,
  request: FastifyRequest,
  { engine, scope }: RouteContext,
): Promise<{ readonly status: number; readonly body: unknown }> {
  const { identity } = request;
  if (!identity) throw new ChatError("unauthenticated", "no token, expected Authorization: Bearer");
  const input: RouteInput<unknown, unknown, unknown> = {
    params: request.params,
    query: request.query,
    body: request.body,
    files: filesOf(request),
    idempotencyKey: headerOf(request, "idempotency-key"),
  };
  const caller: Caller = { identity, language: dialect };
  const outcome = await engine.execute(caller, route.command(input, identity));
  return route.reply(outcome, input, scope());
}

function headerOf(request: FastifyRequest, name: string): string | undefined {
  const value = request.headers[name];
  return Array.isArray(value) ? value[0] : value;
}

async function* filesOf(request: FastifyRequest): AsyncIterable<IncomingFile> {
  if (!request.isMultipart()) return;
  try {
    for await (const part of request.files()) yield { name: part.filename, content: part.file };
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
