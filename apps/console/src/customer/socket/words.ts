// Stands in for `socket.io-parser` in what customers load: between client and server go words and no bytes.

/** The revision of Socket.IO that is spoken. */
export const protocol = 5;

/** The kinds of packets that Socket.IO speaks in, by their numbers on the wire. */
export const PacketType = {
  CONNECT: 0,
  DISCONNECT: 1,
  EVENT: 2,
  ACK: 3,
  CONNECT_ERROR: 4,
  BINARY_EVENT: 5,
  BINARY_ACK: 6,
};

/** What is said in one go. */
export interface Packet {
  readonly type: number;
  readonly nsp: string;
  readonly id?: number;
  readonly data?: unknown;
}

type Heard = (packet: Packet) => void;

const WIRE = /^(\d)(?:(\/[^,]*),)?(\d+)?(.*)$/s;

/** Writes packets. */
export class Encoder {
  encode({ type, nsp, id = "" as never, data }: Packet): readonly string[] {
    const where = nsp === "/" ? "" : `${nsp},`;
    return [`${type}${where}${id}${data === undefined ? "" : JSON.stringify(data)}`];
  }
}

/** Reads packets. What is none throws, and Socket.IO ends the connection. */
export class Decoder {
  #heard: Heard | undefined;

  on(_event: "decoded", heard: Heard): void {
    this.#heard = heard;
  }

  off(): void {
    this.#heard = undefined;
  }

  add(said: string): void {
    const [, type, nsp = "/", id, data] = WIRE.exec(said) ?? [];
    if (type === undefined) throw new Error("not a packet");
    this.#heard?.({
      type: Number(type),
      nsp,
      ...(id === undefined ? {} : { id: Number(id) }),
      ...(data ? { data: JSON.parse(data) as unknown } : {}),
    });
  }

  destroy(): void {
    this.off();
  }
}
