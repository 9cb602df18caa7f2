import { roleFrom, type TicketPatch, type UserPatch } from "@ticketwire/core";
import { MAX_REF_LENGTH, ref } from "@ticketwire/protocol";
import { z } from "zod";
import { strict } from "./strict.js";

const MAX_SUBJECT_LENGTH = 1000;

const word = textOrNull(MAX_REF_LENGTH);
const person = ref.nullable();
const positive = "expected a positive whole number";
const number = z.int(positive).positive(positive);

/** A role in any of the spellings hosts use. */
const role = z
  .string("expected a string")
  .refine((said) => roleFrom(said) !== undefined, {
    error: "expected admin, agent, customer, employee, vendor, ops, accounts, bot or service",
  })
  .transform((said) => roleFrom(said) ?? "customer");

const name = `expected a string of 1 to ${MAX_REF_LENGTH} characters`;

/** What the host application says about a user, without naming them. */
export const userBody = strict({
  name: z.string(name).min(1, name).max(MAX_REF_LENGTH, name),
  number: number.optional(),
  email: word.optional(),
  role: role.optional(),
  type: word.optional(),
  company: word.optional(),
  department: word.optional(),
  permissions: z.array(z.string("expected a string").max(MAX_REF_LENGTH), "expected a list").optional(),
});

/** What the host application says about a ticket, without naming it. People are refs; null clears. */
export const ticketBody = strict({
  number: number.optional(),
  subject: textOrNull(MAX_SUBJECT_LENGTH).optional(),
  category: word.optional(),
  priority: word.optional(),
  status: word.optional(),
  creator: person.optional(),
  customer: person.optional(),
  assignee: person.optional(),
  vendor: person.optional(),
  verifier: person.optional(),
  participants: z.array(ref, "expected a list of refs").optional(),
});

/** The file that `ticketwire import` reads. What is left out stays as it is. */
export const importSchema: z.ZodType<{
  readonly users: readonly UserPatch[];
  readonly tickets: readonly TicketPatch[];
}> = strict({
  users: z.array(strict({ ref, ...userBody.shape }), "expected a list of users").default([]),
  tickets: z.array(strict({ ref, ...ticketBody.shape }), "expected a list of tickets").default([]),
});

function textOrNull(most: number) {
  const expected = `expected a string of at most ${most} characters, or null`;
  return z.string(expected).max(most, expected).nullable();
}
