import type { DeskState } from "@ticketwire/client/desk";
import { useSnapshot } from "@ticketwire/react";
import { useEffect } from "react";
import { useWorkplace } from "../desk/workplace.js";
import type { View } from "./views.js";

/** The view that is listed, and how to choose another one. At first it is one that has something in it. */
export function useView(state: DeskState): readonly [View, (view: View) => void] {
  const { view } = useWorkplace();
  const chosen = useSnapshot(view);
  const isRead = state.status === "live";
  const first = firstView(state);

  // From then on it stays, whatever comes and goes.
  useEffect(() => {
    if (isRead && chosen === null) view.set(first);
  }, [isRead, chosen, first, view]);

  return [chosen ?? first, view.set];
}

function firstView({ mine, queue }: DeskState): View {
  if (mine.length > 0) return "mine";
  return queue.length > 0 ? "waiting" : "all";
}
