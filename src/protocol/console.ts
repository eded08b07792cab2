/**
 * What an operator's browser and their actor say to each other over a WebSocket, as JSON text frames.
 *
 *   GET /v1/applications/{application}/console   Sec-WebSocket-Protocol: acd.console.v1, <access token>
 *
 * The actor sends the whole view after every change (it is small); the browser draws it and sends what was pressed.
 * The text frame `ping` is answered `pong` without waking the actor.
 */
import type {
  CallId,
  DispositionId,
  Duration,
  Instant,
  OfferId,
  OperatorId,
  PauseReasonId,
  QueueId,
} from "../words/index.ts";
import type { Transfer } from "./command.ts";
import type { Disposed } from "./disposition.ts";
import type { OfferOutcome } from "./offer.ts";
import type { OwnReason } from "./reason.ts";
import type { WrapUpMode } from "./settings.ts";

export const consoleSubprotocol = "acd.console.v1";

/** The status names the field uses, for people and reports. */
export const operatorStatuses = [
  "Offline",
  "Online",
  "Ready",
  "BeforeService",
  "InService",
  "AfterService",
  "Timeout",
  "DND",
  "Banned",
] as const;
export type OperatorStatus = (typeof operatorStatuses)[number];

/** What a person chooses between. */
export const chosenStatuses = ["Ready", "Online", "Timeout", "DND", "Offline"] as const;
export type ChosenStatus = (typeof chosenStatuses)[number];

/**
 * Why someone who is signed in takes no calls. `online`: has just signed in and never pressed Ready. Given by the operator's actor and ended
 * by one press of Ready: `missed`, let too many offers ring out; `unfinished`, did not finish a wrap-up in the time they had for it.
 */
export const pauseReasons = ["online", "timeout", "dnd", "missed", "unfinished"] as const;
export type PauseReason = (typeof pauseReasons)[number];
export const chosenPauses = ["online", "timeout", "dnd"] as const satisfies readonly PauseReason[];
export type ChosenPause = (typeof chosenPauses)[number];

export const presences = ["offline", "paused", "ready"] as const;
export const engagements = ["free", "offered", "talking", "wrappingUp", "resting"] as const;

/** How the browser gets into the call's room. */
export interface RoomPass {
  readonly url: string;
  /** Good for two minutes, one room, one identity. May neither speak nor hear until the offer is taken. */
  readonly token: string;
}

export interface OfferView {
  readonly offerId: OfferId;
  readonly callId: CallId;
  readonly queue: string;
  readonly caller: string;
  /** How long the caller had waited when the offer was made. */
  readonly waited: Duration;
  readonly madeAt: Instant;
  readonly deadline: Instant;
  /** The caller has hung up and asked to be phoned: that is done once the offer has been accepted. */
  readonly callback?: true | undefined;
  readonly pass: RoomPass;
}

/** Of a talk, while it goes on and in its wrap-up. */
export interface DispositionView {
  /** Whose dispositions may be chosen. Not said (by an older version): it cannot be chosen. */
  readonly queueId?: QueueId | undefined;
  readonly disposed?: Disposed | undefined;
  /** The wrap-up cannot be finished without one, and there is none yet. */
  readonly dispositionMissing?: true | undefined;
}

export interface CallView extends DispositionView {
  readonly callId: CallId;
  readonly queue: string;
  readonly caller: string;
  readonly takenAt: Instant;
  /** When both could first hear each other; absent while it is being set up. */
  readonly connectedAt?: Instant | undefined;
  /** Whether the operator has asked for a wrap-up after this call. Absent where there is nothing to ask for: the mode is not `onRequest`. */
  readonly wrapUpRequested?: boolean | undefined;
  /** The caller is being phoned, and has not answered yet. */
  readonly callback?: true | undefined;
  readonly pass: RoomPass;
}

export interface WrapUpView extends DispositionView {
  readonly callId: CallId;
  readonly mode: WrapUpMode;
  readonly startedAt: Instant;
  /** When it ends by itself. Absent: only when it is finished. */
  readonly endsAt?: Instant | undefined;
  readonly mayFinish: boolean;
  /** By how much it may be prolonged. Absent: not at all, or no more. */
  readonly extension?: Duration | undefined;
}

