/** `npm run bench:cold-start`: time from starting the process on an existing database to the first 200 of /readyz. */
import { ServerProcess } from "./server-process.js";

const ROUNDS = 7;
const server = await ServerProcess.prepare();
await server.start();
await server.kill();

const times: number[] = [];
for (let round = 0; round < ROUNDS; round++) {
  const startedAt = performance.now();
  await server.start();
  times.push(performance.now() - startedAt);
  await server.kill();
}
await server.cleanUp();
times.sort((a, b) => a - b);
console.log(
  `cold start to /readyz: median ${ms(times[ROUNDS >> 1])}, worst ${ms(times.at(-1))}, ${ROUNDS} rounds`,
);

function ms(time: number | undefined): string {
  return `${Math.round(time ?? 0)} ms`;
}
