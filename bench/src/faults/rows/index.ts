import type { Fault } from "../fault.js";
import { nodeKilled } from "./node-killed.js";

/** Everything that is made to fail, in the order of the report. */
export const faults: readonly Fault[] = [nodeKilled];
