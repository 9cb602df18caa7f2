import { isBehind } from "./cork.js";
import { directWebSocket } from "./direct.js";
import { frameBytes } from "./frame.js";
import { internalsOf, type PacketOptions, type SocketInternals } from "./seams.js";
import { MESSAGE, writeFrame } from "./writer.js";

/** One packet, or several, on their way to many sockets: encoded once, framed once, and for each sent by the road it can take. */
export class Broadcast {
  /** Made for the first socket that takes it; null if there is no way to make it. */
  #frames: Buffer | null | undefined;

  constructor(
    private readonly packet: unknown,
    private readonly encoded: readonly unknown[],
    private readonly options: PacketOptions,
  ) {}

  /** Sends the packet to a socket, behind all that was sent to it before. */
  sendTo(socket: SocketInternals): void {
    if (this.packet !== undefined) socket.notifyOutgoingListeners(this.packet);
    if (!this.#sendDirectly(socket)) socket.client.writeToEngine(this.encoded, this.options);
  }

  #sendDirectly({ client }: SocketInternals): boolean {
    const webSocket = directWebSocket(client.conn);
    if (webSocket === undefined) return false;
    this.#frames ??= framesOf(this.encoded);
    if (this.#frames === null) return false;
    const tcp = internalsOf(webSocket)._socket;
    if (this.options.volatile && tcp !== null && isBehind(tcp)) return true;
    return writeFrame(webSocket, this.#frames);
  }
}

/** All frames of a packet in one buffer, attachments behind the header they belong to. */
function framesOf(encoded: readonly unknown[]): Buffer | null {
  const frames: Buffer[] = [];
  for (const part of encoded) {
    if (typeof part === "string") frames.push(frameBytes(MESSAGE + part));
    else if (part instanceof ArrayBuffer) frames.push(frameBytes(Buffer.from(part)));
    else if (ArrayBuffer.isView(part))
      frames.push(frameBytes(Buffer.from(part.buffer, part.byteOffset, part.byteLength)));
    else return null;
  }
  return frames.length === 1 ? (frames[0] as Buffer) : Buffer.concat(frames);
}
