/** A report from the question to the table: the same for whoever asks, be it a request or a schedule. */
import { queuesWithin, type Scope } from "../rights/index.ts";
import type { Duration, Instant, QueueId } from "../words/index.ts";
import { boundsOf, type IntervalName } from "./intervals.ts";
import { metricsIn, type Metric } from "./metrics.ts";
import { countedBy, type ReportName } from "./names.ts";
import type { ReportPart, ReportQuery } from "./query.ts";
import { regrouped, tableOf, type Table } from "./table.ts";

/** A month of quarters of an hour. */
export const mostIntervals = 3_000;

/** What is wanted of a report, whatever the time that it is about. */
export interface Wanted {
  readonly report: ReportName;
  readonly interval?: IntervalName | undefined;
  readonly timeZone: string;
  readonly queue?: QueueId | undefined;
  readonly number?: string | undefined;
  readonly channel?: "phone" | "web" | undefined;
  readonly scenario?: string | undefined;
  readonly operator?: string | undefined;
  /** The T of the service level. */
  readonly threshold: Duration;
  readonly shortAbandon: Duration;
  readonly repeatWithin?: Duration | undefined;
}

export interface Period {
  readonly from: Instant;
  readonly until: Instant;
}

export interface Report extends Period {
  readonly report: ReportName;
  readonly timeZone: string;
  readonly columns: readonly Metric[];
  readonly table: Table;
}

export interface Sources {
  readonly count: (query: ReportQuery) => Promise<readonly ReportPart[]>;
  /** Who is in which groups now. */
  readonly people: () => Promise<readonly { readonly id: string; readonly skillGroups: readonly string[] }[]>;
}

/** `interval`: it divides the time into more than {@link mostIntervals}. */
export async function makeReport(
  { report, interval, timeZone, queue, threshold, shortAbandon, ...filter }: Wanted,
  { from, until }: Period,
  scope: Scope,
  { count, people }: Sources,
): Promise<Report | "too_many_intervals"> {
  const bounds = boundsOf({ from, until, interval, timeZone }, mostIntervals + 1);
  if (bounds.at(-1) !== until) return "too_many_intervals";
  const queues = queuesWithin(scope, queue);
  const query = { ...filter, by: countedBy[report], bounds, timeZone, ...(queues && { queues }) };
  const parts = await count(query);
  const columns = metricsIn(report, query);
  const terms = { threshold, shortAbandon };
  const table =
    report === "groups"
      ? tableOf(columns, byGroup(parts, await people()), bounds, terms, parts)
      : tableOf(columns, parts, bounds, terms);
  return { report, from, until, timeZone, columns, table };
}

/** Of what is counted by operator nobody keeps the number, and of what is counted by number nobody keeps the operator. */
export function foreignField({ report, ...given }: Pick<Wanted, "report"> & Partial<Wanted>): keyof Wanted | undefined {
  const { [report]: by } = countedBy;
  const foreign: readonly (keyof typeof given)[] =
    by === "disposition" ? ["repeatWithin"] : by === "operator" ? ["number", "channel", "scenario"] : ["operator"];
  return foreign.find((name) => given[name] !== undefined);
}

function byGroup(parts: readonly ReportPart[], people: Awaited<ReturnType<Sources["people"]>>): ReportPart[] {
  const groups = new Map<string, readonly string[]>(people.map(({ id, skillGroups }) => [id, skillGroups]));
  return regrouped(parts, (operator) => groups.get(operator) ?? []);
}
