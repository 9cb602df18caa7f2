import type { Media } from "@ticketwire/core";
import { MAX_VOICE_DURATION_MS, MAX_VOICE_LEVELS } from "@ticketwire/protocol";
import { z } from "zod";

const duration = `expected a whole number of ms up to ${MAX_VOICE_DURATION_MS}`;
const levels = `expected up to ${MAX_VOICE_LEVELS} whole numbers from 0 to 255 with commas between them`;

/** What who sends a recording may say of it in the query of the upload. */
export const recordingQuery = z.object({
  durationMs: z.coerce
    .number(duration)
    .int(duration)
    .min(0, duration)
    .max(MAX_VOICE_DURATION_MS, duration)
    .optional(),
  levels: z
    .string(levels)
    .regex(/^\d{1,3}(?:,\d{1,3})*$/, levels)
    .transform((said) => said.split(",").map(Number))
    .pipe(z.array(z.int().max(255, levels)).max(MAX_VOICE_LEVELS, levels))
    .optional(),
});

/** What is known of a recording; undefined when nothing is. */
export function recordingFrom({
  durationMs,
  levels,
}: z.output<typeof recordingQuery>): Pick<Media, "durationMs" | "levels"> | undefined {
  if (durationMs === undefined && levels === undefined) return undefined;
  return { durationMs: durationMs ?? null, levels: levels ?? null };
}
