/** How the application places calls. */
import type { Sql } from "../kernel/index.ts";
import type { Outbound } from "../protocol/outbound.ts";

export const outboundTable = "CREATE TABLE outbound (settings TEXT NOT NULL);";

export function outboundOf(sql: Sql): Outbound | undefined {
  const [row] = sql.exec("SELECT settings FROM outbound").toArray();
  return row && (JSON.parse(String(row["settings"])) as Outbound); // as it was put
}

/** Undefined: nobody is phoned any more. */
export function putOutbound(sql: Sql, outbound: Outbound | undefined): void {
  sql.exec("DELETE FROM outbound");
  if (outbound !== undefined) sql.exec("INSERT INTO outbound (settings) VALUES (?)", JSON.stringify(outbound));
}
