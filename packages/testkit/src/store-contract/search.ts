import type { Message, SearchQuery, Store } from "@ticketwire/core";
import { describe, expect } from "vitest";
import { type Desk, messageRow, messageRows, openDesk, post, textsOf } from "../fixtures.js";
import { deleteRow, editRow, happened, reactionRow } from "../rows.js";
import { expectRefusal, type OpenStore, withStore } from "./open-store.js";
import { pageOf } from "./reads.js";

/** Search: messages by what their text contains, newest first. */
export function searchContract(open: OpenStore): void {
  describe("search", () => {
    withStore(open, "finds messages whose text contains what is asked for, newest first", async (store) => {
      const { find } = await withTexts(store, ["a parcel", "nothing", "parcels", "the PARCEL"]);
      expect(await find("parcel")).toEqual(["the PARCEL", "parcels", "a parcel"]);
      expect(await find("parcel", { limit: 2 })).toEqual(["the PARCEL", "parcels"]);
      expect(await find("a parcel")).toEqual(["a parcel"]);
      expect(await find("letter")).toEqual([]);
    });

    withStore(open, "compares without regard to case in any script", async (store) => {
      const texts = [
        "Grün",
        "GRÜN",
        "привет",
        "ПРИВЕТ",
        "ΟΔΟΣ",
        "οδος",
        "ΟΔΟΣΗΜΑ",
        "naïve ÉTÉ",
        "été",
        "gruen",
        "grun",
      ];
      const { find } = await withTexts(store, texts);
      expect(await find("gRÜn")).toEqual(["GRÜN", "Grün"]);
      expect(await find("Привет")).toEqual(["ПРИВЕТ", "привет"]);
      // A sigma at the end of a word has a small letter of its own.
      expect(await find("Οδος")).toEqual(["ΟΔΟΣΗΜΑ", "οδος", "ΟΔΟΣ"]);
      expect(await find("Été")).toEqual(["été", "naïve ÉTÉ"]);
    });

    withStore(open, "takes every character for itself", async (store) => {
      const texts = [
        "100%",
        "100 percent",
        "a_b",
        "axb",
        "c\\d",
        'it\'s "so"',
        "*",
        "[x]",
        "日本語",
        "👩‍👩‍👧",
      ];
      const { find } = await withTexts(store, texts);
      expect(await find("0%")).toEqual(["100%"]);
      expect(await find("a_b")).toEqual(["a_b"]);
      expect(await find("\\")).toEqual(["c\\d"]);
      expect(await find("'s \"")).toEqual(['it\'s "so"']);
      expect(await find("*")).toEqual(["*"]);
      expect(await find("[x]")).toEqual(["[x]"]);
      expect(await find("本")).toEqual(["日本語"]);
      expect(await find("👩‍👩‍👧")).toEqual(["👩‍👩‍👧"]);
    });

    withStore(open, "gives messages whole, as they are now", async (store) => {
      const { desk, sent, find } = await withTexts(store, ["one", "two", "three"]);
      const [one, two] = sent as readonly Message[] as [Message, Message];
      await store.append([
        editRow(desk, one, "needle"),
        editRow(desk, two, "other"),
        reactionRow(desk, one, "👍"),
        messageRow(desk, { text: "a needle", replyTo: { id: two.id } }),
      ]);
      expect(await find("needle")).toEqual(["a needle", "needle"]);
      expect(await find("one")).toEqual([]);
      const { messages } = await pageOf(store, desk);
      const found = await store.search({ ...askFor(desk, "needle"), limit: 9 });
      expect(found).toEqual([messages[3], messages[0]]);
    });

    withStore(open, "finds nothing of what has been deleted", async (store) => {
      const { desk, sent, find } = await withTexts(store, ["x one", "x two"]);
      await happened(store, deleteRow(desk, sent[1] as Message));
      expect(await find("x")).toEqual(["x one"]);
      expect(await find("two")).toEqual([]);
    });

    withStore(open, "[S6] finds no notes for public readers", async (store) => {
      const { find } = await withTexts(store, ["x 1", "note x 2", "x 3", "note x 4"]);
      expect(await find("x", { audience: "public" })).toEqual(["x 3", "x 1"]);
      expect(await find("x", { audience: "public", limit: 1 })).toEqual(["x 3"]);
      expect(await find("X")).toEqual(["note x 4", "x 3", "note x 2", "x 1"]);
      expect(await find("note", { audience: "public" })).toEqual([]);
    });

    withStore(open, "goes on before a message", async (store) => {
      const { desk, sent, find } = await withTexts(store, ["x 1", "x 2", "y", "x 3", "x 4"]);
      const before = (index: number) => ({ before: { id: sent[index]?.id ?? "" } });
      expect(await find("x", { ...before(3), limit: 1 })).toEqual(["x 2"]);
      expect(await find("x", before(2))).toEqual(["x 2", "x 1"]);
      expect(await find("x", { before: { number: sent[1]?.number ?? 0 } })).toEqual(["x 1"]);
      await happened(store, deleteRow(desk, sent[3] as Message));
      expect(await find("x", before(3))).toEqual(["x 2", "x 1"]);
    });

    withStore(open, "[S6] refuses a cursor that is no message for its reader", async (store) => {
      const { desk, sent, find } = await withTexts(store, ["x 1", "note x"]);
      const other = await openDesk(store, "t-2");
      const [elsewhere] = await post(store, messageRows(other, ["x"]));
      const note = { before: { id: sent[1]?.id ?? "" } };
      await expectRefusal(find("x", { ...note, audience: "public" }), "invalid");
      expect(await find("x", note)).toEqual(["x 1"]);
      for (const before of [{ id: elsewhere?.id ?? "" }, { number: 987_654_321 }, { id: "nobody's" }]) {
        const refusal = await expectRefusal(store.search({ ...askFor(desk, "x"), before }), "invalid");
        expect(refusal.details.field).toBe("before");
      }
    });

    withStore(open, "finds only what lies in a part of the log", async (store) => {
      const { find } = await withTexts(store, ["x 1", "x 2", "x 3", "x 4"]);
      const place = (seq: number) => ({ seq, hidden: 0 });
      expect(await find("x", { within: { from: place(1), to: place(3) } })).toEqual(["x 3", "x 2"]);
      expect(await find("x", { within: { from: place(3), to: null } })).toEqual(["x 4"]);
      expect(await find("x", { within: { from: place(4), to: null } })).toEqual([]);
    });

    withStore(open, "finds what was said long ago", async (store) => {
      const texts = Array.from({ length: 3000 }, (_, index) => `Ä ${index}`);
      const { find } = await withTexts(store, ["NEEDLE Ä", ...texts]);
      expect(await find("needle ä")).toEqual(["NEEDLE Ä"]);
      expect(await find("ä", { limit: 2 })).toEqual(["Ä 2999", "Ä 2998"]);
    });

    withStore(open, "knows nothing of a ticket that is not there", async (store) => {
      const { desk } = await withTexts(store, ["x"]);
      await expectRefusal(store.search({ ...askFor(desk, "x"), ticketId: 987_654_321 }), "not_found");
    });
  });
}

type Find = (text: string, over?: Partial<SearchQuery>) => Promise<readonly string[]>;

interface Searchable {
  readonly desk: Desk;
  readonly sent: readonly Message[];
  /** The texts of what is found for staff. */
  readonly find: Find;
}

async function withTexts(store: Store, texts: readonly string[]): Promise<Searchable> {
  const desk = await openDesk(store);
  await store.append(messageRows(desk, texts));
  const { messages: sent } = await pageOf(store, desk, { limit: 200 });
  const find: Find = async (text, over = {}) =>
    textsOf(await store.search({ ...askFor(desk, text), ...over }));
  return { desk, sent, find };
}

function askFor({ ticket }: Desk, text: string): SearchQuery {
  return { ticketId: ticket.id, audience: "internal", text, limit: 200 };
}
