import type { Skills } from "../protocol/skills.ts";
import type { Duration, Instant, OfferId, OperatorId } from "../words/index.ts";

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
  readonly skills: Skills;
  /** Groups of the first tier are asked first. */
  readonly tier: number;
  /** When this queue's last caller was taken: the service lasts from then until the operator is free again. */
  readonly servingSince?: Instant | undefined;
  /** Callers of this queue taken since signing in, and how long they were served, wrap-up included. */
  readonly calls: number;
  readonly served: Duration;
  /** When this queue last made them an offer; 0 when it has not since they signed in. */
  readonly offeredAt: Instant;
  /** The last offer to them; it may have ended. */
  readonly offer?: OfferId | undefined;
}

/** Of somebody who has just signed in. */
export const noHistory = { skills: {}, tier: 1, calls: 0, served: 0, offeredAt: 0 } as const;
