/**
 * A call, its queue, whoever places calls, and an operator: how somebody who did not want to wait on the line is phoned.
 *
 *   call            queue                    dialler         operator
 *    │ ask callback.requested ─▶│                │              │   answered promised, or no
 *    │                          │ ── offer.made ───────────────▶│   operator first: rings, is accepted
 *    │                          │ ◀── tell offer.accepted ──────│
 *    │                          │ ── dial ──────▶│              │
 *    │                          │ ◀── callback.failed, or       │
 *    │      a new call asks for the entry (entry.requested)     │
 *    │                          │ ── tell callback.reached ────▶│   operator first: whom to connect to
 *
 * Caller first, the dialling comes before the offer, which then is like any other.
 */
import {
  as,
  minutes,
  type Answer,
  type ApplicationId,
  type CallId,
  type DialId,
  type EntryId,
  type Instant,
  type Language,
  type OfferId,
  type OperatorId,
  type QueueId,
  type RoomName,
  type ScenarioId,
} from "../words/index.ts";
import type { EntryRequest } from "./line.ts";
import type { RoomFact } from "./room.ts";
import type { PinnedSettings } from "./scenario.ts";
import type { Route } from "./settings.ts";

/** Asked by the call whose caller wants to be phoned. Their place in the line goes over to the callback, which outlives the call. */
export interface CallbackRequest extends Omit<EntryRequest, "type"> {
  readonly type: "callback.requested";
  /** The entry whose place the callback takes, if the caller waits. */
  readonly instead?: EntryId | undefined;
  /** Where they are to be phoned. */
  readonly number: string;
  /** The number of ours that they had dialled: the one that they will see. */
  readonly line: string;
  /** In which they are spoken to. */
  readonly language: Language;
  /** What they are told and played otherwise than usual: their scenario's, as it was when the call began. */
  readonly settings?: PinnedSettings | undefined;
}

/** `off`: the queue phones nobody. `no_number`: there is none to phone. `full`: as many are in the line as may be. `over`: was there and has left. */
export type CallbackRefusal = "off" | "no_number" | "full" | "unknown_queue" | "over";
export type CallbackAnswer = Answer<"promised", CallbackRefusal>;

/** A call to be placed. The same `dialId` again is the same order again. */
export interface DialOrder {
  readonly dialId: DialId;
  readonly queueId: QueueId;
  readonly entryId: EntryId;
  /** The room into which the person is to be brought. */
  readonly room: RoomName;
  readonly number: string;
  readonly line: string;
  readonly language: Language;
  readonly settings?: PinnedSettings | undefined;
  readonly priority: number;
  readonly since: Instant;
  /** The call in which it was promised. */
  readonly of: CallId;
}

/** `no_outbound`: no calls can be placed here at all, or none to this number. `given_up`: the operator for whom it was did not want to wait any longer. */
export const dialFailures = ["busy", "no_answer", "failed", "no_outbound", "given_up"] as const;
export type DialFailure = (typeof dialFailures)[number];

/**
 * Whoever places the call of one order. Every order that was placed has an end that the queue is told, however late: `callback.failed`,
 * or a new call in `room` whose route names the entry (`Route.callback`). The queue never ends one by a timer of its own.
 */
export interface Dialler {
  dial(order: DialOrder): Promise<"placed" | DialFailure>;
  /** Nobody wants it any more: it rings no longer, or is hung up. Nothing is told of it. */
  cancel(): Promise<void>;
  /** LiveKit says that the person is in the room, where it may still ring for them, or has left it. False: it is the call's to know. */
  tell(fact: PhonedFact): Promise<boolean>;
}

export type PhonedFact = Extract<RoomFact, { type: "caller.joined" | "caller.left" }>;

/** Told by the dialler. */
export interface CallbackFailed {
  readonly type: "callback.failed";
  readonly at: Instant;
  readonly dialId: DialId;
  readonly because: DialFailure;
}

/** Told by the operator: they said yes to a callback, and it may be dialled. */
export interface OfferAccepted {
  readonly type: "offer.accepted";
  readonly at: Instant;
  readonly offerId: OfferId;
  readonly operatorId: OperatorId;
}

/** Told by the queue to the operator: the person is on the phone, in this call. */
export interface CallbackReached {
  readonly type: "callback.reached";
  readonly at: Instant;
  readonly offerId: OfferId;
  readonly callId: CallId;
  readonly room: RoomName;
}

/**
 * How a promise ends; every one does, once. `reached`: they answered, and how that went is on the record of that call. `failed`: phoned in vain as
 * often as the queue says, or nobody can be phoned. `expired`: not for as long as it was to stand. `called`: they called themselves first.
 * `withdrawn`: the call in which it was promised does not want it any more. `merged`: another to the same number was there already.
 */
export const callbackOutcomes = ["reached", "failed", "expired", "called", "withdrawn", "merged"] as const;
export type CallbackOutcome = (typeof callbackOutcomes)[number];

/** What is kept of a promise. */
export interface CallbackRecord {
  readonly entryId: EntryId;
  readonly queueId: QueueId;
  /** The call in which it was promised. */
  readonly of: CallId;
  readonly promisedAt: Instant;
  readonly endedAt: Instant;
  readonly outcome: CallbackOutcome;
  /** How often they were phoned. */
  readonly attempts: number;
  /** Of the last attempt, when it was in vain. */
  readonly because?: DialFailure | undefined;
  /** The call in which they were reached. */
  readonly callId?: CallId | undefined;
}

/** Where a call leads that was placed to keep a promise. */
export const routeOf = (order: DialOrder, application: ApplicationId): Route => ({
  application,
  number: order.line,
  rule: "callback",
  scenario: as<ScenarioId>("Callback"),
  queueId: order.queueId,
  priority: order.priority,
  language: order.language,
  // Who has been phoned is told no place.
  announceEvery: minutes(10),
  callback: {
    entryId: order.entryId,
    since: order.since,
    of: order.of,
    ...(order.settings && { settings: order.settings }),
  },
});
