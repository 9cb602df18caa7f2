import type { Scenario } from "../scenario.js";
import { bigRoom } from "./big-room.js";
import { fanOut } from "./fan-out.js";
import { history } from "./history.js";
import { idle } from "./idle.js";
import { latency } from "./latency.js";
import { liveTickets } from "./live-tickets.js";
import { reconnectStorm } from "./reconnect-storm.js";
import { sends } from "./sends.js";

/** Everything that is measured, in the order of the report. */
export const scenarios: readonly Scenario[] = [
  sends,
  fanOut,
  bigRoom,
  latency,
  idle,
  history,
  liveTickets,
  reconnectStorm,
];
