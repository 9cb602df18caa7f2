import type { Handler } from "./handler.js";

/** Answers who is signed in, and with the time. */
export const checkCaller: Handler<"caller.check"> = (parts) => Promise.resolve({ at: parts.clock.now() });
