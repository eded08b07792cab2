/** How a queue and an operator look from outside: to supervisors, to the API, to whoever follows what goes on. */
import type { CallId, Instant, OperatorId, QueueId } from "../words/index.ts";
import type { ClosedOfferView, OperatorView, WrapUpView } from "./console.ts";
import type { Outlook } from "./line.ts";

/** With the outlook of a caller who would come now. */
export interface QueueView extends Outlook {
  readonly queueId: QueueId;
  readonly name: string;
  readonly waiting: number;
  readonly offered: number;
  /** By its hours, and until when; null: that does not change by itself. */
  readonly opening: { readonly open: boolean; readonly until: Instant | null };
  /** Since when the one who has waited longest is there; null: nobody is. */
  readonly waitingSince: Instant | null;
  /** Operators of the queue by what they are doing. */
  readonly operators: { readonly free: number; readonly busy: number; readonly away: number };
  readonly entries: readonly (Outlook & {
    readonly callId: CallId;
    readonly place: number;
    readonly state: "waiting" | "reserved";
    readonly since: Instant;
    readonly caller: string;
    /** They have hung up and will be phoned, are being phoned, or have been. */
    readonly callback?: true | undefined;
    readonly operatorId?: OperatorId | undefined;
    /** Why the caller waits, in words for people. */
    readonly why: string;
  })[];
}

/** An operator as others see them: without the passes, which are the person's own. */
export interface OperatorSummary extends Pick<
  OperatorView,
  | "operatorId"
  | "name"
  | "status"
  | "since"
  | "presence"
  | "pauseReason"
  | "ownReason"
  | "next"
  | "nextReason"
  | "engagement"
> {
  /** Offered, talked to, or wrapped up. */
  readonly call?:
    | {
        readonly callId: CallId;
        readonly queueId: QueueId;
        readonly caller: string;
        /** When it began to be what `engagement` says. */
        readonly since: Instant;
      }
    | undefined;
  readonly wrapUp?: Pick<WrapUpView, "mode" | "startedAt" | "endsAt"> | undefined;
  readonly lastOffer?: ClosedOfferView | undefined;
  /** Those that they serve. */
  readonly queues: readonly QueueId[];
}
