/** Who may ever see an event: everybody on the ticket, or only the agent side. */
export type Audience = "public" | "internal";

/** Every audience. */
export const AUDIENCES: readonly Audience[] = ["public", "internal"];

/** Whether a reader of `reader` audience may see something meant for `meant`. Internal readers see both. */
export function maySee(reader: Audience, meant: Audience): boolean {
  return meant === "public" || reader === "internal";
}
