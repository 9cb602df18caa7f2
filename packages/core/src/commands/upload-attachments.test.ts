import { type Desk, keyOf, openDesk, type TestClient, TestNode } from "@ticketwire/testkit";
import { describe, expect, it } from "vitest";
import type { Attachment } from "../message.js";
import type { IncomingFile } from "../ports/files.js";

async function bench(): Promise<{ readonly node: TestNode; readonly desk: Desk; readonly bob: TestClient }> {
  const node = new TestNode();
  const desk = await openDesk(node.store);
  return { node, desk, bob: node.connect(desk.bob) };
}

function file(name: string, ...chunks: readonly string[]): IncomingFile {
  const content = async function* (): AsyncGenerator<Uint8Array> {
    for (const chunk of chunks) yield Buffer.from(chunk, "latin1");
  };
  return { name, content: content() };
}

async function upload(
  client: TestClient,
  { ticket }: Desk,
  files: readonly IncomingFile[],
  failure?: Error,
): Promise<readonly Attachment[]> {
  const stream = async function* (): AsyncGenerator<IncomingFile> {
    yield* files;
    if (failure) throw failure;
  };
  const { attachments } = await client.execute({
    name: "attachment.upload",
    ticket: keyOf(ticket),
    files: stream(),
  });
  return attachments;
}

describe("uploading files", () => {
  it("keeps them for one message of their uploader", async () => {
    const { node, desk, bob } = await bench();
    const kept = await upload(bob, desk, [file("a.png", "\u0089PNG", "..."), file("b.txt", "text")]);
    expect(kept.map(({ name, type, size }) => [name, type, size])).toEqual([
      ["a.png", "image/png", 7],
      ["b.txt", "text/plain", 4],
    ]);
    const ids = kept.map(({ id }) => id);
    const thief = node.connect(desk.ann).post(desk.ticket, "mine", { attachments: ids });
    await expect(thief).rejects.toMatchObject({ code: "invalid" });
    expect((await bob.post(desk.ticket, "", { attachments: ids })).attachments).toEqual(kept);
    await expect(bob.post(desk.ticket, "", { attachments: ids })).rejects.toMatchObject({ code: "invalid" });
  });

  it("keeps all of them or none", async () => {
    const { node, desk, bob } = await bench();
    const fine = (): IncomingFile => file("fine.txt", "text");
    const refused: [string, readonly IncomingFile[], Error?][] = [
      ["invalid", []],
      ["invalid", Array.from({ length: 6 }, fine)],
      ["too_large", [fine(), file("big.txt", "x".repeat(1000), "x".repeat(1000))]],
      ["unsupported_type", [fine(), file("evil.png", "\u00ff\u00fe")]],
      ["connection lost", [fine(), fine()], new Error("connection lost")],
    ];
    for (const [why, files, failure] of refused) {
      const error = await upload(bob, desk, files, failure).catch((thrown: unknown) => thrown);
      expect([why, error]).toEqual([
        why,
        expect.objectContaining(failure ? { message: why } : { code: why }),
      ]);
      expect(node.files.kept.size).toBe(0);
    }
    node.store.failNext("addAttachments");
    await expect(upload(bob, desk, [fine()])).rejects.toMatchObject({ code: "unavailable" });
    expect(node.files.kept.size).toBe(0);
    expect(await upload(bob, desk, Array.from({ length: 5 }, fine))).toHaveLength(5);
  });

  it("reads nothing of a stranger's files", async () => {
    const { node, desk } = await bench();
    const [put] = await node.store.putUsers([{ ref: "u-mel" }], false, 1);
    if (!put) throw new Error("no mel");
    let read = 0;
    const content = async function* (): AsyncGenerator<Uint8Array> {
      read += 1;
      yield Buffer.from("text");
    };
    const stranger = node.connect(put.user);
    await expect(upload(stranger, desk, [{ name: "a", content: content() }])).rejects.toMatchObject({
      code: "not_found",
    });
    expect(read).toBe(0);
  });
});
