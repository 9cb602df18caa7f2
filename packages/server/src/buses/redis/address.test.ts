import { describe, expect, it } from "vitest";
import { redisAddress } from "./address.js";

const PLAIN = { tls: false, username: undefined, password: undefined, database: 0, master: "" };

describe("redisAddress", () => {
  it.each([
    ["redis://localhost", { ...PLAIN, kind: "single", hosts: [{ host: "localhost", port: 6379 }] }],
    [
      "rediss://:s%40cret:x@cache.example.com:7000/3",
      {
        ...PLAIN,
        kind: "single",
        hosts: [{ host: "cache.example.com", port: 7000 }],
        tls: true,
        password: "s@cret:x",
        database: 3,
      },
    ],
    ["redis://[::1]:7000/", { ...PLAIN, kind: "single", hosts: [{ host: "::1", port: 7000 }] }],
    [
      "redis+sentinel://ann:pw@a,b:7001/mymaster/2",
      {
        ...PLAIN,
        kind: "sentinel",
        hosts: [
          { host: "a", port: 26379 },
          { host: "b", port: 7001 },
        ],
        username: "ann",
        password: "pw",
        master: "mymaster",
        database: 2,
      },
    ],
    [
      "rediss+cluster://a:7000,b",
      {
        ...PLAIN,
        kind: "cluster",
        tls: true,
        hosts: [
          { host: "a", port: 7000 },
          { host: "b", port: 6379 },
        ],
      },
    ],
  ])("takes %s apart", (url, address) => {
    expect(redisAddress(url)).toEqual(address);
  });

  it.each([
    "",
    "redis://",
    "localhost:6379",
    "http://localhost",
    "redis://a,b",
    "redis://a:99999",
    "redis://a/x",
    "redis://a/1/2",
    "redis://a?db=1",
    "redis://a/99999",
    "redis+sentinel://a:26379",
    "redis+cluster://a,,b",
    "redis://%ff@a",
    "redis+other://a",
  ])("refuses %s", (url) => {
    expect(redisAddress(url)).toBeUndefined();
  });
});
