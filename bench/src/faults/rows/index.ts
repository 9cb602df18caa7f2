import type { Fault } from "../fault.js";
import { allDropped } from "./all-dropped.js";
import { clocksDiffer } from "./clocks-differ.js";
import { cutFromDatabase } from "./cut-from-database.js";
import { cutFromRedis } from "./cut-from-redis.js";
import { databaseKilled } from "./database-killed.js";
import { neverReads } from "./never-reads.js";
import { nodeKilled } from "./node-killed.js";
import { nodesDrained } from "./nodes-drained.js";
import { offlineSends } from "./offline-sends.js";
import { redisKilled } from "./redis-killed.js";
import { thousandWriters } from "./thousand-writers.js";
import { unpublished } from "./unpublished.js";

/** Everything that is made to fail, in the order of the report. */
export const faults: readonly Fault[] = [
  nodeKilled,
  unpublished,
  nodesDrained,
  databaseKilled,
  redisKilled,
  cutFromDatabase,
  cutFromRedis,
  allDropped,
  neverReads,
  clocksDiffer,
  offlineSends,
  thousandWriters,
];
