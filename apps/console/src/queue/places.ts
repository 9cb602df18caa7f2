/** Where the keyboard leads: the ids of the filter and of the list. */
export const FILTER_ID = "ticket-filter";
export const LIST_ID = "ticket-list";

/** Moves the focus to another ticket of the list: by steps, from the one that has it or is open. */
export function moveInList(step: number): void {
  const links = [...document.querySelectorAll<HTMLElement>(`#${LIST_ID} a`)];
  const focused = links.indexOf(document.activeElement as HTMLElement);
  const from = focused >= 0 ? focused : links.findIndex((link) => link.hasAttribute("aria-current"));
  const next = from < 0 ? 0 : Math.min(links.length - 1, Math.max(0, from + step));
  const link = links[next];
  link?.focus();
  link?.scrollIntoView({ block: "nearest" });
}
