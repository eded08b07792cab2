/** For how long data is kept, as the application wants it; and the directory's own part of it, the audit log. */
import type { Sql } from "../kernel/index.ts";
import { usualRetention, type Retention } from "../protocol/retention.ts";
import type { Duration, Instant } from "../words/index.ts";
import { minutes } from "../words/index.ts";
import { append } from "./trail.ts";

export const retentionTable = "CREATE TABLE retention (settings TEXT NOT NULL);";

const day: Duration = minutes(24 * 60);
/** Lines that one transaction throws away. */
const atOnce = 500;

export function retentionOf(sql: Sql): Retention {
  const [row] = sql.exec("SELECT settings FROM retention").toArray();
  return { ...usualRetention, ...(row && (JSON.parse(String(row["settings"])) as Retention)) }; // as it was put
}

export function putRetention(sql: Sql, retention: Retention): void {
  sql.exec("DELETE FROM retention");
  sql.exec("INSERT INTO retention (settings) VALUES (?)", JSON.stringify(retention));
}

/** When lines of the audit log will have been kept for long enough, and a day more, so that it is not done line by line. */
export function forgetDue(sql: Sql): Instant | undefined {
  const { audit } = retentionOf(sql);
  // The newest always stays: the next one is chained to it.
  const [row] = sql
    .exec("SELECT min(at) AS oldest, count(*) AS lines FROM (SELECT at FROM audit ORDER BY seq LIMIT 2)")
    .toArray();
  return audit === null || Number(row?.["lines"]) < 2 ? undefined : Number(row?.["oldest"]) + (audit + 1) * day;
}

/**
 * Throws old lines away, from the beginning, a part of them at a time. What is left begins anywhere in the chain, and is verified as before; a line of its own
 * says up to where it was cut, with the hash, which the first line that is left names as well.
 * @returns whether there may be more
 */
export function forgetAudit(sql: Sql, now: Instant): boolean {
  const { audit } = retentionOf(sql);
  if (audit === null) return false;
  const rows = sql
    .exec("SELECT seq, at, hash FROM audit WHERE seq < (SELECT max(seq) FROM audit) ORDER BY seq LIMIT ?", atOnce)
    .toArray();
  const kept = rows.findIndex(({ at }) => Number(at) >= now - audit * day);
  const last = (kept < 0 ? rows : rows.slice(0, kept)).at(-1);
  if (last === undefined) return false;
  sql.exec("DELETE FROM audit WHERE seq <= ?", Number(last["seq"]));
  const detail = { upTo: Number(last["seq"]), hash: String(last["hash"]) };
  append(sql, { at: now, by: null, from: null, action: "audit.forgotten", what: "audit", detail });
  return kept < 0;
}
