import { expect, it, onTestFinished } from "vitest";
import { RedisServer } from "./redis.js";

it("says that a server has hung up instead of answering", async () => {
  const redis = await RedisServer.start();
  onTestFinished(() => redis.stop());
  expect(await redis.say("PING")).toBe("+PONG\r\n");
  await expect(redis.say("SHUTDOWN", "NOSAVE")).rejects.toThrow("hung up");
});
