/**
 * Records leave the ledger for their month when nothing happens in their calls any more: a database holds 10 GB, and records are nine tenths of what a ledger
 * keeps. What calls are listed, filtered and counted by stays, so that nothing is looked for in any month but what is to be shown or read.
 */
import type { Sql } from "../kernel/index.ts";
import { minutes, type Duration, type Instant } from "../words/index.ts";
import { callbacksBetween } from "./callbacks.ts";
import { findCall } from "./find.ts";
import { goneThroughUntil } from "./gone.ts";
import type { Month, Soon } from "./month.ts";
import type { Slices } from "./slices.ts";

/** Since a call began. Longer than a promise to phone somebody may stand, with the call in which it was made (person.ts). */
export const recordsStay: Duration = minutes(40 * 24 * 60);

/** What a record's columns are when its texts lie in its month. */
export const moved = "summary = '', timeline = '', kept = NULL";
export const isMoved = ({ summary }: { readonly summary?: unknown }): boolean => summary === "";

/** A call whose texts lie in its month. */
export interface MovedCall {
  readonly place: number;
  readonly started: Instant;
}

/** Of rows of `call`, those whose texts lie in their months. */
export const movedOf = (rows: readonly Record<string, unknown>[]): MovedCall[] =>
  rows.filter(isMoved).map(({ place, started }) => ({ place: Number(place), started: Number(started) }));

/** `2026-08` */
const monthOf = (startedAt: Instant): string => new Date(startedAt).toISOString().slice(0, 7);

/** Asks the months of these calls, one after the other, each for its own. */
export function* askMonths<T>(
  calls: readonly MovedCall[],
  ask: (month: Month, places: readonly number[]) => Soon<readonly T[]>,
): Slices<T[]> {
  const answers: T[] = [];
  yield* tellMonths(calls, (month, places) => {
    const answer = ask(month, places);
    if ("then" in answer) return answer.then((late) => void answers.push(...late));
    answers.push(...answer);
  });
  return answers;
}

/** Has the months of these calls do something, each with its own. */
export function* tellMonths(
  calls: readonly MovedCall[],
  tell: (month: Month, places: readonly number[]) => Soon<void>,
): Slices {
  for (const [month, those] of Map.groupBy(calls, ({ started }) => monthOf(started))) {
    const places = those.map(({ place }) => place);
    yield { month, ask: (of) => tell(of, places) };
  }
}

/** What months have said about records, by place; null: they do not have it. */
export type Texts = ReadonlyMap<number, { readonly summary: string; readonly timeline: string } | null>;

/**
 * All that is needed of months to read the calls that began between two moments: their own records, and those of the calls in which a promise of theirs was
 * kept. Whatever is moved while months are asked is asked for as well.
 */
export function* textsBetween(sql: Sql, from: Instant, until: Instant): Slices<Texts> {
  const texts = new Map<number, { summary: string; timeline: string } | null>();
  while (from < mayBeMovedUntil(sql)) {
    const wanted = movedBetween(sql, from, until).filter(({ place }) => !texts.has(place));
    if (wanted.length === 0) break;
    for (const { place } of wanted) texts.set(place, null);
    const records = yield* askMonths(wanted, (month, places) => month.records(places));
    for (const { place, summary, timeline } of records) texts.set(place, { summary, timeline });
  }
  return texts;
}

/** No record of a call that began then or later has been moved. */
export const mayBeMovedUntil = (sql: Sql): Instant => goneThroughUntil(sql, "moving");

function movedBetween(sql: Sql, from: Instant, until: Instant): MovedCall[] {
  const own = sql.exec("SELECT place, started, summary FROM call WHERE started >= ? AND started < ?", from, until);
  const phoned = callbacksBetween(sql, from, until).flatMap(({ callId }) => {
    const { place, known } = callId === undefined ? {} : findCall(sql, callId, "started, summary");
    return known === undefined ? [] : { place, ...known };
  });
  return movedOf([...own.toArray(), ...phoned]);
}
