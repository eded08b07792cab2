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
    // Four columns in the place of thousands of rows: to hand each row over costs three times what all the rest does.
    const [read] = sql
      .exec(
        `SELECT json_group_array(started) AS starts, json_group_array(caller) AS callers,
           json_group_array(iif(outcome = 'answered' AND counts, ended, NULL)) AS ends, json_group_array(key) AS keys
         FROM (
           SELECT started, ended, outcome, caller, ${columns[query.by]} AS key, ${text} AS counts FROM call
           WHERE started >= ? AND started < ? AND caller IS NOT NULL ORDER BY started DESC, id DESC
         )`,
        ...bindings,
        Math.max(from, until - stretch),
        until,
      )
      .toArray();
    const starts = columnOf<Instant>(read, "starts");
    const callers = columnOf<string>(read, "callers");
    const ends = columnOf<Instant | null>(read, "ends");
    const keys = columnOf<string | null>(read, "keys");
    for (const [row, started] of starts.entries()) {
      const caller = callers[row] ?? "";
      const again = next.get(caller);
      next.set(caller, started);
      const ended = ends[row] ?? null;
      if (ended === null) continue;
      // Calls that never came into a queue have none.
      const tally = sums.of(started, keys[row] ?? "");
      tally?.add("answeredKnown");
      if (again !== undefined && again - ended <= repeatWithin) tally?.add("calledAgain");
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

function columnOf<Value>(read: Record<string, unknown> | undefined, name: string): readonly Value[] {
  const column = read?.[name];
  return typeof column === "string" ? (JSON.parse(column) as Value[]) : []; // as the query above makes it
}
