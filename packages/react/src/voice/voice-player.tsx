import { Icon } from "../parts/icon.js";
import { useTexts } from "../provider/surroundings.js";
import { minutesOf } from "./clock.js";
import { player } from "./player.js";
import { usePlayer } from "./use-player.js";
import styles from "./voice-player.module.css";
import { Waveform } from "./waveform.js";

/** What is drawn where nothing is known of how loud a recording is. */
const UNKNOWN_LEVELS = Array.from({ length: 40 }, () => 0);

/** By so many steps a keyboard goes through a recording. */
const STEPS = 40;

interface VoicePlayerProps {
  /** Tells recordings apart. */
  readonly id: string;
  /** As who sent it says; null when they don't. */
  readonly durationMs: number | null;
  readonly levels: readonly number[] | null;
  /** On whose behalf it is played. */
  readonly owner: object;
  readonly load: () => Promise<Blob | string>;
}

/** Plays a recording: from any place, at three speeds. */
export function VoicePlayer({ id, durationMs: told, levels, owner, load }: VoicePlayerProps) {
  const { voice: texts } = useTexts();
  const { status, positionMs, durationMs: found, rate } = usePlayer(id);
  const durationMs = found ?? told;
  const isPlaying = status === "playing";
  const rateLabel = `${rate}×`;
  const toggle = () => {
    if (isPlaying) player.pause();
    else player.play(id, owner, load).catch(() => {});
  };
  return (
    // Time runs from left to right in every language, as it does on every player.
    <span className={styles.player} dir="ltr" data-status={status}>
      <button
        type="button"
        className={styles.toggle}
        aria-label={isPlaying ? texts.pause : texts.play}
        title={isPlaying ? texts.pause : texts.play}
        aria-busy={status === "loading"}
        onClick={toggle}
      >
        <Icon name={isPlaying ? "pause" : "play"} size={18} />
      </button>
      <span className={styles.line}>
        <Waveform
          levels={levels && levels.length > 0 ? levels : UNKNOWN_LEVELS}
          played={durationMs ? positionMs / durationMs : 0}
        />
        <input
          className={styles.position}
          type="range"
          min={0}
          max={Math.max(1, Math.round(durationMs ?? 0))}
          step={Math.max(1, Math.round((durationMs ?? STEPS) / STEPS))}
          value={Math.round(positionMs)}
          disabled={durationMs === null}
          aria-label={texts.position}
          aria-valuetext={texts.at(minutesOf(positionMs), durationMs === null ? "?" : minutesOf(durationMs))}
          onChange={(event) => player.seek(id, Number(event.target.value))}
        />
      </span>
      <span className={styles.time}>
        {isPlaying || positionMs > 0 || durationMs === null ? minutesOf(positionMs) : minutesOf(durationMs)}
      </span>
      <button
        type="button"
        className={styles.rate}
        aria-label={texts.speed(rateLabel)}
        title={texts.speed(rateLabel)}
        onClick={() => player.nextRate()}
      >
        {rateLabel}
      </button>
      {status === "failed" && (
        <span className={styles.failed} role="alert" dir="auto">
          {texts.unplayable}
        </span>
      )}
    </span>
  );
}
