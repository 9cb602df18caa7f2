import { once } from "node:events";
import { type AddressInfo, createServer } from "node:net";

const STARTS = 5;

/** A port that nobody listens on at this moment. */
export async function freePort(): Promise<number> {
  const probe = createServer().listen(0, "127.0.0.1");
  await once(probe, "listening");
  const { port } = probe.address() as AddressInfo;
  probe.close();
  await once(probe, "close");
  return port;
}

/** Starts something on a free port, and once more on another when somebody takes that one first. */
export async function startOnFreePort<T>(start: (port: number) => Promise<T>): Promise<T> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await start(await freePort());
    } catch (failure) {
      if (attempt === STARTS) throw failure;
    }
  }
}
