import { existsSync } from "node:fs";
import { join } from "node:path";
import type { FastifyInstance, FastifyReply } from "fastify";

/** How these pages are set up. */
export interface CustomerPagesOptions {
  /** Folder of what the console's build has made. */
  readonly consoleDir: string;
  /** Whose pages may have the widget on them. */
  readonly corsOrigins: readonly string[];
  /** Where pictures and recordings come from that are not kept here. */
  readonly fileOrigins: readonly string[];
}

const PAGE = "customer.html";

/** The widget's script is small and asked for on every page: a new release is there within minutes. */
const SCRIPT_HEADERS = {
  "cache-control": "public, max-age=300, stale-while-revalidate=86400",
  "cross-origin-resource-policy": "cross-origin",
  "access-control-allow-origin": "*",
};

/**
 * The widget and the customer's page: `/widget.js`, which any site may load; `/widget/frame`, which the sites of
 * `CORS_ORIGINS` may have in a frame; `/t/…`, which nobody may.
 */
export function mountCustomerPages(app: FastifyInstance, options: CustomerPagesOptions): void {
  const { consoleDir, corsOrigins, fileOrigins } = options;
  if (!existsSync(join(consoleDir, PAGE))) return;
  const hidden = { schema: { hide: true } };
  const policy = (ancestors: readonly string[]): string => contentPolicy(fileOrigins, ancestors);
  const send = (reply: FastifyReply, ancestors: readonly string[]): FastifyReply =>
    reply
      .header("content-security-policy", policy(ancestors))
      .header("cache-control", "no-cache")
      .sendFile(PAGE, { cacheControl: false });

  app.get("/widget/frame", hidden, (_request, reply) => {
    // Browsers that know `frame-ancestors` go by it alone; others would refuse every site.
    reply.removeHeader("x-frame-options");
    return send(reply, corsOrigins.includes("*") ? ["*"] : ["'self'", ...corsOrigins]);
  });
  for (const path of ["/t", "/t/*"]) app.get(path, hidden, (_request, reply) => send(reply, ["'none'"]));
  app.get("/widget.js", hidden, (_request, reply) =>
    reply.headers(SCRIPT_HEADERS).sendFile("widget.js", { cacheControl: false }),
  );
}

/** Only what is ours runs, and nothing that stands in a page as text. */
function contentPolicy(fileOrigins: readonly string[], ancestors: readonly string[]): string {
  const files = fileOrigins.map((origin) => ` ${origin}`).join("");
  return [
    "default-src 'none'",
    "script-src 'self'",
    "style-src 'self'",
    "connect-src 'self' ws: wss:",
    `img-src 'self' data: blob:${files}`,
    `media-src 'self' blob:${files}`,
    "font-src 'self'",
    "base-uri 'none'",
    "form-action 'none'",
    `frame-ancestors ${ancestors.join(" ")}`,
  ].join("; ");
}
