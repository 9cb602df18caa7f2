/**
 * For bundles by Vite or Rollup: leaves out a transport of Socket.IO that is never used, as the client speaks WebSocket
 * and long-polling only. Saves 0.8 KB.
 */
export function leanSocket() {
  return {
    name: "ticketwire-lean-socket",
    enforce: "pre",
    load(id) {
      return /engine\.io-client\/build\/esm\/transports\/webtransport\.js$/.test(id)
        ? "export class WT {}"
        : undefined;
    },
  };
}
