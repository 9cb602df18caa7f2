import { expect } from "vitest";

/** A time on the wire: ISO 8601 in UTC, with milliseconds. */
export const TIME = expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/);
