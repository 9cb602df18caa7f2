import type { Connection } from "./connection.js";
import type { Value } from "./storable.js";

/**
 * A query whose rows SQLite packs into one JSON text. Half the cost of fetching fifty rows one value at
 * a time, which is what pages of history do. `select` lists the columns of `Row`, in its order; the rows
 * come in no order one may rely on.
 */
export function packed<Row extends readonly Value[]>(
  database: Connection,
  columns: readonly string[],
  from: string,
): (values: readonly Value[]) => Row[] {
  const statement = database.prepare(`select json_group_array(json_array(${columns.join(", ")})) ${from}`);
  return (values) => JSON.parse(String(statement.all(values)[0]?.[0])) as Row[];
}
