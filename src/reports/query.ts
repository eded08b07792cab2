/** What a report asks of the records, and what it gets: counts for each interval and key, from which figures are made (metrics.ts). */
import type { Duration, Instant } from "../words/index.ts";
import type { CellKey, CellKind } from "./fold.ts";
import type { Tally } from "./tally.ts";

export type ReportBy = "queue" | "operator" | "number" | "scenario" | "hour" | "disposition";

export interface ReportFilter {
  /** Of these queues only. */
  readonly queues?: readonly string[] | undefined;
  readonly number?: string | undefined;
  readonly channel?: string | undefined;
  readonly scenario?: string | undefined;
  readonly operator?: string | undefined;
}

export interface ReportQuery extends ReportFilter {
  readonly by: ReportBy;
  /** Ascending; one more than there are intervals. */
  readonly bounds: readonly Instant[];
  /** Whose hours are meant, by hour. */
  readonly timeZone: string;
  /** Count answered callers who called again so soon after the end of their call. */
  readonly repeatWithin?: Duration | undefined;
}

export interface ReportPart {
  /** The number of the interval, from 0. */
  readonly interval: number;
  /** The queue, the operator, the number, the scenario, the hour or the disposition. */
  readonly key: string;
  readonly tally: Tally;
}

/** Whole calls are counted, unless it is about queues: then the stays in them. */
export function kindsOf({ by, queues }: Pick<ReportQuery, "by" | "queues">): readonly CellKind[] {
  if (by === "operator") return ["talk", "work"];
  if (by === "queue") return ["visit", "work"];
  // Counted from what was said of each talk, not from cells.
  if (by === "disposition") return [];
  return queues === undefined ? ["call"] : ["visit"];
}

const names = ["number", "channel", "scenario", "operator"] as const;

export const passes = (filter: ReportFilter, key: Omit<CellKey, "kind">): boolean =>
  names.every((name) => filter[name] === undefined || filter[name] === key[name]) &&
  (filter.queues === undefined || filter.queues.includes(key.queue));
