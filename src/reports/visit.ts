/** A call's way through the queues, read from its record. */
import type { CallRecord } from "../protocol/record.ts";
import { as, type Instant, type QueueId } from "../words/index.ts";

/**
 * How a stay in one queue ended. `moved`: somebody in charge sent the caller into another queue. `failed`: neither the caller nor the queue ended
 * it: the call was ended by somebody in charge, or broke down.
 */
export type VisitEnd = "answered" | "abandoned" | "overflowed" | "refused" | "callback" | "moved" | "failed";

/** One stay in one queue: from being let in (or refused) to its one end. Offers that came to nothing do not interrupt it. */
export interface Visit {
  readonly queueId: QueueId;
  readonly from: Instant;
  readonly until: Instant;
  readonly end: VisitEnd;
  /** An operator had transferred the caller here. */
  readonly transferred: boolean;
}

/** In order. Every stay that began has exactly one end once the call has one. */
export function visitsOf({ timeline, talks = [], queueId: last, outcome, endedBy }: CallRecord): readonly Visit[] {
  const visits: Visit[] = [];
  let open: Pick<Visit, "queueId" | "from" | "transferred"> | undefined;
  let transferred = false;
  let talk = 0;
  const close = (until: Instant, end: VisitEnd): void => {
    if (open !== undefined) visits.push({ ...open, until, end });
    open = undefined;
  };
  const enter = (queueId: QueueId, from: Instant): void => {
    open = { queueId, from, transferred };
    transferred = false;
  };
  for (const { what, at, detail } of timeline) {
    const said = detail?.["queue"];
    const queueId = typeof said === "string" ? as<QueueId>(said) : last;
    switch (what) {
      case "queued":
        // Back in the line of the same queue (an operator said yes and was never heard): the stay goes on.
        if (queueId === undefined || open?.queueId === queueId) break;
        close(at, "moved");
        enter(queueId, at);
        break;
      case "refused":
        if (queueId === undefined) break;
        if (open?.queueId === queueId) close(at, "overflowed");
        else {
          close(at, "moved");
          enter(queueId, at);
          close(at, "refused");
        }
        break;
      case "expired":
        close(at, "overflowed");
        break;
      case "connected": {
        const queue = talks[talk]?.queueId ?? queueId;
        // The operator was quicker than the queue's answer.
        if (open === undefined && queue !== undefined) enter(queue, at);
        close(at, "answered");
        talk += 1;
        break;
      }
      case "transferred":
        transferred = true;
        break;
      case "callback promised":
        close(at, "callback");
        break;
      case "ended":
        // Hung up before the queue had answered.
        if (outcome === "abandoned" && open === undefined && visits.length === 0 && last !== undefined) enter(last, at);
        close(at, outcome === "callback" ? "callback" : hangUpOf(outcome, endedBy));
        break;
    }
  }
  return visits;
}

const hangUpOf = (outcome: CallRecord["outcome"], by: CallRecord["endedBy"]): VisitEnd =>
  outcome === "abandoned" || by === "caller" ? "abandoned" : "failed";
