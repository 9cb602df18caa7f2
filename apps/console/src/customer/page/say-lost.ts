import { languageFor } from "../../widget/wording.js";

/** Says in the page that the chat did not load, while nothing of it is there. A press tries again. */
export function sayLost(locale: string): void {
  const { dir, words } = languageFor(locale);
  const again = document.createElement("button");
  again.textContent = words.lost;
  again.onclick = () => location.reload();
  Object.assign(again.style, {
    width: "100%",
    minHeight: "80vh",
    border: "0",
    background: "none",
    color: "inherit",
    font: "1.0625rem/1.8 system-ui",
    whiteSpace: "pre-line",
    cursor: "pointer",
  });
  document.documentElement.lang = locale;
  document.documentElement.dir = dir;
  document.body.replaceChildren(again);
  again.focus();
}
