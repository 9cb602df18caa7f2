import { useCallback } from "react";
import { useTalk } from "../conversation/talk.js";
import { useTexts } from "../provider/surroundings.js";

/** Waits for something that was asked of the server, and says so when it is refused. */
export function useAct(): (asked: Promise<unknown>, done?: string) => void {
  const { notify } = useTalk();
  const texts = useTexts();
  return useCallback(
    (asked, done) => {
      asked.then(
        () => done !== undefined && notify(done),
        (failure: unknown) => {
          const reason = failure instanceof Error ? failure.message : texts.unknownReason;
          notify(texts.actions.failed(reason));
        },
      );
    },
    [notify, texts],
  );
}
