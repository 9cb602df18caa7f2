import cors from "@fastify/cors";
import helmet from "@fastify/helmet";
import multipart from "@fastify/multipart";
import statics from "@fastify/static";
import swagger from "@fastify/swagger";
import { ChatError } from "@ticketwire/core";
import Fastify, {
  type FastifyBaseLogger,
  type FastifyError,
  type FastifyInstance,
  type FastifyReply,
  type FastifySchema,
  type FastifyServerOptions,
  LogController,
} from "fastify";
import type { Logger } from "pino";
import { z } from "zod";
import { logRefused } from "../log/deeds.js";
import { explain } from "../schema/explain.js";
import { mountCustomerPages } from "./customer-pages.js";
import { errorAnswer } from "./errors.js";
import { originsFor } from "./origins.js";

/** The largest body that is read for somebody who has not signed in, in bytes (SPEC: S9). */
const UNAUTHENTICATED_BODY_BYTES = 64 * 1024;

/** How the HTTP half is set up. */
export interface AppOptions {
  readonly log: Logger;
  readonly corsOrigins: readonly string[];
  /** Folder of the web console, served at `/`, and of what customers see. */
  readonly consoleDir: string | undefined;
  /** Where pictures come from that are not kept here. */
  readonly fileOrigins: readonly string[];
  readonly version: string;
}

/**
 * The HTTP application: schemas are zod, checked here and shown as OpenAPI at `/openapi.json`; every
 * failure leaves in the one shape all dialects share.
 */
export async function createApp({
  log,
  corsOrigins,
  consoleDir,
  fileOrigins,
  version,
}: AppOptions): Promise<FastifyInstance> {
  const app = Fastify({
    loggerInstance: log as FastifyBaseLogger,
    logController: new LogController({ disableRequestLogging: true }),
    bodyLimit: UNAUTHENTICATED_BODY_BYTES,
    forceCloseConnections: true,
    schemaController: { compilersFactory: zodCompilers },
  });
  app.decorateRequest("identity", undefined);
  takeEmptyBodies(app);
  app.setErrorHandler((thrown: FastifyError, request, reply) => {
    const error = asChatError(thrown);
    const { method, url } = request.routeOptions;
    logRefused(log, { event: `${method} ${url}`, user: request.identity?.user.ref }, error);
    const { status, headers, body } = errorAnswer(error);
    return reply.status(status).headers(headers).send(body);
  });
  app.setNotFoundHandler((request, reply) => {
    const { status, body } = errorAnswer(
      new ChatError("not_found", `no route ${request.method} ${pathOf(request.url)}`),
    );
    return reply.status(status).send(body);
  });
  await app.register(helmet, {
    contentSecurityPolicy: { directives: contentSecurityPolicy(fileOrigins), useDefaults: false },
  });
  await app.register(cors, {
    origin: originsFor(corsOrigins),
    credentials: true,
    // How long to wait is of no use to a page that may not read it.
    exposedHeaders: ["retry-after"],
  });
  await app.register(multipart, {
    limits: { files: 10, fields: 20, fieldSize: 64 * 1024, fileSize: Number.POSITIVE_INFINITY },
  });
  await app.register(swagger, {
    openapi: {
      openapi: "3.1.0",
      info: {
        title: "Ticketwire",
        version,
        description: "Real-time chat on tickets: the REST half of every dialect.",
      },
      components: { securitySchemes: { bearer: { type: "http", scheme: "bearer", bearerFormat: "JWT" } } },
    },
    transform: ({ schema, url }) => ({ schema: withJsonSchemas(schema), url }),
  });
  app.get("/openapi.json", { schema: { hide: true } }, () => app.swagger());
  if (consoleDir !== undefined) {
    await app.register(statics, { root: consoleDir, preCompressed: true, setHeaders: keepHashed });
    mountCustomerPages(app, { consoleDir, corsOrigins, fileOrigins });
  }
  return app;
}

/** What has a hash in its name never changes. */
function keepHashed(reply: FastifyReply, path: string): void {
  if (/[\\/]assets[\\/]/.test(path)) reply.header("cache-control", "public, max-age=31536000, immutable");
}

/** Clients that always say they send JSON say so too when they send nothing. */
function takeEmptyBodies(app: FastifyInstance): void {
  const parse = app.getDefaultJsonParser("error", "error");
  app.addContentTypeParser("application/json", { parseAs: "string" }, (request, body, done) => {
    if (body === "") done(null, undefined);
    else void parse(request, body as string, done);
  });
}

const contentSecurityPolicy = (fileOrigins: readonly string[]) => ({
  "default-src": ["'self'"],
  "connect-src": ["'self'", "ws:", "wss:"],
  "img-src": ["'self'", "data:", "blob:", ...fileOrigins],
  // Recordings are fetched whole, and played from there.
  "media-src": ["'self'", "blob:", ...fileOrigins],
  "object-src": ["'none'"],
  "base-uri": ["'none'"],
  "frame-ancestors": ["'none'"],
});

/**
 * Checks by zod, and answers that are JSON as they are. Given to the constructor so that Fastify does not load
 * compilers of its own, the only ones its types know.
 */
const zodCompilers = {
  buildValidator: () => validatorOf,
  buildSerializer: () => () => (body: unknown) => JSON.stringify(body),
} as unknown as NonNullable<NonNullable<FastifyServerOptions["schemaController"]>["compilersFactory"]>;

function validatorOf({ schema }: { readonly schema: z.ZodType }) {
  return (input: unknown) => {
    const parsed = schema.safeParse(input);
    return parsed.success ? { value: parsed.data } : { error: explain(parsed.error, input) };
  };
}

/** Turns failures of Fastify itself into ours, so that clients see one kind of error. */
function asChatError(thrown: FastifyError): ChatError {
  if (thrown instanceof ChatError) return thrown;
  if (thrown.statusCode === 413) return new ChatError("too_large", "request is too large");
  if (thrown.statusCode === 415) return new ChatError("invalid", "content type is not one this route takes");
  const isClients = thrown.statusCode !== undefined && thrown.statusCode >= 400 && thrown.statusCode < 500;
  return isClients ? new ChatError("invalid", thrown.message.toLowerCase()) : ChatError.from(thrown);
}

function pathOf(url: string): string {
  return url.split("?", 1)[0] ?? url;
}

function withJsonSchemas(schema: FastifySchema | undefined): FastifySchema {
  const shown: Record<string, unknown> = { ...schema };
  for (const part of ["params", "querystring", "body"] as const) {
    if (schema?.[part] instanceof z.ZodType) shown[part] = jsonSchema(schema[part], "input");
  }
  if (schema?.response) {
    const entries = Object.entries(schema.response as Readonly<Record<string, z.ZodType>>);
    shown.response = Object.fromEntries(
      entries.map(([status, answer]) => [status, jsonSchema(answer, "output")]),
    );
  }
  return shown;
}

function jsonSchema(schema: z.ZodType, io: "input" | "output"): unknown {
  return z.toJSONSchema(schema, { io, unrepresentable: "any" });
}
