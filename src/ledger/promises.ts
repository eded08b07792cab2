/** The promises that were made in calls, as reports count them. */
import type { Sql } from "../kernel/index.ts";
import type { EndedPromise } from "../reports/promises.ts";
import type { CallId, Instant } from "../words/index.ts";
import { callbacksBetween } from "./callbacks.ts";
import { findCall } from "./find.ts";
import type { Texts } from "./months.ts";
import type { CallSummary } from "./port.ts";

/** Of calls that began between two moments and have ended, by call. @param texts what months have of them */
export function promisesBetween(
  sql: Sql,
  from: Instant,
  until: Instant,
  texts: Texts,
): ReadonlyMap<CallId, readonly EndedPromise[]> {
  const promises = new Map<CallId, EndedPromise[]>();
  for (const callback of callbacksBetween(sql, from, until)) {
    const talkAt = callback.callId && talkIn(sql, callback.callId, texts);
    promises.set(callback.of, [...(promises.get(callback.of) ?? []), { callback, talkAt }]);
  }
  return promises;
}

/** When caller and operator heard each other in a call that has ended; undefined: it has not, or they did not. */
function talkIn(sql: Sql, call: CallId, texts: Texts): Instant | undefined {
  const { place, known } = findCall(sql, call, "summary");
  const summary = texts.get(place)?.summary ?? known?.["summary"];
  if (typeof summary !== "string" || summary === "") return undefined;
  return (JSON.parse(summary) as CallSummary).connectedAt; // written by the book
}
