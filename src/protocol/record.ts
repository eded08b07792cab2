/** What is kept of a call: when it started, how it ended, and everything that happened in between. */
import type { CallId, Instant, OperatorId, QueueId, RoomName } from "../words/index.ts";
import type { Marker, Unserved } from "./target.ts";

/** Exactly one for every call. */
export type CallOutcome =
  /** An operator and the caller were connected. */
  | "answered"
  /** The caller hung up while waiting. */
  | "abandoned"
  /** The caller hung up before the call was answered or queued. */
  | "gone"
  /** The last queue that the caller was to wait in did not let them in, and there was no other: they were told so. */
  | "refused"
  /** The caller waited, and was let go unserved: for too long, left alone, or at closing time. */
  | "overflowed"
  /** The number leads nowhere. */
  | "unrouted"
  /** The room was lost without anyone hanging up. */
  | "failed";

export type EndedBy = "caller" | "operator" | "system";

/** One line of a call's timeline. `seq` counts from 1 without a gap. */
export interface Moment {
  readonly seq: number;
  readonly at: Instant;
  readonly what: string;
  readonly detail?: Readonly<Record<string, string | number | boolean | null>> | undefined;
}

/** A queue did not let the caller in, or let them go. */
export interface UnservedMoment {
  readonly at: Instant;
  readonly queueId: QueueId;
  readonly because: Unserved;
}

export interface CallRecord {
  readonly callId: CallId;
  readonly room: RoomName;
  readonly channel: "phone" | "web";
  readonly from: string;
  readonly to: string;
  readonly queueId?: QueueId | undefined;
  readonly operatorId?: OperatorId | undefined;
  readonly startedAt: Instant;
  readonly connectedAt?: Instant | undefined;
  readonly endedAt?: Instant | undefined;
  readonly outcome?: CallOutcome | undefined;
  readonly endedBy?: EndedBy | undefined;
  /** Every queue that did not serve the caller, in order; the last of them may be why the call ended as it did. */
  readonly unserved?: readonly UnservedMoment[] | undefined;
  /** For people to come back to. */
  readonly marker?: Marker | undefined;
  readonly timeline: readonly Moment[];
}

/** What the ledger is told when a call starts (so that it is listed while it lives) and, with the record, when it ends. */
export type LedgerFact =
  | { readonly type: "call.started"; readonly call: Omit<CallRecord, "timeline"> }
  | { readonly type: "call.ended"; readonly record: CallRecord };
