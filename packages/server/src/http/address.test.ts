import { expect, it } from "vitest";
import { addressOf } from "./address.js";

const behind = (...hops: string[]) => ({ "x-forwarded-for": hops.join(", ") });

it("is the peer's own, in one form, and of IPv6 the network", () => {
  expect(addressOf({}, "203.0.113.9")).toBe("203.0.113.9");
  expect(addressOf({}, "::ffff:203.0.113.9")).toBe("203.0.113.9");
  expect(addressOf({}, "2001:db8:1:2:3:4:5:6")).toBe("2001:db8:1:2::/64");
  expect(addressOf({}, "2001:db8::6")).toBe("2001:db8:0:0::/64");
  expect(addressOf({}, undefined)).toBe("");
});

it("is what a reverse proxy nearby says, past any others nearby", () => {
  expect(addressOf(behind("203.0.113.9"), "127.0.0.1")).toBe("203.0.113.9");
  expect(addressOf(behind("198.51.100.1", "203.0.113.9", "10.1.2.3"), "::ffff:192.168.0.1")).toBe(
    "203.0.113.9",
  );
  expect(addressOf(behind("10.9.9.9"), "10.0.0.1")).toBe("10.9.9.9");
});

it("is not what anybody else says, nor what is no address", () => {
  expect(addressOf(behind("203.0.113.9"), "198.51.100.7")).toBe("198.51.100.7");
  expect(addressOf(behind("evil", ""), "127.0.0.1")).toBe("127.0.0.1");
  expect(addressOf(behind("203.0.113.9", "<script>"), "127.0.0.1")).toBe("127.0.0.1");
});
