import { onPlayerEnd } from "./player-end.js";
/** What is played, and how far it is. A new object after each change. */
export interface Playing {
  /** Which recording was played last; undefined before the first. */
  readonly id: string | undefined;
  readonly status: "loading" | "playing" | "paused" | "failed";
  readonly positionMs: number;
  /** As the browser finds it; undefined until then. */
  readonly durationMs: number | undefined;
}

/** How fast recordings can be played. */
const RATES: readonly number[] = [1, 1.5, 2];

/** A place beyond the end of any recording, in seconds: going there makes a browser find out how long one is. */
const BEYOND_S = 1e7;

const NOTHING: Playing = { id: undefined, status: "paused", positionMs: 0, durationMs: undefined };

/** Plays recordings, one at a time: who starts one stops the other, whose place is remembered. */
export class Player {
  #state = NOTHING;
  #rate = 1;
  #owner: object | undefined;
  #audio: HTMLAudioElement | undefined;
  #blobUrl: string | undefined;
  #isMeasuring = false;
  readonly #positions = new Map<string, number>();
  readonly #listeners = new Set<() => void>();

  getSnapshot = (): Playing => this.#state;
  rate = (): number => this.#rate;
  /** Where a recording goes on when it is played again. */
  positionOf = (id: string): number =>
    this.#state.id === id ? this.#state.positionMs : (this.#positions.get(id) ?? 0);

  subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => {
      this.#listeners.delete(listener);
    };
  };

  /** Goes on with a recording. `load` is asked for it when another one was played before; `owner` may end it by `leave`. */
  async play(id: string, owner: object, load: () => Promise<Blob | string>): Promise<void> {
    const audio = this.#element();
    this.#owner = owner;
    try {
      if (this.#state.id !== id || this.#state.status === "failed") {
        const positionMs = this.positionOf(id);
        this.#forget();
        this.#become({ id, status: "loading", positionMs, durationMs: undefined });
        const loaded = await load();
        if (this.#state.id !== id) return;
        this.#blobUrl = typeof loaded === "string" ? undefined : URL.createObjectURL(loaded);
        await this.#open(audio, this.#blobUrl ?? (loaded as string));
        if (this.#state.id !== id) return;
        audio.currentTime = positionMs / 1000;
      }
      audio.playbackRate = this.#rate;
      await audio.play();
    } catch (failure) {
      // Somebody else has begun to play, or it was paused before it began.
      if (this.#state.id !== id || (failure instanceof DOMException && failure.name === "AbortError")) return;
      this.#become({ ...this.#state, status: "failed" });
    }
  }

  pause(): void {
    this.#audio?.pause();
  }

  /** Goes to a place; where the recording is not the one being played, that is where it will begin. */
  seek(id: string, positionMs: number): void {
    this.#positions.set(id, positionMs);
    if (this.#state.id === id && this.#audio && !this.#isMeasuring) {
      if (this.#state.status !== "loading") this.#audio.currentTime = positionMs / 1000;
      this.#become({ ...this.#state, positionMs });
    } else this.#tell();
  }

  /** Changes how fast everything is played: the next rate, and after the last the first. */
  nextRate(): void {
    const at = RATES.indexOf(this.#rate);
    this.#rate = RATES[(at + 1) % RATES.length] ?? 1;
    if (this.#audio) this.#audio.playbackRate = this.#rate;
    this.#tell();
  }

  /** Ends what was begun on behalf of `owner`, who is gone. */
  leave(owner: object): void {
    if (this.#owner !== owner) return;
    this.#forget();
    this.#become(NOTHING);
  }

  #element(): HTMLAudioElement {
    if (this.#audio) return this.#audio;
    const audio = new Audio();
    this.#audio = audio;
    const show = (status: Playing["status"]) => () => {
      const { id, status: before } = this.#state;
      // What is loading is not heard of yet: the pause is that of the recording before it.
      if (this.#isMeasuring || id === undefined || (before === "loading" && status === "paused")) return;
      this.#become({ ...this.#state, status, positionMs: audio.currentTime * 1000 });
    };
    audio.onplaying = show("playing");
    audio.onpause = show("paused");
    audio.ontimeupdate = () => {
      if (this.#isMeasuring || this.#state.status === "loading" || this.#state.id === undefined) return;
      this.#become({ ...this.#state, positionMs: audio.currentTime * 1000 });
    };
    audio.onended = () => {
      // Finding out how long a recording is leads to its end as well.
      if (!audio.ended || this.#isMeasuring) return;
      audio.currentTime = 0;
      this.#become({ ...this.#state, status: "paused", positionMs: 0 });
    };
    return audio;
  }

  async #open(audio: HTMLAudioElement, url: string): Promise<void> {
    const come = (event: string) =>
      new Promise<void>((done, failed) => {
        const heard = new AbortController();
        const listen = (to: string, then: () => void) => {
          const hear = () => {
            heard.abort();
            then();
          };
          audio.addEventListener(to, hear, { signal: heard.signal });
        };
        listen(event, done);
        listen("error", () => failed(new Error("can't be played")));
      });
    const opened = come("loadedmetadata");
    audio.src = url;
    await opened;
    // What browsers record does not say how long it is, and has no index: its end has to be found.
    if (!Number.isFinite(audio.duration)) {
      this.#isMeasuring = true;
      try {
        const measured = come("seeked");
        audio.currentTime = BEYOND_S;
        await measured;
      } finally {
        this.#isMeasuring = false;
      }
    }
    if (Number.isFinite(audio.duration)) this.#become({ ...this.#state, durationMs: audio.duration * 1000 });
  }

  #forget(): void {
    const { id, status, positionMs } = this.#state;
    // A browser tells only a few times a second how far it is.
    const exactMs = status === "playing" && this.#audio ? this.#audio.currentTime * 1000 : positionMs;
    if (id !== undefined) this.#positions.set(id, exactMs);
    this.#state = NOTHING;
    this.#audio?.pause();
    this.#audio?.removeAttribute("src");
    if (this.#blobUrl !== undefined) URL.revokeObjectURL(this.#blobUrl);
    this.#blobUrl = undefined;
  }

  #become(state: Playing): void {
    this.#state = state;
    this.#tell();
  }

  #tell(): void {
    for (const listener of this.#listeners) listener();
  }
}

/** The one player of the page. */
export const player = new Player();

onPlayerEnd((owner) => player.leave(owner));
