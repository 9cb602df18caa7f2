import { randomBytes } from "node:crypto";
import { mkdir, readFile, rename, writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { Config } from "../config/index.js";

const KEY_BYTES = 32;

/**
 * The secret behind file links: that of the tokens, or where tokens are signed elsewhere, random bytes kept in
 * `link-key` in the data folder, so that links outlive a restart.
 */
export async function openLinkSecret(config: {
  readonly dataDir: Config["dataDir"];
  readonly jwt: Pick<Config["jwt"], "secret">;
}): Promise<Uint8Array | string> {
  if (config.jwt.secret !== undefined) return config.jwt.secret;
  const path = join(config.dataDir, "link-key");
  const kept = await readIfThere(path);
  if (kept?.length === KEY_BYTES) return kept;
  const fresh = randomBytes(KEY_BYTES);
  await mkdir(config.dataDir, { recursive: true });
  await writeFile(`${path}.new`, fresh, { mode: 0o600 });
  await rename(`${path}.new`, path);
  return fresh;
}

async function readIfThere(path: string): Promise<Buffer | undefined> {
  try {
    return await readFile(path);
  } catch (failure) {
    if (failure instanceof Error && "code" in failure && failure.code === "ENOENT") return undefined;
    throw failure;
  }
}
