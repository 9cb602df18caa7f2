import { MAX_FILE_BYTES, MAX_VOICE_LEVELS } from "@ticketwire/client";
import { levelOf, levelsIn } from "./levels.js";
import { type Recording, recordedFormat, recordingName } from "./recording.js";

/** The longest recording, in ms: then it ends by itself. */
export const LONGEST_MS = 5 * 60_000;

/** How often loudness is measured, in ms. */
const MEASURE_MS = 60;

/** Speech is well understood at so many bits a second, and five minutes of it are little more than a megabyte. */
const BITS_PER_SECOND = 32_000;

/** The bytes of a recording arrive in pieces this long, in ms. */
const PIECE_MS = 1000;

/** So much is left between a recording and the largest file. */
const SPARE_BYTES = 256 * 1024;

/** How a recording stands. A new object after each change. */
export type RecorderState =
  | { readonly status: "asking" }
  | { readonly status: "refused"; readonly why: "denied" | "noMicrophone" | "broken" }
  | {
      readonly status: "recording" | "paused";
      readonly elapsedMs: number;
      /** How loud it was at each measuring so far. */
      readonly levels: readonly number[];
    }
  | { readonly status: "recorded"; readonly recording: Recording };

/** Records one voice message from the microphone. Once it is finished, or discarded, the microphone is let go. */
export class VoiceRecorder {
  #state: RecorderState = { status: "asking" };
  #isOver = false;
  #recorder: MediaRecorder | undefined;
  #stream: MediaStream | undefined;
  #sound: AudioContext | undefined;
  #timer: ReturnType<typeof setInterval> | undefined;
  #elapsedMs = 0;
  #measuredAt = 0;
  readonly #levels: number[] = [];
  readonly #pieces: Blob[] = [];
  readonly #listeners = new Set<() => void>();

  getSnapshot = (): RecorderState => this.#state;

  subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => {
      this.#listeners.delete(listener);
    };
  };

  /** Asks for the microphone, and records from when it is there. */
  async start(): Promise<void> {
    try {
      const stream = await navigator.mediaDevices.getUserMedia({
        audio: { echoCancellation: true, noiseSuppression: true, channelCount: 1 },
      });
      this.#stream = stream;
      if (this.#isOver) this.#letGo();
      else this.#record(stream);
    } catch (failure) {
      this.#letGo();
      if (!this.#isOver) this.#become({ status: "refused", why: reasonOf(failure) });
    }
  }

  pause(): void {
    if (this.#state.status !== "recording") return;
    this.#recorder?.pause();
    this.#measure();
    this.#become({ status: "paused", elapsedMs: this.#elapsedMs, levels: [...this.#levels] });
  }

  resume(): void {
    if (this.#state.status !== "paused") return;
    this.#recorder?.resume();
    this.#measuredAt = performance.now();
    this.#become({ ...this.#state, status: "recording" });
  }

  /** Ends it, to be heard and sent. */
  finish(): void {
    this.#measure();
    if (this.#recorder?.state !== "inactive") this.#recorder?.stop();
  }

  /** Ends it, and nothing of it is left. */
  discard(): void {
    this.#isOver = true;
    if (this.#recorder && this.#recorder.state !== "inactive") this.#recorder.stop();
    this.#letGo();
  }

  #record(stream: MediaStream): void {
    const format = recordedFormat();
    if (!format) throw new Error("this browser records in no format that is known here");
    const recorder = new MediaRecorder(stream, {
      mimeType: format.type,
      audioBitsPerSecond: BITS_PER_SECOND,
    });
    this.#recorder = recorder;
    recorder.ondataavailable = ({ data }) => {
      this.#pieces.push(data);
      const bytes = this.#pieces.reduce((sum, { size }) => sum + size, 0);
      if (bytes > MAX_FILE_BYTES - SPARE_BYTES) this.finish();
    };
    recorder.onstop = () => this.#finished(format);
    recorder.onerror = () => {
      this.#letGo();
      this.#become({ status: "refused", why: "broken" });
    };
    recorder.start(PIECE_MS);
    this.#listen(stream);
    this.#become({ status: "recording", elapsedMs: 0, levels: [] });
  }

  #listen(stream: MediaStream): void {
    const sound = new AudioContext();
    const ear = sound.createAnalyser();
    ear.fftSize = 2048;
    sound.createMediaStreamSource(stream).connect(ear);
    this.#sound = sound;
    this.#measuredAt = performance.now();
    const samples = new Float32Array(ear.fftSize);
    this.#timer = setInterval(() => {
      if (this.#state.status !== "recording") return;
      this.#measure();
      ear.getFloatTimeDomainData(samples);
      this.#levels.push(levelOf(samples));
      this.#become({ status: "recording", elapsedMs: this.#elapsedMs, levels: [...this.#levels] });
      if (this.#elapsedMs >= LONGEST_MS) this.finish();
    }, MEASURE_MS);
  }

  #measure(): void {
    const now = performance.now();
    if (this.#state.status === "recording") this.#elapsedMs += now - this.#measuredAt;
    this.#measuredAt = now;
  }

  #finished({ type, ending }: { readonly type: string; readonly ending: string }): void {
    this.#letGo();
    if (this.#isOver) return;
    const kind = type.replace(/;.*/, "");
    const file = new File(this.#pieces, recordingName(new Date(), ending), { type: kind });
    const durationMs = Math.round(this.#elapsedMs);
    const levels = levelsIn(this.#levels, MAX_VOICE_LEVELS);
    this.#become({ status: "recorded", recording: { file, durationMs, levels } });
  }

  #letGo(): void {
    clearInterval(this.#timer);
    for (const track of this.#stream?.getTracks() ?? []) track.stop();
    this.#sound?.close().catch(() => {});
    this.#sound = undefined;
  }

  #become(state: RecorderState): void {
    this.#state = state;
    for (const listener of this.#listeners) listener();
  }
}

function reasonOf(failure: unknown): "denied" | "noMicrophone" | "broken" {
  const name = failure instanceof DOMException ? failure.name : "";
  if (name === "NotAllowedError" || name === "SecurityError") return "denied";
  return name === "NotFoundError" || name === "OverconstrainedError" ? "noMicrophone" : "broken";
}
