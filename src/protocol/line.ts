/**
 * A call and a queue: how a call gets into the line, learns its standing and leaves.
 * Terms: an entry is a call's place in one queue; a call that queues again has a new entry.
 */
import type { Answer, CallId, Duration, EntryId, Instant, RoomName } from "../words/index.ts";

/** Asked by the call. Repeating it for an entry that is already in the line answers with the present standing. */
export interface EntryRequest {
  readonly type: "entry.requested";
  readonly at: Instant;
  readonly entryId: EntryId;
  readonly callId: CallId;
  readonly room: RoomName;
  /** The caller's number, for the operator's screen. */
  readonly caller: string;
  /** Since when the caller has been in the line. A caller who comes back into it keeps their time. */
  readonly since: Instant;
  /** 1 is served first, 100 last; 50 is usual. */
  readonly priority: number;
}

/** Where a caller stands. */
export interface Standing {
  /** 1 is next. */
  readonly place: number;
  /** Null when it cannot be estimated: nobody serves the queue at the moment. */
  readonly expectedWait: Duration | null;
}

export type EntryRefusal =
  /** No operator of the queue is signed in. */
  | "nobody_serves"
  | "full"
  /** The wait would be longer than the queue lets anybody wait. */
  | "too_long"
  /** The queue does not exist. */
  | "unknown_queue"
  /** The entry has been in the line and has left it. */
  | "over";

export type EntryAnswer = Answer<Standing, EntryRefusal>;

/** Told by the call: the caller no longer waits. */
export interface EntryWithdrawn {
  readonly type: "entry.withdrawn";
  readonly at: Instant;
  readonly entryId: EntryId;
}
