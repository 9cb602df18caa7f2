import { openDesk, pictureOf, TestNode } from "@ticketwire/testkit";
import { describe, expect, it } from "vitest";
import { COLLECT_EVERY_MS, UNSENT_TTL_MS } from "./collect-unsent.js";

describe("files that were never sent", () => {
  it("are let go of after a day, bytes included; those that were sent stay", async () => {
    const node = new TestNode();
    const desk = await openDesk(node.store);
    const keep = async (name: string) => {
      const content = async function* (): AsyncGenerator<Uint8Array> {
        yield Buffer.from("text");
      };
      const kept = await node.files.keep({ name, content: content() });
      const file = { ...pictureOf(), ...kept, uploadedAt: node.clock.now() };
      await node.store.addAttachments(desk.ticket.id, desk.bob.id, [file]);
      return file;
    };
    const sent = await keep("sent.txt");
    const forgotten = await keep("forgotten.txt");
    const bob = node.connect(desk.bob);
    await bob.execute({
      name: "message.post",
      ticket: { ref: desk.ticket.ref },
      text: "",
      attachments: [sent.id],
    });
    await node.clock.advance(UNSENT_TTL_MS - COLLECT_EVERY_MS);
    const fresh = await keep("fresh.txt");
    expect(node.files.kept.has(forgotten.storedName)).toBe(true);

    await node.clock.advance(2 * COLLECT_EVERY_MS);
    expect(await node.store.attachment(forgotten.id)).toBeNull();
    expect([...node.files.kept.keys()]).toEqual([sent.storedName, fresh.storedName]);
  });
});
