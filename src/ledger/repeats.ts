/**
 * Whether the answered had to call again: the first-call resolution. Counted when it is asked for, since the time within which a second call means
 * that the first was in vain differs from asker to asker. Reads one index, newest call first, and remembers of each caller when they called next.
 */
import type { ReportBy, ReportFilter, ReportQuery } from "../reports/query.ts";
import type { Sums } from "../reports/sums.ts";
import type { Slices } from "./slices.ts";
import type { Sql } from "../kernel/index.ts";
import { minutes, type Duration, type Instant } from "../words/index.ts";

/** Of calls that last longer than this it is not noticed that their callers called again. */
const longestCall: Duration = minutes(24 * 60);
/** What is read in one slice. */
const stretch: Duration = minutes(60);

const columns: Readonly<Record<ReportBy, string>> = {
  queue: "queue",
  operator: "operator",
  number: "number",
  scenario: "scenario",
  hour: "NULL",
  disposition: "NULL",
};

export function* countRepeats(sql: Sql, query: ReportQuery, repeatWithin: Duration, sums: Sums): Slices {
  const [from, end] = [query.bounds[0] ?? 0, query.bounds.at(-1) ?? 0];
  /** When each caller has called next, seen from the calls that are being read. */
  const next = new Map<string, Instant>();
  const { text, bindings } = conditionsOf(query);
  for (let until = end + longestCall + repeatWithin; until > from; until -= stretch) {
    const rows = sql
      .exec(
        `SELECT started, ended, outcome, caller, ${columns[query.by]} AS key, ${text} AS counts FROM call
         WHERE started >= ? AND started < ? AND caller IS NOT NULL ORDER BY started DESC, id DESC`,
        ...bindings,
        Math.max(from, until - stretch),
        until,
      )
      .toArray();
    for (const row of rows) {
      const [started, caller] = [Number(row["started"]), String(row["caller"])];
      const again = next.get(caller);
      next.set(caller, started);
      if (row["outcome"] !== "answered" || row["counts"] !== 1) continue;
      const tally = sums.of(started, textOf(row["key"]));
      tally?.add("answeredKnown");
      if (again !== undefined && again - Number(row["ended"]) <= repeatWithin) tally?.add("calledAgain");
    }
    yield;
  }
}

/** A call counts for the queue that it was in last and for the operator who talked to its caller first. */
function conditionsOf({ queues, ...filter }: ReportFilter): {
  readonly text: string;
  readonly bindings: readonly string[];
} {
  const conditions: [string, string][] = [];
  for (const name of ["number", "channel", "scenario", "operator"] as const) {
    const value = filter[name];
    if (value !== undefined) conditions.push([`${name} = ?`, value]);
  }
  if (queues !== undefined) conditions.push(["queue IN (SELECT value FROM json_each(?))", JSON.stringify(queues)]);
  if (conditions.length === 0) return { text: "1", bindings: [] };
  return {
    text: `coalesce(${conditions.map(([text]) => text).join(" AND ")}, 0)`,
    bindings: conditions.map(([, binding]) => binding),
  };
}

/** Calls that never came into a queue have none. */
const textOf = (value: unknown): string => (typeof value === "string" ? value : "");
