/** Up to when records have been gone through, so that they are not gone through again. */
import type { Sql } from "../kernel/index.ts";
import type { Instant } from "../words/index.ts";

/** `moving`: some of those that began before may have been moved; `moved`: all have been; the others: that has been taken out of them. */
type What = "timeline" | "kept" | "moving" | "moved";

export const goneThroughUntil = (sql: Sql, what: What): Instant =>
  Number(sql.exec("SELECT until FROM stripped WHERE what = ?", what).toArray()[0]?.["until"] ?? 0);

export const goneThrough = (sql: Sql, what: What, until: Instant): unknown =>
  sql.exec("INSERT OR REPLACE INTO stripped (what, until) VALUES (?, ?)", what, until);