/** How the last offer here ended. */
export interface ClosedOfferView {
  readonly offerId: OfferId;
  readonly callId: CallId;
  readonly queue: string;
  readonly outcome: OfferOutcome;
  readonly at: Instant;
}

export interface OperatorView {
  readonly operatorId: OperatorId;
  readonly name: string;
  readonly application: string;
  readonly status: OperatorStatus;
  /** Since when the status is what it is. */
  readonly since: Instant;
  readonly presence: (typeof presences)[number];
  readonly pauseReason?: PauseReason | undefined;
  /** The application's own reason for the pause, as it was when it was chosen. */
  readonly ownReason?: OwnReason | undefined;
  /** What has been chosen during a call or its wrap-up and waits for their end; the last choice. */
  readonly next?: ChosenStatus | undefined;
  readonly nextReason?: OwnReason | undefined;
  readonly engagement: (typeof engagements)[number];
  readonly offer?: OfferView | undefined;
  readonly call?: CallView | undefined;
  readonly wrapUp?: WrapUpView | undefined;
  readonly lastOffer?: ClosedOfferView | undefined;
  readonly queues: readonly { readonly queueId: QueueId; readonly name: string }[];
  /** What may be chosen beside the pauses that are built in, in this order. Not said (by an older version): nothing. */
  readonly ownReasons?: readonly OwnReason[] | undefined;
}

export type ToConsole =
  | {
      readonly type: "view";
      /** Grows with every change of this operator. */
      readonly seq: number;
      /** The actor's clock, so that the browser can show deadlines right whatever its own clock says. */
      readonly now: Instant;
      /** Only one tab of an operator rings and carries audio: the one that is the lead. */
      readonly lead: boolean;
      readonly view: OperatorView;
    }
  | { readonly type: "answer"; readonly id: number; readonly ok: true }
  | { readonly type: "answer"; readonly id: number; readonly ok: false; readonly refusal: ConsoleRefusal };

export const consoleRefusals = [
  /** The offer has ended: the caller hung up, it rang out, or it was taken in another tab. */
  "offer_gone",
  "no_call",
  "not_wrapping_up",
  /** The wrap-up's mode does not provide for it. */
  "not_in_this_mode",
  /** The pause reason has been removed, or was never there. */
  "unknown_reason",
  /** The disposition has been removed, or is not one of the call's queue. */
  "unknown_disposition",
  /** The wrap-up cannot be finished without a disposition. */
  "disposition_missing",
  "signed_out",
  "unreadable",
] as const;
export type ConsoleRefusal = (typeof consoleRefusals)[number];

export type ConsoleCommand =
  | { readonly type: "goReady" }
  /** `own`: one of the application's own reasons, whose status is that of the pause. */
  | { readonly type: "pause"; readonly reason: ChosenPause; readonly own?: PauseReasonId | undefined }
  | { readonly type: "accept"; readonly offerId: OfferId }
  | { readonly type: "decline"; readonly offerId: OfferId }
  | { readonly type: "hangUp"; readonly callId: CallId }
  /** Sends the caller into a queue, once both hear each other. */
  | { readonly type: "transfer"; readonly callId: CallId; readonly transfer: Transfer }
  | { readonly type: "finishWrapUp" }
  /** Prolongs the wrap-up, once. */
  | { readonly type: "extendWrapUp" }
  /** Asks for a wrap-up after this call, or takes that back. */
  | { readonly type: "requestWrapUp"; readonly callId: CallId; readonly wanted: boolean }
  /** During a call and its wrap-up it waits for their end; `atOnce`: it hangs up instead. */
  | { readonly type: "signOut"; readonly atOnce?: boolean | undefined }
  /** Forgets what has been chosen for the time after the call. */
  | { readonly type: "takeBack" }
  /** How the call turned out; null: not said, or taken back. The last one counts, until the wrap-up is over. */
  | {
      readonly type: "setDisposition";
      readonly callId: CallId;
      readonly dispositionId: DispositionId | null;
      /** At most 1,000 characters. */
      readonly note: string;
    }
  /** Become the tab that rings. */
  | { readonly type: "takeLead" }
  /** A fresh pass to the room of the current offer or call, after a reload or a lost connection. */
  | { readonly type: "renewPass" };

/** `id` is chosen by the browser and comes back with the answer. */
export type FromConsole = { readonly id: number; readonly command: ConsoleCommand };
