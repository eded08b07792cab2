/**
 * What an operator's browser and their actor say to each other over a WebSocket, as JSON text frames.
 *
 *   GET /v1/applications/{application}/console   Sec-WebSocket-Protocol: acd.console.v1, <access token>
 *
 * The actor sends the whole view after every change (it is small); the browser draws it and sends what was pressed.
 * The text frame `ping` is answered `pong` without waking the actor.
 */
import type { CallId, Duration, Instant, OfferId, OperatorId, QueueId } from "../words/index.ts";

export const consoleSubprotocol = "acd.console.v1";

/** The status names the field uses, for people and reports. */
export type OperatorStatus =
  | "Offline"
  | "Online"
  | "Ready"
  | "BeforeService"
  | "InService"
  | "AfterService"
  | "Timeout"
  | "DND"
  | "Banned";

/** Why someone who is signed in takes no calls. `online`: has just signed in and never pressed Ready. `missed`: let an offer ring out. */
export type PauseReason = "online" | "timeout" | "dnd" | "missed";

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
  readonly pass: RoomPass;
}

export interface CallView {
  readonly callId: CallId;
  readonly queue: string;
  readonly caller: string;
  readonly takenAt: Instant;
  /** When both could first hear each other; absent while it is being set up. */
  readonly connectedAt?: Instant | undefined;
  readonly pass: RoomPass;
}

export interface OperatorView {
  readonly operatorId: OperatorId;
  readonly name: string;
  readonly application: string;
  readonly status: OperatorStatus;
  /** Since when the status is what it is. */
  readonly since: Instant;
  readonly presence: "offline" | "paused" | "ready";
  readonly pauseReason?: PauseReason | undefined;
  readonly engagement: "free" | "offered" | "talking" | "wrappingUp" | "resting";
  readonly offer?: OfferView | undefined;
  readonly call?: CallView | undefined;
  readonly wrapUp?: { readonly callId: CallId; readonly endsAt: Instant } | undefined;
  readonly queues: readonly { readonly queueId: QueueId; readonly name: string }[];
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

export type ConsoleRefusal =
  /** The offer has ended: the caller hung up, it rang out, or it was taken in another tab. */
  "offer_gone" | "no_call" | "not_wrapping_up" | "signed_out" | "unreadable";

export type ConsoleCommand =
  | { readonly type: "goReady" }
  | { readonly type: "pause"; readonly reason: Exclude<PauseReason, "missed"> }
  | { readonly type: "accept"; readonly offerId: OfferId }
  | { readonly type: "decline"; readonly offerId: OfferId }
  | { readonly type: "hangUp"; readonly callId: CallId }
  | { readonly type: "finishWrapUp" }
  | { readonly type: "signOut" }
  /** Become the tab that rings. */
  | { readonly type: "takeLead" }
  /** A fresh pass to the room of the current offer or call, after a reload or a lost connection. */
  | { readonly type: "renewPass" };

/** `id` is chosen by the browser and comes back with the answer. */
export type FromConsole = { readonly id: number; readonly command: ConsoleCommand };
