/** What somebody has begun to tell, so that a reload loses nothing, and trying again starts nothing twice. */
export interface Beginning {
  /** The same for as long as it has not been started. */
  readonly key: string;
  readonly subject: string;
  readonly category: string;
  readonly text: string;
  readonly name: string;
  readonly email: string;
}

const PLACE = "ticketwire.beginning";

/** What was begun in this window, or nothing yet. */
export function keptBeginning(): Beginning {
  const nothing = { key: newKey(), subject: "", category: "", text: "", name: "", email: "" };
  try {
    return { ...nothing, ...(JSON.parse(sessionStorage.getItem(PLACE) ?? "{}") as Partial<Beginning>) };
  } catch {
    return nothing;
  }
}

/** Keeps what was begun; undefined once it has been started. */
export function keepBeginning(beginning: Beginning | undefined): void {
  try {
    if (beginning) sessionStorage.setItem(PLACE, JSON.stringify(beginning));
    else sessionStorage.removeItem(PLACE);
  } catch {
    // A browser that keeps nothing: then it lives as long as the form.
  }
}

/** `crypto.randomUUID` is for secure pages only. */
function newKey(): string {
  return [...crypto.getRandomValues(new Uint8Array(16))]
    .map((byte) => byte.toString(16).padStart(2, "0"))
    .join("");
}
