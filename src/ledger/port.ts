import type { LedgerPort } from "../protocol/actors.ts";
import type { CallRecord } from "../protocol/record.ts";
import type { Instant, QueueId } from "../words/index.ts";

export interface CallQuery {
  readonly state?: "live" | "ended" | undefined;
  /** Only calls that are or were last in one of these; undefined: in any, or in none. */
  readonly queues?: readonly QueueId[] | undefined;
  /** Started at this moment or later. */
  readonly from?: Instant | undefined;
  /** Started before this moment. */
  readonly to?: Instant | undefined;
  /** Where the page before ended. */
  readonly after?: Place | undefined;
  readonly limit: number;
}

/** A call's place in the list: newest first, and by id among those of one millisecond. */
export interface Place {
  readonly startedAt: Instant;
  readonly callId: string;
}

/** A call as it is listed: its record without the timeline. */
export type CallSummary = Omit<CallRecord, "timeline">;

export interface CallPage {
  readonly calls: readonly CallSummary[];
  /** Absent on the last page. */
  readonly next?: Place | undefined;
}

/** The application's calls as administrators see them. */
export interface Ledger extends LedgerPort {
  list(query: CallQuery): Promise<CallPage>;
}
