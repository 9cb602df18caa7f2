/** A ref that is longer than this is nobody's to read. */
const READABLE_CHARACTERS = 20;

/** What people call a ticket: its ref, or its number where the ref was made by a machine. */
export function shortRef({ ref, number }: { readonly ref: string; readonly number: number }): string {
  return ref.length <= READABLE_CHARACTERS ? ref : `#${number}`;
}
