/** What nodes ask of who reads their metrics. */
export const METRICS_TOKEN = "a-token-for-the-metrics-of-these-runs";

/** How many connections a node has closed because they did not read. */
export async function slowReadersClosed(url: string): Promise<number> {
  const answer = await fetch(`${url}/metrics`, { headers: { authorization: `Bearer ${METRICS_TOKEN}` } });
  const text = await answer.text();
  const [, count] = /^ticketwire_connections_closed_total\{reason="slow_reader"\} (\d+)$/m.exec(text) ?? [];
  if (count === undefined) throw new Error(`${url}/metrics: ${answer.status}, expected closed connections`);
  return Number(count);
}
