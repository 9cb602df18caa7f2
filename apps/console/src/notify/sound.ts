/** Two short notes, in Hz, and when they begin and how long they last, in s. */
const NOTES = [
  { hz: 740, at: 0, lasts: 0.16 },
  { hz: 988, at: 0.11, lasts: 0.24 },
] as const;

const LOUDNESS = 0.07;

let context: AudioContext | undefined;

/** Plays a short, soft sound. Browsers let a page do so once somebody has clicked or typed in it. */
export function playSound(): void {
  if (typeof AudioContext === "undefined") return;
  context ??= new AudioContext();
  const sounding = context;
  sounding.resume().then(
    () => {
      for (const note of NOTES) playNote(sounding, note);
    },
    () => {},
  );
}

function playNote(sounding: AudioContext, { hz, at, lasts }: (typeof NOTES)[number]): void {
  const from = sounding.currentTime + at;
  const tone = sounding.createOscillator();
  const loudness = sounding.createGain();
  tone.frequency.value = hz;
  loudness.gain.setValueAtTime(0, from);
  loudness.gain.linearRampToValueAtTime(LOUDNESS, from + 0.012);
  loudness.gain.exponentialRampToValueAtTime(0.0001, from + lasts);
  tone.connect(loudness).connect(sounding.destination);
  tone.start(from);
  tone.stop(from + lasts);
}
