/** How a talk turned out: what is still missing of that, and what is told of it. */
import type { Disposal, Disposed } from "../protocol/disposition.ts";
import type { ClosedOfferView } from "../protocol/console.ts";
import type { Offer } from "../protocol/offer.ts";
import type { Instant } from "../words/index.ts";
import { isDispositionNeeded } from "./terms.ts";

interface Talked {
  readonly offer: Offer | undefined;
  readonly disposed: Disposed | undefined;
  readonly lastOffer: ClosedOfferView | undefined;
}

/** Whether the queue wants one and there is none yet. */
export const isDispositionMissing = ({ offer, disposed }: Pick<Talked, "offer" | "disposed">): boolean =>
  offer !== undefined && isDispositionNeeded(offer) && (disposed?.disposition ?? null) === null;

/** What the ledger is told at the end of all work for an offer; undefined: nothing was said, nor had to be, or nobody talked. */
export function disposalOf(talked: Talked, now: Instant): Omit<Disposal, "operatorId"> | undefined {
  const { offer, disposed, lastOffer } = talked;
  const wasTaken = lastOffer?.outcome === "taken" && lastOffer.offerId === offer?.offerId;
  const missing = isDispositionMissing(talked);
  if (offer === undefined || !wasTaken || (disposed === undefined && !missing)) return undefined;
  const { callId, offerId, queueId } = offer;
  const { disposition = null, note = "", at = now } = disposed ?? {};
  return {
    callId,
    offerId,
    queueId,
    dispositionId: disposition?.id ?? null,
    name: disposition?.name ?? "",
    note,
    missing,
    by: null,
    at,
  };
}
