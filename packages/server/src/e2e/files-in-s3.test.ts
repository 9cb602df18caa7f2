import { allowedFiles, S3_CREDENTIALS, S3Server } from "@ticketwire/testkit";
import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import { type Message, NativeDesk, type Posted } from "./native-desk.js";

let s3: S3Server;

beforeAll(async () => {
  for (const [name, value] of Object.entries(S3_CREDENTIALS)) vi.stubEnv(name, value);
  s3 = await S3Server.start();
});
afterAll(async () => {
  await s3.stop();
  vi.unstubAllEnvs();
});

interface Uploaded {
  readonly attachments: readonly { readonly id: string; readonly url: string }[];
}

function formWith(bytes: Buffer, name: string): FormData {
  const form = new FormData();
  form.set("files", new Blob([Uint8Array.from(bytes)]), name);
  return form;
}

/** Sends a file as Bob, and gives the link to it as Ann reads it in the message. */
async function send(desk: NativeDesk, ticket: string): Promise<{ url: string; message: Message }> {
  const path = `/v1/tickets/${ticket}/attachments`;
  const { bytes, name } = allowedFiles.png;
  const { status, body } = await desk.request<Uploaded>("bob", "POST", path, formWith(bytes, name));
  expect(status).toBe(201);
  const ann = await desk.join("ann", ticket);
  const bob = await desk.join("bob", ticket);
  const attachments = body.attachments.map(({ id }) => id);
  const posted = await bob.ask<Posted>("post", { ticket, text: "look", clientId: "c-1", attachments });
  expect(posted.ok).toBe(true);
  const { message } = await ann.next<{ message: Message }>("event");
  return { url: message.attachments[0]?.url ?? "", message };
}

describe("files in S3", () => {
  let desk: NativeDesk;
  beforeAll(async () => {
    desk = await NativeDesk.start({ env: { FILES_URL: s3.filesUrl("led") } });
  });
  afterAll(() => desk.close());

  test("a link leads to S3, where the file is as it was sent", async () => {
    const { url } = await send(desk, await desk.openTicket());
    expect(url).toMatch(`${desk.server.url}/uploads/`);
    const led = await fetch(url, { redirect: "manual" });
    expect(led.status).toBe(302);
    expect(led.headers.get("cache-control")).toBe("no-store");
    expect(led.headers.get("location")).toMatch(`${s3.endpoint}/ticketwire-files/led/`);
    const file = await fetch(url);
    expect(file.status).toBe(200);
    expect(file.headers.get("content-type")).toBe("image/png");
    expect(file.headers.get("content-disposition")).toBe("inline; filename*=UTF-8''parcel.png");
    expect(Buffer.from(await file.arrayBuffer())).toEqual(allowedFiles.png.bytes);
  });

  test("a link that was changed leads nowhere", async () => {
    const { url } = await send(desk, await desk.openTicket());
    for (const changed of [
      url.replace("parcel.png", "page.html"),
      url.replace(/signature=../, "signature=__"),
    ])
      expect((await fetch(changed, { redirect: "manual" })).status).toBe(404);
  });

  test("[S13] the file of a message that is taken back is gone from S3, and its link opens nothing", async () => {
    const ticket = await desk.openTicket();
    const { url, message } = await send(desk, ticket);
    const before = await s3.keys("led");
    const bob = await desk.join("bob", ticket);
    expect(await bob.ask("delete", { ticket, message: message.id })).toMatchObject({ ok: true });
    expect((await fetch(url)).status).toBe(404);
    expect(await s3.keys("led")).toHaveLength(before.length - 1);
  });

  test("pages may show pictures and play recordings from S3, and from nowhere else", async () => {
    const policy = (await fetch(`${desk.server.url}/healthz`)).headers.get("content-security-policy");
    expect(policy).toContain(`img-src 'self' data: blob: ${s3.endpoint};`);
    expect(policy).toContain(`media-src 'self' blob: ${s3.endpoint};`);
    expect(policy).toContain("default-src 'self';");
  });

  test("[S14] what is refused never comes to S3", async () => {
    const path = `/v1/tickets/${await desk.openTicket()}/attachments`;
    const before = await s3.keys("led");
    const answer = await desk.request("bob", "POST", path, formWith(Buffer.from([0, 1, 2]), "a.png"));
    expect(answer.status).toBe(415);
    expect(await s3.keys("led")).toEqual(before);
  });

  test("while S3 is away files are refused with a time to try again, and text goes on", async () => {
    const ticket = await desk.openTicket();
    const path = `/v1/tickets/${ticket}/attachments`;
    const bob = await desk.join("bob", ticket);
    await s3.kill();
    const refused = await fetch(desk.server.url + path, {
      method: "POST",
      headers: { authorization: `Bearer ${await desk.token("bob")}` },
      body: formWith(Buffer.from("hello"), "a.txt"),
    });
    expect(refused.status).toBe(503);
    expect(refused.headers.get("retry-after")).toBe("5");
    expect(await refused.json()).toMatchObject({ code: "unavailable" });
    expect(await bob.ask("post", { ticket, text: "still here", clientId: "c-1" })).toMatchObject({
      ok: true,
    });
    await s3.start();
    const kept = await desk.request("bob", "POST", path, formWith(Buffer.from("hello"), "a.txt"));
    expect(kept.status).toBe(201);
  }, 30_000);
});

describe("files in S3 that clients can't reach", () => {
  let desk: NativeDesk;
  beforeAll(async () => {
    desk = await NativeDesk.start({ env: { FILES_URL: s3.filesUrl("proxied", "&proxy=1") } });
  });
  afterAll(() => desk.close());

  test("come through the server, as they would from its disk", async () => {
    const { url } = await send(desk, await desk.openTicket());
    const file = await fetch(url, { redirect: "error" });
    expect(file.status).toBe(200);
    expect(Object.fromEntries(file.headers)).toMatchObject({
      "content-type": "image/png",
      "content-length": `${allowedFiles.png.bytes.length}`,
      "content-disposition": "inline; filename*=UTF-8''parcel.png",
      "content-security-policy": "sandbox; default-src 'none'",
      "cache-control": "private, max-age=3600, immutable",
    });
    expect(Buffer.from(await file.arrayBuffer())).toEqual(allowedFiles.png.bytes);
  });

  test("pages need not let S3 in", async () => {
    const policy = (await fetch(`${desk.server.url}/healthz`)).headers.get("content-security-policy");
    expect(policy).toContain("img-src 'self' data: blob:;");
    expect(policy).toContain("media-src 'self' blob:;");
  });
});
