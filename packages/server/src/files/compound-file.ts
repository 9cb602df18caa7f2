const HEADER_BYTES = 512;
const ENTRY_BYTES = 128;
const MAX_NAME_BYTES = 64;
/** Sector and entry numbers from here on are marks: free, end of chain, none. */
const FIRST_MARK = 0xfffffffa;
const HEADER_FAT_SECTORS = 109;
const FAT_LIST_AT = 0x4c;
const STREAM = 2;

interface Entry {
  readonly name: string;
  readonly kind: number;
  readonly left: number;
  readonly right: number;
  readonly child: number;
}

/**
 * Names of the streams at the top of a compound file (MS-CFB), the container of old Office documents. What is inside
 * embedded documents doesn't count. Empty for a file that is broken.
 */
export function topStreamsOf(file: Buffer): readonly string[] {
  if (file.length < HEADER_BYTES) return [];
  const shift = file.readUInt16LE(0x1e);
  if (shift !== 9 && shift !== 12) return [];
  const sectors = new Sectors(file, 2 ** shift);
  const entries = sectors.chain(file.readUInt32LE(0x30)).flatMap(entriesIn);
  const names: string[] = [];
  const seen = new Set<number>();
  const ahead = [entries[0]?.child];
  while (ahead.length > 0) {
    const number = ahead.pop();
    const entry = number === undefined || seen.has(number) ? undefined : entries[number];
    if (number === undefined || !entry) continue;
    seen.add(number);
    if (entry.kind === STREAM) names.push(entry.name);
    ahead.push(entry.left, entry.right);
  }
  return names;
}

/** The sectors of a compound file, and the table (FAT) that says which follows which. */
class Sectors {
  readonly #table: readonly Buffer[];

  constructor(
    private readonly file: Buffer,
    private readonly bytes: number,
  ) {
    this.#table = this.#tableSectors();
  }

  /** The sectors of a chain, up to where it ends, breaks, or bites its tail. */
  chain(first: number): readonly Buffer[] {
    const chain: Buffer[] = [];
    const seen = new Set<number>();
    for (let number = first; number < FIRST_MARK && !seen.has(number); number = this.#next(number)) {
      const sector = this.#sector(number);
      if (!sector) break;
      seen.add(number);
      chain.push(sector);
    }
    return chain;
  }

  #next(number: number): number {
    const perSector = this.bytes / 4;
    return this.#table[Math.floor(number / perSector)]?.readUInt32LE((number % perSector) * 4) ?? FIRST_MARK;
  }

  #sector(number: number): Buffer | undefined {
    const start = (number + 1) * this.bytes;
    return start + this.bytes <= this.file.length ? this.file.subarray(start, start + this.bytes) : undefined;
  }

  /** The header names the first 109 sectors of the table; sectors that each name the next go on from there. */
  #tableSectors(): readonly Buffer[] {
    const table: Buffer[] = [];
    const add = (list: Buffer, from: number, count: number): void => {
      for (let index = 0; index < count; index += 1) {
        const sector = this.#sector(list.readUInt32LE(from + index * 4));
        if (!sector) return;
        table.push(sector);
      }
    };
    add(this.file, FAT_LIST_AT, HEADER_FAT_SECTORS);
    const seen = new Set<number>();
    let number = this.file.readUInt32LE(0x44);
    while (number < FIRST_MARK && !seen.has(number)) {
      const list = this.#sector(number);
      if (!list) break;
      seen.add(number);
      add(list, 0, this.bytes / 4 - 1);
      number = list.readUInt32LE(this.bytes - 4);
    }
    return table;
  }
}

function entriesIn(sector: Buffer): readonly Entry[] {
  const entries: Entry[] = [];
  for (let start = 0; start + ENTRY_BYTES <= sector.length; start += ENTRY_BYTES) {
    const nameBytes = Math.min(sector.readUInt16LE(start + 64), MAX_NAME_BYTES);
    entries.push({
      // The length counts the NUL at the end of the name.
      name: sector.toString("utf16le", start, start + Math.max(0, nameBytes - 2)),
      kind: sector.readUInt8(start + 66),
      left: sector.readUInt32LE(start + 68),
      right: sector.readUInt32LE(start + 72),
      child: sector.readUInt32LE(start + 76),
    });
  }
  return entries;
}
