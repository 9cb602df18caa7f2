import { mp3Reads } from "./mp3.js";
import { mp4Tracks } from "./mp4.js";
import { webmTracks } from "./webm.js";

/** What the tracks of a container may be; what is neither sound nor picture is `other`. */
export type Track = "sound" | "picture" | "other";

/** Names of one and the same type. */
const ALIASES: Readonly<Record<string, string>> = {
  "audio/x-m4a": "audio/mp4",
  "audio/vnd.wave": "audio/wav",
  "audio/x-wav": "audio/wav",
};

/**
 * The media type of a recording that its first bytes say is `recognised`: sound and nothing else. Undefined for what is
 * none: containers of recordings are those of films too, so that their tracks decide. May throw RangeError for a file
 * that is built wrongly.
 */
export function recordingType(recognised: string, file: Buffer): string | undefined {
  const [base = ""] = recognised.split(";");
  const type = ALIASES[base] ?? base;
  switch (type) {
    case "audio/ogg":
    case "audio/wav":
      return type;
    case "audio/mpeg":
      return mp3Reads(file) ? type : undefined;
    case "audio/mp4":
    case "video/mp4":
      return isSound(mp4Tracks(file)) ? "audio/mp4" : undefined;
    case "audio/webm":
    case "video/webm":
      return isSound(webmTracks(file)) ? "audio/webm" : undefined;
    default:
      return undefined;
  }
}

function isSound(tracks: readonly Track[]): boolean {
  return tracks.length > 0 && tracks.every((track) => track === "sound");
}
