import type { CallId, EntryId, Instant, OfferId, OperatorId, RoomName } from "../words/index.ts";

/** A call's place in the line. What happens to its offers never changes `enqueuedAt`: the place is kept. */
export interface Entry {
  readonly entryId: EntryId;
  readonly callId: CallId;
  readonly room: RoomName;
  readonly caller: string;
  readonly priority: number;
  readonly enqueuedAt: Instant;
  /** The open offer of this entry, if there is one: the entry is then reserved, otherwise waiting. */
  readonly offer?: OpenOffer | undefined;
  /** How many offers have been made. Part of an offer's id, so that every offer has its own. */
  readonly offers: number;
  /** Operators who had their turn with this caller and did not take it: they come last from now on. */
  readonly passedOver: readonly OperatorId[];
}

export interface OpenOffer {
  readonly offerId: OfferId;
  readonly operatorId: OperatorId;
  /** The operator's epoch that the offer was based on. */
  readonly epoch: number;
}

/** First by priority, then by arrival; the id only makes the order total. */
export function byTurn(a: Entry, b: Entry): number {
  return a.priority - b.priority || a.enqueuedAt - b.enqueuedAt || (a.entryId < b.entryId ? -1 : 1);
}
