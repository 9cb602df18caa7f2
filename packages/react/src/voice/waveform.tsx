import styles from "./waveform.module.css";

/** The least that is drawn of a bar, of 1. */
const LEAST = 0.12;

/** A hundred units high, and so wide for each bar and the gap after it. */
const STEP = 5;

interface WaveformProps {
  readonly levels: readonly number[];
  /** How much of it is told apart from the rest, from 0 to 1. */
  readonly played: number;
}

/** How loud a recording is from beginning to end. */
export function Waveform({ levels, played }: WaveformProps) {
  const path = levels
    .map((level, at) => {
      const half = 50 * Math.max(LEAST, level / 255);
      return `M${at * STEP + STEP / 2} ${50 - half}V${50 + half}`;
    })
    .join("");
  const drawn = (className: string | undefined, rest: number) => (
    <svg
      className={className}
      viewBox={`0 0 ${levels.length * STEP} 100`}
      preserveAspectRatio="none"
      style={{ clipPath: `inset(0 ${rest}% 0 0)` }}
      aria-hidden="true"
    >
      <path d={path} />
    </svg>
  );
  return (
    <span className={styles.waveform}>
      {drawn(styles.all, 0)}
      {drawn(styles.played, 100 - 100 * Math.min(1, played))}
    </span>
  );
}
