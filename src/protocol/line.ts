/**
 * A call and a queue: how a call gets into the line, learns its standing and leaves.
 * Terms: an entry is a call's place in one queue; a call that queues again has a new entry.
 */
import type { Need, Preference } from "./skills.ts";
import type { EntryRefusal, Expiry, Target } from "./target.ts";
import type { Transfer } from "./command.ts";
import type { Answer, CallId, Duration, EntryId, Instant, OperatorId, QueueId, RoomName } from "../words/index.ts";

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
  /** When they came into this very queue, for its own limits; not said: `since`. */
  readonly joinedAt?: Instant | undefined;
  /** 1 is served first, 100 last; 50 is usual. */
  readonly priority: number;
  /** What the caller needs besides what the queue asks for; not said: nothing. */
  readonly needs?: readonly Need[] | undefined;
  readonly preference?: Preference | undefined;
  /** Counts what was changed about the caller while they were in a line; not said: nothing. */
  readonly revision?: number | undefined;
  /** The caller comes out of a talk: time and priority by this, and where it says nothing by the queue's own settings. */
  readonly transfer?: Omit<Transfer, "queueId"> | undefined;
  /** Who has just had this caller, and is to be asked last; not said: nobody. */
  readonly passedOver?: readonly OperatorId[] | undefined;
}

/** Told by the call: something about the caller has changed. `revision`: an older change that comes later is ignored. */
export interface EntryChanged {
  readonly type: "entry.changed";
  readonly at: Instant;
  readonly entryId: EntryId;
  readonly revision: number;
  readonly priority: number;
  readonly preference?: Preference | undefined;
}

/** How long a caller will have to wait, as far as it can be foreseen. Null when it cannot: nobody serves the queue at the moment. */
export interface Outlook {
  /** On the average. */
  readonly expectedWait: Duration | null;
  /** As likely to be longer as shorter. */
  readonly medianWait: Duration | null;
  /** Longer only once in ten times. */
  readonly ninetiethWait: Duration | null;
}

/** Where a caller stands. */
export interface Standing extends Outlook {
  /** 1 is next. */
  readonly place: number;
  /** The queue would phone this caller instead, if they asked for it. */
  readonly callback?: true | undefined;
}

/** What the queue has made of a request. The call goes by it from now on. */
export interface Admitted extends Standing {
  /** Since when the caller counts as waiting: a queue may have given a place back, or begun anew. */
  readonly since: Instant;
  readonly priority: number;
  /** Of the newest change about the caller that the queue knows: an older priority than the call's own means nothing to it. */
  readonly revision: number;
  /** The place is that of an earlier call, which hung up while it waited. */
  readonly resumed: boolean;
}

/** `target`: what becomes of a caller who is not let in, if the queue says. */
export type EntryAnswer = Answer<Admitted, EntryRefusal> & { readonly target?: Target | undefined };

/** Told by the call: the caller no longer waits. */
export interface EntryWithdrawn {
  readonly type: "entry.withdrawn";
  readonly at: Instant;
  readonly entryId: EntryId;
  /** Who withdraws; not said (by an older version): the call that has the entry. */
  readonly callId?: CallId | undefined;
  /** They have hung up; not said: they have not, or withhold their number. */
  readonly abandoned?: Abandoned | undefined;
}

/** A place that somebody left by hanging up. If they call again soon, they get it back. */
export interface Abandoned {
  readonly caller: string;
  readonly since: Instant;
  readonly priority: number;
  readonly leftAt: Instant;
}

/** Told by the queue: the caller may not wait any longer. The entry is offered to nobody any more, and leaves when the call withdraws it. */
export interface EntryExpired {
  readonly type: "entry.expired";
  readonly at: Instant;
  readonly queueId: QueueId;
  readonly entryId: EntryId;
  readonly because: Expiry;
  /** What becomes of the caller, if the queue says. */
  readonly target?: Target | undefined;
}
