import type { Need, Preference } from "../protocol/skills.ts";
import type { Expiry } from "../protocol/target.ts";
import type { Callback } from "./callback.ts";
import {
  minutes,
  type CallId,
  type EntryId,
  type Instant,
  type OfferId,
  type OperatorId,
  type RoomName,
} from "../words/index.ts";

/** A call's place in the line. What happens to its offers never changes `enqueuedAt`: the place is kept. */
export interface Entry {
  readonly entryId: EntryId;
  readonly callId: CallId;
  readonly room: RoomName;
  readonly caller: string;
  readonly priority: number;
  readonly enqueuedAt: Instant;
  /** When they came into this queue. */
  readonly joinedAt: Instant;
  /** Why they may not wait any longer, once that is so: the call has been told, and nobody is offered the entry any more. */
  readonly expired?: Expiry | undefined;
  /** What the caller needs of an operator, as asked at first. */
  readonly needs: readonly Need[];
  /** How many of the queue's steps have lowered the needs so far. */
  readonly relaxed: number;
  /** The last tier of operators that is asked by now. */
  readonly reach: number;
  readonly preference?: Preference | undefined;
  /** The place is that of an earlier call from the same number. */
  readonly resumed?: boolean | undefined;
  /** The caller has hung up and is to be phoned, or has been. */
  readonly callback?: Callback | undefined;
  /** Of the last change that the call told of. */
  readonly revision: number;
  /** The offers that ring. With one the entry is reserved, without any it waits. */
  readonly open: readonly OpenOffer[];
  /** How many offers have been made. Part of an offer's id, so that every offer has its own. */
  readonly offers: number;
  /** Operators who had their turn with this caller and did not take it: they come last from now on. */
  readonly passedOver: readonly OperatorId[];
}

/** Of an entry that has just come. */
export const fresh = { revision: 0, needs: [], relaxed: 0, reach: 1, open: [], offers: 0, passedOver: [] } as const;

/** What decides whose turn it is. */
export type Turn = Pick<Entry, "priority" | "enqueuedAt" | "entryId">;

export interface OpenOffer {
  readonly offerId: OfferId;
  readonly operatorId: OperatorId;
  /** The operator's epoch that the offer was based on. */
  readonly epoch: number;
  /** The operator became free while there was a line. */
  readonly pulled?: boolean | undefined;
  /** The person was phoned in vain: the operator is being told, and until they have answered nobody else is asked. */
  readonly inVain?: true | undefined;
}

/**
 * First by priority, then by arrival; the id only makes the order total.
 * With `ageing` (points a minute) everybody's priority improves at the same pace, so the order of any two never changes while they wait:
 * who has been told a place is overtaken only by newcomers of a better priority, and each of these only until they are too late for it.
 */
export function byTurn(ageing: number): (a: Turn, b: Turn) => number {
  const pace = ageing / minutes(1);
  return (a, b) =>
    a.priority + pace * a.enqueuedAt - (b.priority + pace * b.enqueuedAt) ||
    a.enqueuedAt - b.enqueuedAt ||
    (a.entryId < b.entryId ? -1 : a.entryId > b.entryId ? 1 : 0);
}
