import type { Message, Person, Ticket } from "@ticketwire/core";
import type { Answer } from "../dialect.js";
import { isoTime } from "./iso-time.js";

/** The messages of a ticket, oldest first, as they are read. */
export type ExportedPages = AsyncIterable<readonly Message[]>;

/** The forms a ticket's history can be had in. */
export const EXPORT_FORMATS = ["json", "txt", "html"] as const;

export type ExportFormat = (typeof EXPORT_FORMATS)[number];

/** What goes into an export, in the words of the dialect it is asked for in. */
export interface Exported {
  readonly ticket: Ticket;
  /** What the ticket is called in it, and in the file's name. */
  readonly name: string | number;
  readonly pages: ExportedPages;
  /** ms since 1970. */
  readonly now: number;
  /** What a JSON export says before its messages, and the field they come in. */
  readonly head: Readonly<Record<string, unknown>>;
  readonly field: string;
  /** A message in a JSON export. */
  row(message: Message): unknown;
}

const TYPES: Readonly<Record<ExportFormat, string>> = {
  json: "application/json; charset=utf-8",
  txt: "text/plain; charset=utf-8",
  html: "text/html; charset=utf-8",
};

/** A ticket's history as a file, sent as it is read, so that its length does not matter. */
export function exported(format: ExportFormat, what: Exported): Answer {
  const writers = { json: asJson, txt: asText, html: asHtml };
  const name = String(what.name).replace(/[^\w.-]+/g, "_");
  return {
    status: 200,
    type: TYPES[format],
    fileName: `ticket-${name}.${format}`,
    text: writers[format](what),
  };
}

async function* asJson({ head, field, pages, row }: Exported): AsyncGenerator<string> {
  yield `${JSON.stringify(head).slice(0, -1)},${JSON.stringify(field)}:[`;
  let before = "";
  for await (const messages of pages) {
    yield before + messages.map((message) => JSON.stringify(row(message))).join(",");
    before = ",";
  }
  yield "]}\n";
}

async function* asText({ ticket, name, pages, now }: Exported): AsyncGenerator<string> {
  yield `Ticket ${name}: ${oneLine(ticket.subject ?? "")}\nExported ${isoTime(now)}\n`;
  for await (const messages of pages) yield messages.map(asLine).join("");
}

/** Lines of a message after its first are set in, so that nobody can write what looks like somebody else's. */
function asLine(message: Message): string {
  const said = contentOf(message).join("\n").replaceAll("\n", "\n    ");
  return `\n${isoTime(message.createdAt)} ${whoSaid(message)}: ${said}\n`;
}

async function* asHtml({ ticket, name, pages, now }: Exported): AsyncGenerator<string> {
  const title = `Ticket ${escaped(String(name))}: ${escaped(ticket.subject ?? "")}`;
  yield `<!doctype html>
<html>
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<meta http-equiv="content-security-policy" content="default-src 'none'; style-src 'unsafe-inline'">
<title>${title}</title>
<style>${STYLE}</style>
</head>
<body>
<h1>${title}</h1>
<p>Exported <time datetime="${isoTime(now)}">${isoTime(now)}</time></p>
<ol>
`;
  for await (const messages of pages) yield messages.map(asItem).join("");
  yield "</ol>\n</body>\n</html>\n";
}

function asItem(message: Message): string {
  const at = isoTime(message.createdAt);
  const said = contentOf(message).map(escaped).join("\n");
  const kind = message.audience === "internal" ? ' class="note"' : "";
  return `<li${kind}><p><b>${escaped(whoSaid(message))}</b> <time datetime="${at}">${at}</time></p><pre>${said}</pre></li>\n`;
}

const STYLE =
  "body{font:16px/1.5 system-ui,sans-serif;max-width:44em;margin:2em auto;padding:0 1em;color:#1c1e21}" +
  "ol{list-style:none;padding:0}li{border-top:1px solid #d9dce1;padding:.75em 0}p{margin:0}time{color:#5b616b;font-size:.85em}" +
  "pre{font:inherit;white-space:pre-wrap;overflow-wrap:anywhere;margin:.25em 0 0}.note{background:#fff6d6;padding:.75em}";

/** What a message says, and the names of its files. */
function contentOf({ text, attachments }: Message): readonly string[] {
  return [...(text === "" ? [] : [text]), ...attachments.map(({ name }) => `[${oneLine(name)}]`)];
}

function whoSaid({ sender, kind, audience, editedAt }: Message): string {
  const marks = [
    ...(kind === "system" ? ["system"] : []),
    ...(audience === "internal" ? ["internal note"] : []),
    ...(editedAt === null ? [] : ["edited"]),
  ];
  return marks.length === 0 ? nameOf(sender) : `${nameOf(sender)} (${marks.join(", ")})`;
}

function nameOf({ name }: Person): string {
  return oneLine(name);
}

function oneLine(text: string): string {
  return text.replace(/\s+/g, " ");
}

const ENTITIES: Readonly<Record<string, string>> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
  "'": "&#39;",
};

function escaped(text: string): string {
  return text.replace(/[&<>"']/g, (character) => ENTITIES[character] ?? character);
}
