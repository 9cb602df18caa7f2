import { Json } from "@ticketwire/dialects";
import { Encoder, type Packet, PacketType } from "socket.io-parser";
import { describe, expect, test } from "vitest";
import { TakingDecoder, TextEncoder } from "./parser.js";

function decoding(prefix = "/v1,") {
  const decoder = new TakingDecoder();
  const taken: unknown[][] = [];
  const decoded: Packet[] = [];
  decoder.takers = [{ prefix, take: (...event) => taken.push(event) }];
  decoder.on("decoded", (packet: Packet) => decoded.push(packet));
  return { decoder, taken, decoded };
}

describe("a plain event goes straight to who takes it", () => {
  test.each([
    ["/v1,", '2/v1,7["post",{"text":"hi"}]', ["post", { text: "hi" }, 7]],
    ["/v1,", '2/v1,["leave"]', ["leave", undefined, undefined]],
    ["/v1,", '2/v1,0["post",null,"more"]', ["post", null, 0]],
    ["", '212["post",["a"]]', ["post", ["a"], 12]],
  ])("%s takes %s", (prefix, packet, event) => {
    const { decoder, taken, decoded } = decoding(prefix);
    decoder.add(packet);
    expect(taken).toEqual([event]);
    expect(decoded).toEqual([]);
  });
});

describe("what is none goes the ordinary way", () => {
  test.each([
    ["an event of another namespace", '2/v2,["post"]'],
    ["an event of the first namespace", '2["post"]'],
    ["joining", '0/v1,{"token":"t"}'],
    ["an acknowledgement", '3/v1,7["ok"]'],
    ["leaving", "1/v1,"],
    ["an event that a number names", '2/v1,[5,"a"]'],
    ["an event with a longer number than is exact", '2/v1,1234567890123456["post"]'],
  ])("%s", (_what, packet) => {
    const { decoder, taken, decoded } = decoding();
    decoder.add(packet);
    expect(taken).toEqual([]);
    expect(decoded).toHaveLength(1);
  });

  test.each([
    ["broken JSON", '2/v1,7["post",{]'],
    ["no list", '2/v1,7{"post":1}'],
    ["a reserved name", '2/v1,7["disconnect"]'],
    ["nothing", "2/v1,"],
    ["what is no number where one stands", '2/v1,7x["post"]'],
  ])("%s is refused by Socket.IO", (_what, packet) => {
    const { decoder, taken } = decoding();
    try {
      decoder.add(packet);
    } catch (failure) {
      expect(failure).toMatchObject({ message: "invalid payload" });
    }
    expect(taken).toEqual([]);
  });

  test("an event with binary data is put together, and nothing comes between its parts", () => {
    const { decoder, taken, decoded } = decoding();
    decoder.add('51-/v1,["post",{"_placeholder":true,"num":0}]');
    expect(() => decoder.add('2/v1,["post"]')).toThrow("reconstructing");
    decoder.add(Buffer.from("bytes"));
    expect(taken).toEqual([]);
    expect(decoded).toMatchObject([{ type: PacketType.EVENT, data: ["post", Buffer.from("bytes")] }]);
  });
});

describe("the encoder writes what Socket.IO's does", () => {
  const packets: readonly Packet[] = [
    { type: PacketType.EVENT, nsp: "/v1", data: ["event", { text: 'a "quote", ünï, 😀', none: undefined }] },
    { type: PacketType.EVENT, nsp: "/", data: ["event", undefined, null, 3, "x"] },
    { type: PacketType.EVENT, nsp: "/v1", data: ["event", { at: 1 }], id: 0 },
    { type: PacketType.ACK, nsp: "/v1", data: [{ ok: true }], id: 17 },
    { type: PacketType.CONNECT, nsp: "/v1", data: { sid: "s" } },
    { type: PacketType.CONNECT_ERROR, nsp: "/", data: { message: "no" } },
    { type: PacketType.DISCONNECT, nsp: "/v1" },
  ];

  test.each(packets.map((packet) => [JSON.stringify(packet), packet] as const))("%s", (_text, packet) => {
    expect(new TextEncoder().encode(packet)).toEqual(new Encoder().encode({ ...packet }));
  });

  test("and takes JSON as it is", () => {
    const packet = { type: PacketType.EVENT, nsp: "/v1", data: ["event", new Json('{"a":1}'), undefined] };
    expect(new TextEncoder().encode(packet)).toEqual(['2/v1,["event",{"a":1},null]']);
  });
});
