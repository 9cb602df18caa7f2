import { ChatError } from "@ticketwire/core";
import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import type { DiskFiles, FileLinks } from "../files/index.js";

/** Serves files under their signed links. Nothing is served in a way a browser would run. */
export function mountDownloads(app: FastifyInstance, files: DiskFiles, links: FileLinks): void {
  const download = async (request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> => {
    const { storedName } = request.params as { storedName: string };
    const query = request.query as { readonly name?: unknown };
    if (!links.check(storedName, query))
      throw new ChatError("not_found", "no such file, or its link has expired");
    const file = await files.read(storedName);
    if (!file) throw new ChatError("not_found", "no such file, or its link has expired");
    const name = typeof query.name === "string" ? query.name : storedName;
    const shown = file.type.startsWith("image/") ? "inline" : "attachment";
    return reply
      .headers({
        "content-type": file.type,
        "content-length": file.size,
        "content-disposition": `${shown}; filename*=UTF-8''${encodeURIComponent(name)}`,
        "content-security-policy": "sandbox; default-src 'none'",
        "cross-origin-resource-policy": "cross-origin",
        "cache-control": "private, max-age=3600, immutable",
      })
      .send(file.stream);
  };
  for (const path of links.paths) app.get(`${path}/:storedName`, { schema: { hide: true } }, download);
}
