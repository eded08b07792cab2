import type { Instant, OperatorId } from "../words/index.ts";

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
}
