import { z } from "zod";

const MAX_REF_LENGTH = 255;

/** An id the host application gave: a string of 1 to 255 characters. A number is not taken for one. */
export const refField = z
  .string({ error: "expected a string" })
  .min(1, { error: "expected at least 1 character" })
  .max(MAX_REF_LENGTH, { error: `expected at most ${MAX_REF_LENGTH} characters` });

/** Text that may be left out or null, both of which mean that there is none. */
export const optionalText = z
  .string({ error: "expected a string" })
  .nullish()
  .transform((text) => text ?? undefined);

const EXPECTED_COUNT = { error: "expected a whole number from 1" };

/** A whole number from 1; text that spells one is taken too, as a query has nothing else. */
export const countField = z
  .union(
    [
      z.number(),
      z
        .string()
        .regex(/^\d{1,15}$/)
        .transform(Number),
    ],
    EXPECTED_COUNT,
  )
  .refine((count) => Number.isSafeInteger(count) && count >= 1, EXPECTED_COUNT);

const EXPECTED_NUMBER = { error: "expected a positive whole number" };

/** An integer id in a body or a frame. Text is not taken for one. */
export const numberField = z.int(EXPECTED_NUMBER).positive(EXPECTED_NUMBER);

/** An integer id in a path or a query, where there is nothing but text. */
export const numberParam = z
  .string(EXPECTED_NUMBER)
  .regex(/^[1-9]\d{0,15}$/, EXPECTED_NUMBER)
  .transform(Number)
  .pipe(numberField);
