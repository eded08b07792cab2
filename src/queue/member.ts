import type { Duration, Instant, OperatorId } from "../words/index.ts";

/**
 * What the queue believes of one of its operators who is signed in. The operator's actor is the authority: the queue may be late,
 * and learns better from the answer to an offer.
 */
export interface Member {
  readonly operatorId: OperatorId;
  readonly standing: "free" | "busy" | "away";
  /** The newest news the queue has acted on; older news is ignored. */
  readonly epoch: number;
  readonly idleSince: Instant;
  /** When this queue's last caller was taken: the service lasts from then until the operator is free again. */
  readonly servingSince?: Instant | undefined;
  /** Callers of this queue taken since signing in, and how long they were served, wrap-up included. */
  readonly calls: number;
  readonly served: Duration;
  /** When this queue last made them an offer; 0 when it has not since they signed in. */
  readonly offeredAt: Instant;
}

/** Of somebody who has just signed in. */
export const noHistory = { calls: 0, served: 0, offeredAt: 0 } as const;
