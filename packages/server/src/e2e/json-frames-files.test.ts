import { allowedFiles, refusedFiles, type SampleFile } from "@ticketwire/testkit";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { Frames, type Name, type Row, rowOf } from "./frames.js";
import { TIME } from "./shapes.js";

let frames: Frames;
beforeAll(async () => {
  frames = await Frames.start();
});
afterAll(() => frames.close());

interface File {
  readonly id: string;
  readonly url: string;
}

const { png, pdf } = allowedFiles;

function upload<T = { readonly data: readonly File[] }>(
  who: Name,
  ticketId: number,
  files: readonly SampleFile[],
  fields: Readonly<Record<string, string>> = {},
) {
  const form = new FormData();
  for (const [name, value] of Object.entries(fields)) form.set(name, value);
  for (const { name, bytes } of files) form.append("files", new Blob([Uint8Array.from(bytes)]), name);
  return frames.request<T & { readonly code?: string }>(who, "POST", `/api/chat/upload/${ticketId}`, form);
}

function shown({ name, type, bytes }: SampleFile): object {
  const url = expect.stringMatching(/^http.*#[0-9a-f-]{36}$/);
  return { id: expect.any(String), url, name, type, size: bytes.length, uploaded_at: TIME };
}

describe("POST /api/chat/upload/:ticketId", () => {
  it("takes in files for a later message, by id or by link, in a frame or a request", async () => {
    const ticketId = await frames.openTicket();
    const ann = await frames.join("ann", ticketId);
    const bob = await frames.join("bob", ticketId);
    const { status, body } = await upload("bob", ticketId, [png, pdf]);
    expect([status, body]).toEqual([
      201,
      { success: true, message: "2 files uploaded", data: [shown(png), shown(pdf)] },
    ]);
    const [first, second] = body.data;
    bob.send("SEND_MESSAGE", { ticketId, message: "look", attachments: [first?.url, second?.id] });
    const attachments = [shown(png), shown(pdf)];
    expect(await ann.next("NEW_MESSAGE")).toMatchObject({ message: "look", attachments });
    expect(await frames.rows(ticketId)).toEqual([rowOf("bob", ticketId, "look", { attachments })]);
    const fetched = await fetch(first?.url ?? "");
    expect(Buffer.from(await fetched.arrayBuffer()).equals(png.bytes)).toBe(true);
    const again = { ticketId, message: "twice", attachments: [first?.id] };
    expect((await frames.request("bob", "POST", "/api/chat/messages", again)).status).toBe(400);
  });

  it("with `message` says it at once, with its files, the sender's key and what it answers", async () => {
    const ticketId = await frames.openTicket();
    const ann = await frames.join("ann", ticketId);
    const question = await frames.say("ann", ticketId, "which one?");
    const fields = {
      message: "this one",
      parentMessageId: String(question.id),
      temp_id: "t1",
      userId: "201",
      userType: "customer",
    };
    const { status, body } = await upload<{ data: Row }>("bob", ticketId, [png], fields);
    const row = rowOf("bob", ticketId, "this one", {
      parent_message_id: question.id,
      attachments: [shown(png)],
    });
    expect([status, body]).toEqual([
      201,
      { success: true, message: "Chat message added successfully", data: row },
    ]);
    await ann.next("NEW_MESSAGE");
    expect(await ann.next("NEW_MESSAGE")).toMatchObject({ message: "this one", attachments: [shown(png)] });
    const again = await upload<{ data: Row }>("bob", ticketId, [png], fields);
    expect([again.status, again.body.data.id]).toEqual([200, body.data.id]);
    expect((await upload("bob", ticketId, [pdf], fields)).status).toBe(409);
    expect((await upload("bob", ticketId, [png], { ...fields, userId: "202" })).status).toBe(403);
    expect(await frames.rows(ticketId)).toHaveLength(2);
  });

  it("a file without words is a message too", async () => {
    const ticketId = await frames.openTicket();
    const { status, body } = await upload<{ data: Row }>("bob", ticketId, [png], { message: "" });
    expect([status, body.data]).toEqual([201, rowOf("bob", ticketId, "", { attachments: [shown(png)] })]);
  });

  it.each(Object.entries(allowedFiles))("takes %s", async (_kind, file) => {
    const { status, body } = await upload("ann", await frames.openTicket(), [file]);
    expect([status, body.data]).toEqual([201, [shown(file)]]);
  });

  it.each(Object.entries(refusedFiles))("refuses %s, whatever it is called", async (_kind, file) => {
    const { status, body } = await upload("ann", await frames.openTicket(), [{ ...file, name: "a.png" }]);
    expect([status, body.code]).toEqual([415, "unsupported_type"]);
  });

  it("refuses none, six, one that is too large, and a stranger's", async () => {
    const ticketId = await frames.openTicket();
    const large = { ...pdf, bytes: Buffer.concat([pdf.bytes, Buffer.alloc(10 * 1024 * 1024)]) };
    const cases: readonly (readonly [Name, readonly SampleFile[], number])[] = [
      ["bob", [], 400],
      ["bob", [png, png, png, png, png, png], 400],
      ["bob", [large], 413],
      ["eve", [png], 404],
    ];
    for (const [who, files, expected] of cases) {
      expect((await upload(who, ticketId, files)).status, String(expected)).toBe(expected);
    }
  });
});
