/** A kind of file that is taken in. */
export interface FileKind {
  /** As people call it. */
  readonly label: string;
  /** Media type. */
  readonly type: string;
  /** Without a dot. What its stored name ends in. */
  readonly extension: string;
  /** What the name its owner gave it may end in. Others get the first one added. */
  readonly endings: readonly string[];
}

/** Viewers show a picture whatever kind of picture its name says it is. */
const PICTURE_ENDINGS = ["jpg", "jpeg", "png", "gif", "webp"];

const WORD_XML = "application/vnd.openxmlformats-officedocument.wordprocessingml.document";
const EXCEL_XML = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";

/** Every kind of file that is taken in. */
export const FILE_KINDS: readonly FileKind[] = [
  { label: "JPEG", type: "image/jpeg", extension: "jpg", endings: ["jpg", ...PICTURE_ENDINGS] },
  { label: "PNG", type: "image/png", extension: "png", endings: ["png", ...PICTURE_ENDINGS] },
  { label: "GIF", type: "image/gif", extension: "gif", endings: ["gif", ...PICTURE_ENDINGS] },
  { label: "WebP", type: "image/webp", extension: "webp", endings: ["webp", ...PICTURE_ENDINGS] },
  { label: "PDF", type: "application/pdf", extension: "pdf", endings: ["pdf"] },
  { label: "DOC", type: "application/msword", extension: "doc", endings: ["doc"] },
  { label: "DOCX", type: WORD_XML, extension: "docx", endings: ["docx"] },
  { label: "XLS", type: "application/vnd.ms-excel", extension: "xls", endings: ["xls"] },
  { label: "XLSX", type: EXCEL_XML, extension: "xlsx", endings: ["xlsx"] },
  { label: "TXT", type: "text/plain", extension: "txt", endings: ["txt", "text", "log", "md", "csv"] },
];

/** Recordings, for languages that have them. */
export const AUDIO_KINDS: readonly FileKind[] = [
  { label: "WebM audio", type: "audio/webm", extension: "weba", endings: ["weba", "webm"] },
  { label: "OGG", type: "audio/ogg", extension: "ogg", endings: ["ogg", "oga", "opus"] },
  { label: "M4A", type: "audio/mp4", extension: "m4a", endings: ["m4a", "mp4"] },
  { label: "MP3", type: "audio/mpeg", extension: "mp3", endings: ["mp3"] },
  { label: "WAV", type: "audio/wav", extension: "wav", endings: ["wav"] },
];

/** The kinds by name, for people. */
export function fileLabels(takesAudio: boolean): string {
  return [...FILE_KINDS, ...(takesAudio ? AUDIO_KINDS : [])].map(({ label }) => label).join(", ");
}

/** The kind with this media type. */
export function kindOfType(type: string): FileKind | undefined {
  return FILE_KINDS.find((kind) => kind.type === type);
}
