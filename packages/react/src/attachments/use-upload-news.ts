import { useEffect, useRef, useState } from "react";
import { useTexts } from "../provider/surroundings.js";
import type { Upload } from "./use-uploads.js";

/** Of an upload that takes its time, this is said between its beginning and its end, in percent. */
const MILESTONE = 50;

/** What a screen reader says of uploads: when one begins, is half way, and is done. Failures are said where they are shown. */
export function useUploadNews(items: readonly Upload[]): string {
  const { attachments: texts } = useTexts();
  const [news, setNews] = useState("");
  const told = useRef(new Map<string, string>());
  useEffect(() => {
    const say = ({ key, file, state }: Upload): readonly string[] => {
      const milestone = milestoneOf(state);
      const isNews = told.current.get(key) !== milestone;
      told.current.set(key, milestone);
      if (!isNews || state.status === "failed") return [];
      return [
        state.status === "ready" ? texts.uploaded(file.name) : texts.progress(file.name, state.percent ?? 0),
      ];
    };
    const fresh = items.flatMap(say);
    if (fresh.length > 0) setNews(fresh.join(". "));
  }, [items, texts]);
  return news;
}

function milestoneOf(state: Upload["state"]): string {
  if (state.status !== "uploading") return state.status;
  return (state.percent ?? 0) >= MILESTONE ? "half" : "begun";
}
