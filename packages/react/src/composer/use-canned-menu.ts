import { type KeyboardEvent, useEffect, useState } from "react";
import type { CannedReply, FindCannedReplies } from "./canned-reply.js";

const NONE: readonly CannedReply[] = [];

/** A text that is a slash and one word asks for prepared replies; arrow keys choose one, Enter or Tab takes it. */
export function useCannedMenu(
  find: FindCannedReplies | undefined,
  text: string,
  take: (reply: CannedReply) => void,
) {
  const [known, setFound] = useState(NONE);
  const [chosen, setChosen] = useState(0);
  const query = find && /^\/([^\s/]*)$/u.exec(text)?.[1];

  const found = query === undefined ? NONE : known;

  useEffect(() => {
    setChosen(0);
    if (!find || query === undefined) return setFound(NONE);
    let isCurrent = true;
    Promise.resolve(find(query)).then(
      (replies) => isCurrent && setFound(replies),
      () => isCurrent && setFound(NONE),
    );
    return () => {
      isCurrent = false;
    };
  }, [find, query]);

  /** Whether the key was meant for the menu. */
  const onKeyDown = ({ key }: KeyboardEvent): boolean => {
    if (found.length === 0) return false;
    switch (key) {
      case "ArrowDown":
        setChosen((chosen + 1) % found.length);
        return true;
      case "ArrowUp":
        setChosen((chosen - 1 + found.length) % found.length);
        return true;
      case "Enter":
      case "Tab": {
        const reply = found[chosen];
        if (reply) take(reply);
        return true;
      }
      case "Escape":
        setFound(NONE);
        return true;
      default:
        return false;
    }
  };

  return { found, chosen, onKeyDown };
}
