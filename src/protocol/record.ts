/** What is kept of a call: when it started, how it ended, and everything that happened in between. */
import type { CallId, Instant, OperatorId, QueueId, RoomName, ScenarioId } from "../words/index.ts";
import type { CallbackRecord } from "./callback.ts";
import type { Disposal } from "./disposition.ts";
import type { Marker, Unserved } from "./target.ts";

/** Exactly one for every call. */
export type CallOutcome =
  /** An operator and the caller were connected, whatever came after: a caller who is transferred and then hangs up was answered. */
  | "answered"
  /** The caller hung up while waiting. */
  | "abandoned"
  /** The caller left the line by choice, and will be phoned. */
  | "callback"
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
/** Of a talk, which may end before its call: `transfer`, the caller went into another queue. */
export type TalkEndedBy = EndedBy | "transfer";

/** A caller and an operator heard each other. */
export interface Talk {
  readonly operatorId: OperatorId;
  /** The queue that brought them together. */
  readonly queueId: QueueId;
  readonly connectedAt: Instant;
  /** Absent while it goes on. */
  readonly endedAt?: Instant | undefined;
  readonly endedBy?: TalkEndedBy | undefined;
}

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
  /** The call flow that the number led to; absent: none. */
  readonly scenario?: ScenarioId | undefined;
  /** Which of its versions; absent: the flow as it is built in. */
  readonly scenarioVersion?: number | undefined;
  /** The queue in which the caller is or was last. */
  readonly queueId?: QueueId | undefined;
  /** Of the first talk; before it the operator who is being connected. */
  readonly operatorId?: OperatorId | undefined;
  readonly startedAt: Instant;
  /** When the first talk began. */
  readonly connectedAt?: Instant | undefined;
  readonly endedAt?: Instant | undefined;
  readonly outcome?: CallOutcome | undefined;
  readonly endedBy?: EndedBy | undefined;
  /** In order: one for each operator to whom the caller was brought. Absent: none. */
  readonly talks?: readonly Talk[] | undefined;
  /** Every queue that did not serve the caller, in order; the last of them may be why the call ended as it did. */
  readonly unserved?: readonly UnservedMoment[] | undefined;
  /** The call in which this one was promised: its caller has been phoned. */
  readonly callbackOf?: CallId | undefined;
  /** For people to come back to. */
  readonly marker?: Marker | undefined;
  readonly timeline: readonly Moment[];
}

/** What the ledger is told when a call starts (so that it is listed while it lives) and, with the record, when it ends. */
export type LedgerFact =
  | { readonly type: "call.started"; readonly call: Omit<CallRecord, "timeline"> }
  /**
   * `recalled`: the caller may come back and want the same operator, so that it is to be found by their number.
   * `kept`: what came in to the call (`KeptCall` as JSON), so that it can be gone through again; absent where that has not been kept.
   */
  | {
      readonly type: "call.ended";
      readonly record: CallRecord;
      readonly recalled?: boolean;
      readonly kept?: string | undefined;
    }
  /** Told by the queue; the same end again is the same end. */
  | { readonly type: "callback.ended"; readonly callback: CallbackRecord }
  /** Told by the operator's actor when the wrap-up is over, which may be before the call is; the same again is the same. */
  | { readonly type: "call.disposed"; readonly disposal: Disposal };
