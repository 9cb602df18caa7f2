import { useTexts } from "../provider/surroundings.js";
import { minutesOf } from "./clock.js";
import styles from "./live-meter.module.css";
import { LONGEST_MS } from "./voice-recorder.js";
import { Waveform } from "./waveform.js";

/** So many measurings are in view. */
const SHOWN = 48;

interface LiveMeterProps {
  readonly elapsedMs: number;
  readonly levels: readonly number[];
}

/** How long has been recorded, and that the microphone hears something. */
export function LiveMeter({ elapsedMs, levels }: LiveMeterProps) {
  const { voice: texts } = useTexts();
  const latest = levels.slice(-SHOWN);
  const shown = [...Array.from({ length: SHOWN - latest.length }, () => 0), ...latest];
  return (
    <span className={styles.meter} dir="ltr">
      <span className={styles.line}>
        <Waveform levels={shown} played={1} />
      </span>
      <span className={styles.time} role="timer" title={texts.longest(minutesOf(LONGEST_MS))}>
        {minutesOf(Math.floor(elapsedMs / 1000) * 1000)}
      </span>
    </span>
  );
}
