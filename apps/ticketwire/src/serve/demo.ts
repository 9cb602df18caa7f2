import type { Engine } from "@ticketwire/core";
import type { Config, Demo } from "@ticketwire/server";
import { signFor } from "../cli/sign.js";
import { openDemoKey } from "./demo-key.js";
import { DEMO_PEOPLE, type DemoPart } from "./demo-people.js";

/** How long a visitor of the demo stays signed in. */
const DEMO_TTL = "7d";

/** What the demo adds to a server. */
export interface DemoParts {
  readonly config: Config;
  readonly signIn: Demo;
  seed(engine: Engine): Promise<void>;
}

/** Prepares the demo: this machine only, a key when none is configured, a quiet terminal, sign-in, tickets. */
export async function openDemo(
  given: Config,
  env: Readonly<Record<string, string | undefined>>,
): Promise<DemoParts> {
  const secret = given.jwt.secret ?? (await openDemoKey(given.dataDir));
  const isQuiet = !env.LOG_LEVEL && given.logLevel === "info";
  const config: Config = {
    ...given,
    // Whoever can reach the demo can sign in as its admin, so it is for this machine unless the operator says otherwise.
    host: env.HOST ? given.host : "127.0.0.1",
    jwt: { ...given.jwt, secret },
    logLevel: isQuiet ? "warn" : given.logLevel,
  };
  return {
    config,
    signIn: {
      people: Object.keys(DEMO_PEOPLE),
      async signIn(as) {
        const { ref, name, role, email } = DEMO_PEOPLE[as as DemoPart];
        const token = await signFor({ ref, name, role, email }, secret, config.jwt, DEMO_TTL);
        return { token, user: { ref, name, role } };
      },
    },
    async seed(engine) {
      const { seedDemo } = await import("./seed-demo.js");
      await seedDemo(engine);
    },
  };
}
