/** The promises that were made in calls, as reports count them. */
import type { Sql } from "../kernel/index.ts";
import type { CallbackRecord } from "../protocol/callback.ts";
import type { EndedPromise } from "../reports/promises.ts";
import type { CallId, Instant } from "../words/index.ts";
import { placeOf } from "./place.ts";

/** Of calls that began between two moments and have ended, by call. */
export function promisesBetween(sql: Sql, from: Instant, until: Instant): ReadonlyMap<CallId, readonly EndedPromise[]> {
  const promises = new Map<CallId, EndedPromise[]>();
  const rows = sql
    .exec(
      `SELECT callback.record FROM (SELECT id FROM call WHERE started >= ? AND started < ?) AS call
       CROSS JOIN callback ON callback.of = call.id`,
      from,
      until,
    )
    .toArray();
  for (const row of rows) {
    const callback = JSON.parse(String(row["record"])) as CallbackRecord; // written by keepCallback
    const talkAt = callback.callId && talkIn(sql, callback.callId);
    promises.set(callback.of, [...(promises.get(callback.of) ?? []), { callback, talkAt }]);
  }
  return promises;
}

/** When caller and operator heard each other in a call that has ended; undefined: it has not, or they did not. */
function talkIn(sql: Sql, call: CallId): Instant | undefined {
  for (let place = placeOf(call); ; place += 1) {
    const [row] = sql.exec("SELECT id, summary ->> '$.connectedAt' AS at FROM call WHERE place = ?", place).toArray();
    if (row === undefined) return undefined;
    if (row["id"] === call) return row["at"] === null ? undefined : Number(row["at"]);
  }
}
