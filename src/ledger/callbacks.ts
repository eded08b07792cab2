/** How promises to phone somebody have ended, each under the call in which it was made. */
import type { Sql } from "../kernel/index.ts";
import type { CallbackRecord } from "../protocol/callback.ts";
import type { CallId, Instant } from "../words/index.ts";

/** A few for each call at most: a caller who is promised it again in another queue has another. */
export const callbackTable = `
  CREATE TABLE callback (
    of TEXT NOT NULL,
    entry TEXT NOT NULL,
    queue TEXT NOT NULL,
    ended INTEGER NOT NULL,
    outcome TEXT NOT NULL,
    record TEXT NOT NULL,
    PRIMARY KEY (of, entry)
  ) WITHOUT ROWID;
`;

/** The same end may be told twice: what was told first stays. False: it was told before. */
export function keepCallback(sql: Sql, callback: CallbackRecord): boolean {
  const { of, entryId, queueId, endedAt, outcome } = callback;
  const kept = sql.exec(
    "INSERT OR IGNORE INTO callback (of, entry, queue, ended, outcome, record) VALUES (?, ?, ?, ?, ?, ?) RETURNING entry",
    of,
    entryId,
    queueId,
    endedAt,
    outcome,
    JSON.stringify(callback),
  );
  return kept.toArray().length > 0;
}

/** In the order of their ends. */
export const callbacksOf = (sql: Sql, call: CallId): CallbackRecord[] =>
  sql.exec("SELECT record FROM callback WHERE of = ? ORDER BY ended", call).toArray().map(callbackIn);

/** Of promises that were made in calls that began between two moments and have ended. */
export const callbacksBetween = (sql: Sql, from: Instant, until: Instant): CallbackRecord[] =>
  sql
    .exec(
      `SELECT callback.record FROM (SELECT id FROM call WHERE started >= ? AND started < ?) AS call
       CROSS JOIN callback ON callback.of = call.id`,
      from,
      until,
    )
    .toArray()
    .map(callbackIn);

const callbackIn = (row: Record<string, unknown>): CallbackRecord =>
  JSON.parse(String(row["record"])) as CallbackRecord; // written by keepCallback
