import { useSyncExternalStore } from "react";
import { type Playing, player } from "./player.js";

/** How one recording stands with the player. */
export interface OnePlaying extends Pick<Playing, "status" | "positionMs" | "durationMs"> {
  readonly rate: number;
}

/** How one recording stands with the player of the page. */
export function usePlayer(id: string): OnePlaying {
  // Others' progress is nothing to this one: a snapshot that stays the same spares a rendering.
  const read = (): string => {
    const { id: current, status, durationMs } = player.getSnapshot();
    const mine = current === id ? [status, durationMs ?? ""] : ["paused", ""];
    return [...mine, Math.round(player.positionOf(id)), player.rate()].join("/");
  };
  const [status = "paused", length = "", position = "0", rate = "1"] = useSyncExternalStore(
    player.subscribe,
    read,
    read,
  ).split("/");
  return {
    status: status as Playing["status"],
    durationMs: length === "" ? undefined : Number(length),
    positionMs: Number(position),
    rate: Number(rate),
  };
}
