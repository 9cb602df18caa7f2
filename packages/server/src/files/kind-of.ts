import { readFile } from "node:fs/promises";
import { recordingType } from "./audio/recording.js";
import { topStreamsOf } from "./compound-file.js";
import { AUDIO_KINDS, type FileKind, kindOfType } from "./kinds.js";
import { judgeText, type TextVerdict } from "./plain-text.js";
import { wrongKind } from "./refusal.js";

/** Recognised by two bytes that text may start with as well: "BM", "MZ", the byte order mark of UTF-16. */
const KNOWN_BY_TWO_BYTES: readonly string[] = ["image/bmp", "application/x-msdownload", "audio/mpeg"];

const CALLED: Readonly<Record<Exclude<TextVerdict, "text">, string>> = {
  markup: "markup (SVG, HTML or XML)",
  script: "a script",
  binary: "of unknown type",
};

/** Decides by content alone what kind of file this is; throws `unsupported_type` for kinds that are not taken in. Recordings are where somebody takes them. */
export async function kindOf(path: string, takesAudio = false): Promise<FileKind> {
  const recognised = await recognisedType(path);
  const recording = takesAudio && recognised ? await recordingKind(recognised, path) : undefined;
  if (recording) return recording;
  if (recognised === undefined || KNOWN_BY_TWO_BYTES.includes(recognised)) {
    const verdict = await judgeText(path);
    if (verdict !== "text") throw wrongKind(recognised ?? CALLED[verdict], takesAudio);
    return known("text/plain");
  }
  // An animated PNG is a PNG to whoever can't move it.
  if (recognised === "image/apng") return known("image/png");
  if (recognised === "application/x-cfb") return known(await officeTypeOf(path));
  return known(recognised, takesAudio);
}

/** The kind of a recording that its first bytes say is `recognised`; undefined for what is none. */
async function recordingKind(recognised: string, path: string): Promise<FileKind | undefined> {
  if (!/^(?:audio|video)\//.test(recognised)) return undefined;
  try {
    const type = recordingType(recognised, await readFile(path));
    return AUDIO_KINDS.find((kind) => kind.type === type);
  } catch (failure) {
    if (failure instanceof RangeError) return undefined;
    throw failure;
  }
}

/** What the content claims to be; undefined when it makes no claim, or breaks off in the middle of one. */
async function recognisedType(path: string): Promise<string | undefined> {
  // Loaded with the first file: a server that starts has other things to do.
  const { fileTypeFromFile } = await import("file-type");
  try {
    return (await fileTypeFromFile(path))?.mime;
  } catch (failure) {
    // Only the disk's own failures name a system call; the others are about broken content.
    if (failure instanceof Error && "syscall" in failure) throw failure;
    return undefined;
  }
}

/** Word and Excel keep their text in a stream of its own name at the top of the container. */
async function officeTypeOf(path: string): Promise<string> {
  const streams = topStreamsOf(await readFile(path));
  if (streams.includes("WordDocument")) return "application/msword";
  if (streams.includes("Workbook") || streams.includes("Book")) return "application/vnd.ms-excel";
  return "application/x-cfb";
}

function known(type: string, takesAudio = false): FileKind {
  const kind = kindOfType(type);
  if (!kind) throw wrongKind(type, takesAudio);
  return kind;
}
