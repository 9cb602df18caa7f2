import { roleFrom, type TicketPatch, type UserPatch } from "@ticketwire/core";
import { MAX_REF_LENGTH, ref } from "@ticketwire/protocol";
import { z } from "zod";

const MAX_SUBJECT_LENGTH = 1000;

const word = z.string().max(MAX_REF_LENGTH).nullable();
const person = ref.nullable();
const number = z.int().positive();

/** A role in any of the spellings hosts use. */
const role = z
  .string()
  .refine((said) => roleFrom(said) !== undefined, {
    error: "expected admin, agent, customer, employee, vendor, ops, accounts, bot or service",
  })
  .transform((said) => roleFrom(said) ?? "customer");

/** What the host application says about a user, without naming them. */
export const userBody = z.strictObject({
  name: z.string().min(1).max(MAX_REF_LENGTH),
  number: number.optional(),
  email: word.optional(),
  role: role.optional(),
  type: word.optional(),
  company: word.optional(),
  department: word.optional(),
  permissions: z.array(z.string().max(MAX_REF_LENGTH)).optional(),
});

/** What the host application says about a ticket, without naming it. People are refs; null clears. */
export const ticketBody = z.strictObject({
  number: number.optional(),
  subject: z.string().max(MAX_SUBJECT_LENGTH).nullable().optional(),
  category: word.optional(),
  priority: word.optional(),
  status: word.optional(),
  creator: person.optional(),
  customer: person.optional(),
  assignee: person.optional(),
  vendor: person.optional(),
  verifier: person.optional(),
  participants: z.array(ref).optional(),
});

/** The file that `ticketwire import` reads: users first, so that tickets find them. What is left out stays as it is. */
export const importSchema: z.ZodType<{
  readonly users: readonly UserPatch[];
  readonly tickets: readonly TicketPatch[];
}> = z.strictObject({
  users: z.array(userBody.extend({ ref })).default([]),
  tickets: z.array(ticketBody.extend({ ref })).default([]),
});
