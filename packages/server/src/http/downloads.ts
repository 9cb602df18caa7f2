import { ChatError } from "@ticketwire/core";
import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import type { FileLinks, KeptFiles } from "../files/index.js";
import { dispositionOf } from "../files/kept-files.js";

/**
 * Serves files under their signed links, or leads to where they are kept. Nothing is served in a way a browser would run.
 */
export function mountDownloads(app: FastifyInstance, files: KeptFiles, links: FileLinks): void {
  const download = async (request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> => {
    const { storedName } = request.params as { storedName: string };
    const query = request.query as { readonly name?: unknown };
    if (!links.check(storedName, query)) throw noSuchFile();
    const name = typeof query.name === "string" ? query.name : storedName;
    const open = {
      "content-security-policy": "sandbox; default-src 'none'",
      "cross-origin-resource-policy": "cross-origin",
    };
    if (files.linkTo) {
      const url = await files.linkTo(storedName, name);
      if (url === null) throw noSuchFile();
      // Where it leads to is good for a few minutes, the link itself for longer.
      return reply.headers({ ...open, "cache-control": "no-store" }).redirect(url, 302);
    }
    const file = await files.read(storedName);
    if (!file) throw noSuchFile();
    return reply
      .headers({
        ...open,
        "content-type": file.type,
        "content-length": file.size,
        "content-disposition": dispositionOf(file.type, name),
        "cache-control": "private, max-age=3600, immutable",
      })
      .send(file.stream);
  };
  for (const path of links.paths) app.get(`${path}/:storedName`, { schema: { hide: true } }, download);
}

function noSuchFile(): ChatError {
  return new ChatError("not_found", "no such file, or its link has expired");
}
