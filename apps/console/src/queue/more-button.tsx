import { Button } from "@ticketwire/react/parts";
import { useEffect, useRef, useState } from "react";
import { useWorkplace } from "../desk/workplace.js";
import { useConsoleTexts } from "../texts/texts.js";
import { failureText } from "../work/failure-text.js";
import styles from "./more-button.module.css";

/** How a list goes on. */
export interface More {
  readonly hasMore: boolean;
  readonly isLoading: boolean;
  /** Whether it goes on by itself when its end comes into view. Otherwise somebody has to ask. */
  readonly isEasy: boolean;
  readonly load: () => Promise<void>;
}

/** The end of a list that goes on. */
export function MoreButton({ hasMore, isLoading, isEasy, load }: More) {
  const { notice } = useWorkplace();
  const { list: texts } = useConsoleTexts();
  const button = useRef<HTMLButtonElement>(null);
  const [hasFailed, setHasFailed] = useState(false);
  const [loads, setLoads] = useState(0);

  const goOn = () => {
    setHasFailed(false);
    load().then(
      () => setLoads((count) => count + 1),
      (failure: unknown) => {
        setHasFailed(true);
        notice.set({ tone: "trouble", text: texts.failed(failureText(failure)) });
      },
    );
  };
  const newest = useRef(goOn);
  newest.current = goOn;

  // It is looked at anew after each page: the end may still be in view.
  useEffect(() => {
    if (!button.current || !hasMore || !isEasy || isLoading || hasFailed) return;
    const observer = new IntersectionObserver((entries) => {
      if (entries.at(-1)?.isIntersecting) newest.current();
    });
    observer.observe(button.current);
    return () => observer.disconnect();
  }, [hasMore, isEasy, isLoading, hasFailed, loads]);

  if (!hasMore && !isLoading) return null;
  return (
    <Button ref={button} look="plain" className={styles.more ?? ""} aria-disabled={isLoading} onClick={goOn}>
      {isLoading ? texts.loadingMore : texts.more}
    </Button>
  );
}
