import { join } from "node:path";
import { openSqliteStore } from "@ticketwire/server";
import { test } from "vitest";
import { expectToSurvive } from "./killed-under-load.js";
import { Workplace } from "./workplace.js";

test("[S1] [S2] [S3] killed five times under load, it loses, doubles and reorders nothing", async () => {
  const place = await Workplace.open();
  const file = join(place.dataDir, "ticketwire.db");
  await expectToSurvive(place, { kills: 5, env: {}, openStore: () => openSqliteStore({ file }) });
}, 120_000);
