import type { PersonView } from "@ticketwire/protocol";

/** Whether two views of somebody say the same. */
export function isSamePerson(one: PersonView, other: PersonView): boolean {
  return (Object.keys(one) as (keyof PersonView)[]).every((key) => one[key] === other[key]);
}
