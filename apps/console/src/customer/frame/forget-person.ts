/** Erases what is kept in the browser of whoever has been here: drafts, what they began, and the token of a page. */
export function forgetPerson(): void {
  for (const storage of [() => localStorage, () => sessionStorage]) {
    try {
      const kept = storage();
      const ours = Object.keys(kept).filter((key) => key.startsWith("ticketwire."));
      for (const key of ours) kept.removeItem(key);
    } catch {
      // A browser that lets a frame keep nothing.
    }
  }
}
