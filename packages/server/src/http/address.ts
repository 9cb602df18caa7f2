import type { IncomingHttpHeaders } from "node:http";
import { BlockList, isIP, isIPv6 } from "node:net";

/** Addresses of machines and networks of one's own: where a reverse proxy stands. */
const NEARBY = new BlockList();
NEARBY.addSubnet("127.0.0.0", 8, "ipv4");
NEARBY.addSubnet("10.0.0.0", 8, "ipv4");
NEARBY.addSubnet("172.16.0.0", 12, "ipv4");
NEARBY.addSubnet("192.168.0.0", 16, "ipv4");
NEARBY.addSubnet("169.254.0.0", 16, "ipv4");
NEARBY.addAddress("::1", "ipv6");
NEARBY.addSubnet("fc00::", 7, "ipv6");
NEARBY.addSubnet("fe80::", 10, "ipv6");

/**
 * The address a request comes from, for limits. Behind a reverse proxy nearby it is the last one in `X-Forwarded-For`
 * that is not nearby itself; from anywhere else that header is not believed. Of an IPv6 address only the network
 * counts: one machine has all the rest.
 */
export function addressOf(headers: IncomingHttpHeaders, peer: string | undefined): string {
  let address = plain(peer ?? "");
  const hops = String(headers["x-forwarded-for"] ?? "").split(",");
  while (isNearby(address)) {
    const hop = plain(hops.pop()?.trim() ?? "");
    if (isIP(hop) === 0) break;
    address = hop;
  }
  return isIPv6(address) ? networkOf(address) : address;
}

function isNearby(address: string): boolean {
  const family = isIP(address);
  return family !== 0 && NEARBY.check(address, family === 6 ? "ipv6" : "ipv4");
}

/** IPv4 as it is, also where it comes dressed up as IPv6. */
function plain(address: string): string {
  return address.replace(/^::ffff:(?=\d+\.)/i, "");
}

/** The first 64 bits. */
function networkOf(address: string): string {
  const [head = "", tail] = address.split("::", 2);
  const groups = head.split(":").filter(Boolean);
  const rest = tail?.split(":").filter(Boolean) ?? [];
  const zeros = Array.from({ length: Math.max(0, 8 - groups.length - rest.length) }, () => "0");
  const full = tail === undefined ? groups : [...groups, ...zeros, ...rest];
  return `${full.slice(0, 4).join(":")}::/64`;
}
