import type { createLogger, TicketwireServer } from "@ticketwire/server";

/** The longest a drain may take, in ms. SPEC: S10 gives it 30 s. */
const DRAIN_LIMIT_MS = 29_000;

/** For so long after the first signal another one is taken for its echo: npm passes Ctrl-C on a second time. */
const ECHO_MS = 1000;

/**
 * Resolves with the exit code when the server has drained: after SIGTERM or SIGINT (0), or after a failure
 * nobody caught (1). A second signal later on, or a drain that takes too long, ends the process at once.
 */
export function untilStopped(
  server: Pick<TicketwireServer, "close">,
  log: ReturnType<typeof createLogger>,
): Promise<number> {
  return new Promise((resolve) => {
    let stoppingSince: number | undefined;
    const stop = (code: number): void => {
      stoppingSince = performance.now();
      setTimeout(() => {
        log.fatal("not drained in time");
        process.exit(1);
      }, DRAIN_LIMIT_MS).unref();
      server.close().then(
        () => resolve(code),
        (failure: unknown) => {
          log.fatal({ err: failure }, "could not drain");
          process.exit(1);
        },
      );
    };
    const signalled = (signal: NodeJS.Signals): void => {
      if (stoppingSince === undefined) {
        log.info({ signal }, "draining");
        stop(0);
      } else if (performance.now() - stoppingSince > ECHO_MS) process.exit(1);
    };
    const failed = (failure: unknown): void => {
      log.fatal({ err: failure }, "a failure nobody caught");
      process.exitCode = 1;
      if (stoppingSince === undefined) stop(1);
    };
    process.on("SIGTERM", signalled).on("SIGINT", signalled);
    process.on("uncaughtException", failed).on("unhandledRejection", failed);
  });
}
