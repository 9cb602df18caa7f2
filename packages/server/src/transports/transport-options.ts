import type { Engine, Timers } from "@ticketwire/core";
import type { Dialect, Scope } from "@ticketwire/dialects";
import type { Logger } from "pino";
import type { Metrics } from "../metrics/index.js";
import type { LiveContext } from "./live-connection.js";

/** What every transport works with. */
export interface TransportOptions {
  readonly engine: Engine;
  readonly dialects: readonly Dialect[];
  readonly signIn: LiveContext["signIn"];
  readonly scope: () => Scope;
  readonly timers: Timers;
  readonly log: Logger;
  readonly corsOrigins: readonly string[];
  readonly sessionCookie: string | undefined;
  /** Where it is counted how fast clients are answered; undefined for nowhere. */
  readonly metrics: Metrics | undefined;
}
