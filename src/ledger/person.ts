/** One caller, in all that the ledger has of them: found for whoever wants to know what is kept of them, and erased. */
import type { Sql } from "../kernel/index.ts";
import type { CallbackRecord } from "../protocol/callback.ts";
import { withoutCaller, withReferences, type CallerKey } from "../protocol/reference.ts";
import { minutes, type CallId, type Instant } from "../words/index.ts";
import { callbacksOf } from "./callbacks.ts";
import type { Callers } from "./callers.ts";
import type { Living } from "./living.ts";
import { findCall } from "./find.ts";
import { isMoved, tellMonths } from "./months.ts";
import type { CallSummary } from "./port.ts";
import type { Atomically, Slices } from "./slices.ts";

/** Who is looked for: by number, as an older version may have written it, and by key. */
export interface Person {
  readonly number: string;
  readonly key: CallerKey;
}

/** What is read of the index in one slice. */
const stretch = minutes(7 * 24 * 60);
/** Records that are rewritten in one transaction. */
const atOnce = 100;

interface Found {
  readonly place: number;
  readonly id: CallId;
  readonly started: Instant;
}

/** The calls that have ended, newest first: those that the person made, and after them those in which they were phoned. */
export function* callsOf(sql: Sql, { number, key }: Person, until: Instant): Slices<Found[]> {
  const [ends] = sql.exec("SELECT min(started) AS oldest, max(started) AS newest FROM call").toArray();
  if (ends?.["oldest"] == null) return [];
  const found: Found[] = [];
  for (let end = Math.min(until, Number(ends["newest"]) + 1); end > Number(ends["oldest"]); end -= stretch) {
    const rows = sql
      .exec(
        "SELECT place, id, started FROM call WHERE started >= ? AND started < ? AND caller IN (?, ?) ORDER BY started DESC, id DESC",
        end - stretch,
        end,
        key,
        number,
      )
      .toArray();
    found.push(...rows.map(foundIn));
    yield;
  }
  for (const { id } of found) {
    for (const { callId } of callbacksOf(sql, id)) {
      const phoned = callId === undefined ? undefined : callOf(sql, callId);
      if (phoned !== undefined && !found.some((known) => known.id === callId)) found.push(phoned);
    }
  }
  return found;
}

const foundIn = (row: Record<string, unknown>): Found => ({
  place: Number(row["place"]),
  id: String(row["id"]) as CallId, // as it was written
  started: Number(row["started"]),
});

function callOf(sql: Sql, id: CallId): Found | undefined {
  const { known } = findCall(sql, id, "place, started");
  return known && foundIn(known);
}

export const promisesOf = (sql: Sql, calls: readonly Found[]): CallbackRecord[] =>
  calls.flatMap(({ id }) => callbacksOf(sql, id));

/** Whether they are on the line just now. */
export const isCalling = (sql: Sql, { number, key }: Person, { condition: [isLiving, left] }: Living): boolean =>
  sql
    .exec(`SELECT summary ->> '$.from' AS caller FROM living WHERE ${isLiving}`, left)
    .toArray()
    .some(({ caller }) => caller === number || String(caller).includes(key));

/** Longer than any promise may stand (14 days), and than the call in which it was made. */
const longestPromise = minutes(31 * 24 * 60);

/** Whether they are to be phoned: a call in which that was promised, and of which no end has been told. */
export const isPromised = (sql: Sql, calls: readonly Found[], now: Instant): boolean =>
  calls.some(
    ({ place, id, started }) =>
      started >= now - longestPromise &&
      sql
        .exec(
          "SELECT 1 FROM call WHERE place = ? AND (outcome = 'callback' OR instr(timeline, '\"callback promised\"') > 0)",
          place,
        )
        .toArray().length > 0 &&
      callbacksOf(sql, id).length === 0,
  );

/** Takes them out of everything but the calls, at once: from then on nothing leads to their number. */
export function eraseNumber(sql: Sql, callers: Callers, { number, key }: Person): void {
  callers.erase(key);
  sql.exec("DELETE FROM last_talk WHERE number IN (?, ?)", key, number);
  for (const { seq, data } of sql.exec("SELECT seq, data FROM happened WHERE instr(data, ?) > 0", key).toArray())
    sql.exec("UPDATE happened SET data = ? WHERE seq = ?", withoutCaller(String(data), key), Number(seq));
}

/** Takes them, and the notes about them, out of their calls. What the call centre did stays: when, how long, by whom. */
export function* eraseCalls(sql: Sql, person: Person, calls: readonly Found[], atomically: Atomically): Slices {
  for (let next = 0; next < calls.length; next += atOnce) {
    let left = calls.slice(next, next + atOnce);
    while (left.length > 0) {
      // Months first: whoever dies in between finds these calls again, which they are no longer found by afterwards.
      const away = new Set(left.filter(({ place }) => isAway(sql, place)));
      yield* tellMonths([...away], (month, places) => month.erase(places, person.key));
      const here = left;
      atomically(() => {
        left = here.filter((call) => !eraseCall(sql, person, call, away.has(call)));
      });
      yield;
    }
  }
}

function isAway(sql: Sql, place: number): boolean {
  const [row] = sql.exec("SELECT summary FROM call WHERE place = ?", place).toArray();
  return row !== undefined && isMoved(row);
}

/** False: it has been moved since its month was told. */
function eraseCall(sql: Sql, { number, key }: Person, { place, id }: Found, isErasedInMonth: boolean): boolean {
  const [row] = sql.exec("SELECT summary, timeline, kept FROM call WHERE place = ? AND id = ?", place, id).toArray();
  if (row === undefined) return true;
  if (isMoved(row)) {
    if (!isErasedInMonth) return false;
    sql.exec("UPDATE call SET caller = NULL WHERE place = ?", place);
    eraseNotes(sql, id);
    return true;
  }
  const { from } = JSON.parse(String(row["summary"])) as CallSummary; // written by the book
  const without = (json: unknown): string | null => {
    if (typeof json !== "string") return null;
    const referring = from === number ? JSON.stringify(withReferences(JSON.parse(json), number, key)) : json;
    return withoutCaller(referring, key);
  };
  sql.exec(
    "UPDATE call SET caller = NULL, summary = ?, timeline = ?, kept = ? WHERE place = ?",
    without(row["summary"]),
    without(row["timeline"]),
    without(row["kept"]),
    place,
  );
  eraseNotes(sql, id);
  return true;
}

const eraseNotes = (sql: Sql, call: CallId): unknown =>
  sql.exec("UPDATE disposal SET record = json_set(record, '$.note', '') WHERE call = ?", call);
