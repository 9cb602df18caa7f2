import { ChatError, Engine, type Identity, type Ports } from "@ticketwire/core";
import { dialects as allDialects, type Scope } from "@ticketwire/dialects";
import type { FastifyInstance } from "fastify";
import type { Logger } from "pino";
import { createVerifier } from "./auth/index.js";
import { openBus } from "./buses/open-bus.js";
import type { Config } from "./config/index.js";
import { createLinks, fileOrigins, openFiles, openLinkSecret } from "./files/index.js";
import { createApp } from "./http/app.js";
import { type Demo, mountDemo } from "./http/demo.js";
import { mountDownloads } from "./http/downloads.js";
import { mountHealth } from "./http/health.js";
import { endKeptConnections } from "./http/kept-connections.js";
import { mountRoutes } from "./http/routes.js";
import { coreLog, createLogger } from "./log/index.js";
import { openMeasuring } from "./metrics/index.js";
import { People } from "./people.js";
import { randomIds, systemTimers } from "./runtime/clock.js";
import { CommonClock } from "./runtime/common-clock.js";
import { within } from "./runtime/within.js";
import { openStore } from "./stores/open-store.js";
import { SOCKET_IO_PATH, SocketIoTransport } from "./transports/socket-io/index.js";
import { WebSocketTransport } from "./transports/websocket/index.js";

/** What a server is made of besides its configuration. Whatever is left out is the real thing. */
export interface ServerOptions {
  readonly config: Config;
  readonly log?: Logger;
  /** Parts to use in place of the built-in ones: another store, a clock under control. */
  readonly ports?: Partial<Pick<Ports, "store" | "bus" | "clock" | "timers" | "ids">>;
  /** Folder of the web console, served at `/`. */
  readonly consoleDir?: string;
  readonly demo?: Demo;
}

/** A Ticketwire server. */
export interface TicketwireServer {
  readonly engine: Engine;
  readonly app: FastifyInstance;
  /** Who is connected to this server now. */
  readonly people: People;
  /** Starts to listen; rejects when a port is taken. `metricsUrl` is there when metrics have a port of their own. */
  listen(): Promise<{ readonly url: string; readonly metricsUrl?: string | undefined }>;
  /**
   * Drains: says that it is not ready, serves on for as long as a balancer may need to find that out, then accepts
   * nothing new, finishes what it has, and tells clients to go elsewhere (SPEC: S10). Whoever calls it again waits for the same end.
   */
  close(): Promise<void>;
}

const VERSION = "0.1.0";

/** How long requests that were let in may still take to be answered when all else is done, in ms. */
const LAST_ANSWERS_MS = 2000;

/** The one place where engine, stores, dialects and transports meet. */
export async function createServer(options: ServerOptions): Promise<TicketwireServer> {
  const { config } = options;
  const log = options.log ?? createLogger({ level: config.logLevel });
  const timers = options.ports?.timers ?? systemTimers;
  const dialects = allDialects.filter(({ name }) => config.dialects?.includes(name) ?? true);
  // The store's threads start while the HTTP half is put together.
  const [files, store, linkSecret, app] = await Promise.all([
    openFiles(config, coreLog(log), timers),
    options.ports?.store ?? openStore(config, coreLog(log)),
    openLinkSecret(config),
    createApp({
      log,
      corsOrigins: config.corsOrigins,
      consoleDir: options.consoleDir,
      version: VERSION,
      fileOrigins: fileOrigins(config),
    }),
  ]);
  const commonClock = new CommonClock(store, timers, coreLog(log));
  if (!options.ports?.clock) await commonClock.follow();
  const clock = options.ports?.clock ?? commonClock;
  const measuring = await openMeasuring(
    config,
    dialects.map(({ name }) => name),
  );
  const metrics = measuring?.metrics;
  const ids = options.ports?.ids ?? randomIds;
  const bus =
    options.ports?.bus ??
    (await openBus(config, { node: ids.uuid(), timers: systemTimers, log: coreLog(log) }));
  const engine = new Engine(
    {
      store,
      bus,
      files: measuring?.files(files) ?? files,
      clock,
      timers,
      ids,
      log: coreLog(log),
      meter: metrics,
    },
    { rateLimits: config.rateLimits },
  );

  let url = config.publicUrl ?? `http://localhost:${config.port}`;
  let draining = false;
  let closed: Promise<void> | undefined;
  const links = createLinks({ secret: linkSecret, publicUrl: () => url, clock });
  const scope = (): Scope => ({ links, now: clock.now() });
  const verify = createVerifier(config.jwt, clock, { log: coreLog(log) });
  const signIn = async (token: string | undefined, address: string): Promise<Identity> => {
    try {
      engine.admit(address);
      if (token === undefined) throw new ChatError("unauthenticated", "no token, expected a signed JWT");
      return await engine.signIn(await verify(token));
    } catch (failure) {
      metrics?.signInRefused(ChatError.from(failure).code);
      throw failure;
    }
  };

  const { corsOrigins, sessionCookie } = config;
  mountHealth(app, engine, () => draining);
  mountDownloads(app, files, links);
  measuring?.expose(app, engine, bus);
  for (const dialect of dialects) {
    mountRoutes(app, dialect, { engine, signIn, scope, corsOrigins, sessionCookie });
  }
  if (options.demo) mountDemo(app, options.demo);
  const surroundings = { engine, dialects, signIn, scope, timers, log, corsOrigins, sessionCookie, metrics };
  const socketIo = new SocketIoTransport(app.server, surroundings);
  const webSocket = new WebSocketTransport(app.server, {
    ...surroundings,
    clock,
    isElsewhere: (path) => path.startsWith(SOCKET_IO_PATH),
  });

  return {
    engine,
    app,
    people: new People(engine),
    async listen() {
      await app.listen({ port: config.port, host: config.host });
      const address = app.server.address();
      const port = typeof address === "object" && address !== null ? address.port : config.port;
      url = config.publicUrl ?? `http://localhost:${port}`;
      return { url, metricsUrl: await measuring?.listen() };
    },
    close() {
      closed ??= drain();
      return closed;
    },
  };

  async function drain(): Promise<void> {
    draining = true;
    endKeptConnections(app.server);
    if (config.drainWaitMs > 0)
      await new Promise<void>((resolve) => void timers.after(config.drainWaitMs, resolve));
    await socketIo.retirePollers();
    const answered = new Promise<void>((resolve) => void app.server.close(() => resolve()));
    await engine.drain();
    // The acknowledgements of what has just been done are written in this turn of the event loop.
    await new Promise(setImmediate);
    await Promise.all([socketIo.close(), webSocket.close()]);
    // A request that is cut off leaves its sender not knowing whether to send it again.
    await within(LAST_ANSWERS_MS, answered);
    await Promise.all([app.close(), measuring?.close()]);
    await engine.stop();
    commonClock.stop();
    await Promise.all([store.close(), bus.close(), files.close()]);
  }
}
