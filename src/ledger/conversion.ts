/**
 * What an older version has written, with callers' numbers in it: brought into the present form step by step, because there may be millions. Until its turn
 * comes it is read as it is.
 */
import type { Sql } from "../kernel/index.ts";
import { hasReferences, withReferences } from "../protocol/reference.ts";
import type { CallSummary } from "./port.ts";
import type { Callers } from "./callers.ts";

const atOnce = 200;

/** One step. False: nothing is left to be done. */
export function convertSome(sql: Sql, callers: Callers): boolean {
  const [left] = sql.exec("SELECT next FROM plain").toArray();
  if (left === undefined) return convertLastTalks(sql, callers);
  const rows = sql
    .exec(
      "SELECT place, summary, timeline, kept FROM call WHERE place >= ? ORDER BY place LIMIT ?",
      Number(left["next"]),
      atOnce,
    )
    .toArray();
  for (const row of rows) convertCall(sql, callers, row);
  const last = rows.at(-1);
  if (last === undefined) sql.exec("DELETE FROM plain");
  else sql.exec("UPDATE plain SET next = ?", Number(last["place"]) + 1);
  return true;
}

function convertCall(sql: Sql, callers: Callers, row: Record<string, unknown>): void {
  const summary = JSON.parse(String(row["summary"])) as CallSummary; // written by the book
  const { from, startedAt, endedAt, callbackOf } = summary;
  if (from === "" || hasReferences(from)) return;
  const caller = callers.register(from, endedAt ?? startedAt);
  const converted = (json: unknown): string | null =>
    typeof json === "string" ? JSON.stringify(withReferences(JSON.parse(json), from, caller)) : null;
  sql.exec(
    "UPDATE call SET caller = ?, summary = ?, timeline = ?, kept = ? WHERE place = ?",
    callbackOf === undefined ? caller : null,
    converted(row["summary"]),
    converted(row["timeline"]),
    converted(row["kept"]),
    Number(row["place"]),
  );
}

/** Numbers have other lengths than keys, except names of just that length, which are few and found all the same. */
function convertLastTalks(sql: Sql, callers: Callers): boolean {
  const rows = sql
    .exec("SELECT number, operator, ended FROM last_talk WHERE length(number) <> 22 LIMIT ?", atOnce)
    .toArray();
  for (const { number, operator, ended } of rows) {
    sql.exec(
      `INSERT INTO last_talk (number, operator, ended) VALUES (?, ?, ?)
       ON CONFLICT DO UPDATE SET operator = excluded.operator, ended = excluded.ended WHERE excluded.ended > last_talk.ended`,
      callers.keyOf(String(number)),
      String(operator),
      Number(ended),
    );
    sql.exec("DELETE FROM last_talk WHERE number = ?", String(number));
  }
  return rows.length > 0;
}
