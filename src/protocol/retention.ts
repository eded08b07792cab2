/** For how long what is kept of people is kept. */
import type { Instant } from "../words/index.ts";

/** In days, by the kind of data. Null: for ever. */
export interface Retention {
  /** What is kept of a call: its record, how its talks turned out, with the notes, and how promises of that call ended. What reports have summed up stays. */
  readonly calls: number | null;
  /** What happened in a call, moment by moment. */
  readonly timelines: number | null;
  /** What came in to a call, so that it can be gone through again. */
  readonly replays: number | null;
  /** Numbers of callers who have not called for so long; their calls then show the last digits only. Enforced to within a week, later rather than earlier. */
  readonly numbers: number | null;
  /** What operators did, stretch by stretch, as the ledger has it to notice repetitions. What reports have summed up stays, and so do operators' own timelines. */
  readonly work: number | null;
  /** The lines of the audit log. What is left can still be verified. */
  readonly audit: number | null;
}

export const usualRetention: Retention = {
  calls: 1_095,
  timelines: 365,
  replays: 90,
  numbers: 365,
  work: 90,
  audit: 1_095,
};

export const retentionKinds = Object.keys(usualRetention) as (keyof Retention)[]; // keys forgets which

/** Days. Lines of an audit log must be there when something comes to light. */
export const retentionLimits = { least: 1, leastAudit: 180, most: 36_500 } as const;

/** Told by the directory to the ledger. */
export interface RetentionWanted {
  readonly type: "retention.wanted";
  readonly at: Instant;
  readonly revision: number;
  readonly retention: Retention;
}
