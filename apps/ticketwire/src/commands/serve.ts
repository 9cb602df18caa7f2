import type { TicketwireServer } from "@ticketwire/server";
import { createLogger, createServer, giveWayToWriter } from "@ticketwire/server";
import { readArguments } from "../cli/arguments.js";
import { readConfiguration } from "../cli/configuration.js";
import { openDataDir } from "../cli/data-dir.js";
import { consoleDir } from "../serve/console-dir.js";
import { type DemoParts, openDemo } from "../serve/demo.js";
import { startFailure } from "../serve/start-failure.js";
import { untilStopped } from "../serve/until-stopped.js";

/** `ticketwire serve [--demo]`: serves until it is told to stop, then drains (SPEC: S10). */
export async function serve(args: readonly string[]): Promise<number> {
  const { values } = readArguments(args, { demo: { type: "boolean" } });
  const isDemo = values.demo === true;
  const given = readConfiguration(process.env, !isDemo);
  await openDataDir(given.dataDir);
  const demo: DemoParts | undefined = isDemo ? await openDemo(given, process.env) : undefined;
  const config = demo?.config ?? given;
  const log = createLogger({ level: config.logLevel });

  let server: TicketwireServer;
  try {
    server = await createServer({
      config,
      log,
      ...consoleDir(),
      ...(demo ? { demo: demo.signIn } : {}),
    });
  } catch (failure) {
    throw startFailure(failure, config, isDemo);
  }
  const stopped = untilStopped(server, log);
  try {
    await demo?.seed(server.engine);
    giveWayToWriter(config);
    const { url } = await server.listen();
    console.log(
      isDemo
        ? `Ticketwire demo is ready at ${url} (open it in two windows; Ctrl-C stops it)`
        : `Ticketwire is ready at ${url}`,
    );
    log.info({ url }, "ready");
  } catch (failure) {
    await server.close().catch(() => undefined);
    throw startFailure(failure, config, isDemo);
  }
  return stopped;
}
