/** What has been recorded, ready to be heard and sent. */
export interface Recording {
  readonly file: File;
  readonly durationMs: number;
  /** How loud it is from beginning to end, from 0 to 255. */
  readonly levels: readonly number[];
}

/** What browsers record, the smallest first. All of it is taken by the server. */
const FORMATS = [
  { type: "audio/webm;codecs=opus", ending: "webm" },
  { type: "audio/ogg;codecs=opus", ending: "ogg" },
  { type: "audio/mp4", ending: "m4a" },
];

/** What this browser records. Undefined where it can't record at all, as on pages that are not secure. */
export function recordedFormat(): { readonly type: string; readonly ending: string } | undefined {
  if (typeof MediaRecorder === "undefined" || !navigator.mediaDevices) return undefined;
  return FORMATS.find(({ type }) => MediaRecorder.isTypeSupported(type));
}

/** A name that tells recordings apart where they are saved: by date and time. */
export function recordingName(at: Date, ending: string): string {
  const two = (value: number) => String(value).padStart(2, "0");
  const day = `${at.getFullYear()}-${two(at.getMonth() + 1)}-${two(at.getDate())}`;
  return `voice ${day} ${two(at.getHours())}.${two(at.getMinutes())}.${two(at.getSeconds())}.${ending}`;
}
