import type { OperatorSummary } from "../protocol/views.ts";
import type { DispositionView, OperatorView, RoomPass, WrapUpView } from "../protocol/console.ts";
import type { Instant } from "../words/index.ts";
import { isDispositionMissing } from "./disposition.ts";
import { stanceOf, type OperatorState } from "./logic.ts";
import { wrapUpModeOf } from "./terms.ts";

/**
 * The operator as their own console sees them; undefined before the directory has said who they are.
 * `pass`: the way into the room of the present offer or call, if there is one.
 */
export function viewOf(state: OperatorState, pass: RoomPass | undefined): OperatorView | undefined {
  const { context } = state;
  const { profile, offer } = context;
  if (profile === undefined) return undefined;
  const { presence, engagement } = stanceOf(state);
  return {
    operatorId: profile.operatorId,
    name: profile.name,
    application: profile.application,
    status: context.status,
    since: context.statusSince,
    presence,
    pauseReason: context.pauseReason,
    ownReason: context.ownReason,
    next: context.next,
    nextReason: context.nextReason,
    engagement: engagement === "connecting" || engagement === "dialling" ? "talking" : engagement,
    offer:
      engagement === "offered" && offer !== undefined && pass !== undefined
        ? {
            offerId: offer.offerId,
            callId: offer.callId,
            queue: offer.queue,
            caller: offer.caller,
            waited: offer.waited,
            madeAt: context.offerMadeAt,
            deadline: deadlineOf(context.offerMadeAt, offer.ringTime),
            callback: offer.callback,
            pass,
          }
        : undefined,
    call:
      (engagement === "dialling" || engagement === "connecting" || engagement === "talking") &&
      offer !== undefined &&
      pass !== undefined
        ? {
            callId: offer.callId,
            queue: offer.queue,
            caller: offer.caller,
            takenAt: context.takenAt,
            connectedAt: context.connectedAt,
            ...dispositionIn(state),
            wrapUpRequested: wrapUpModeOf(offer, profile) === "onRequest" ? context.wrapUpRequested : undefined,
            callback: offer.callback,
            pass,
          }
        : undefined,
    wrapUp: engagement === "wrappingUp" ? wrapUpIn(state) : undefined,
    lastOffer: context.lastOffer,
    queues: profile.queues.map(({ queueId, name }) => ({ queueId, name })),
    ownReasons: profile.pauseReasons,
  };
}

/** The operator as others see them; undefined before the directory has said who they are. */
export function summaryOf(state: OperatorState): OperatorSummary | undefined {
  const view = viewOf(state, undefined);
  const { profile } = state.context;
  if (view === undefined || profile === undefined) return undefined;
  const { operatorId, name, status, since, presence, pauseReason, next, engagement, wrapUp, lastOffer } = view;
  return {
    operatorId,
    name,
    status,
    since,
    presence,
    pauseReason,
    ownReason: view.ownReason,
    next,
    nextReason: view.nextReason,
    engagement,
    call: callIn(state),
    wrapUp: wrapUp && { mode: wrapUp.mode, startedAt: wrapUp.startedAt, endsAt: wrapUp.endsAt },
    lastOffer,
    queues: profile.queues.map(({ queueId }) => queueId),
  };
}

function callIn(state: OperatorState): OperatorSummary["call"] {
  const { offer, offerMadeAt, takenAt, connectedAt, wrapUp } = state.context;
  if (offer === undefined) return undefined;
  const { callId, queueId, caller } = offer;
  switch (stanceOf(state).engagement) {
    case "free":
    case "resting":
      return undefined;
    case "offered":
      return { callId, queueId, caller, since: offerMadeAt };
    case "dialling":
    case "connecting":
    case "talking":
      return { callId, queueId, caller, since: connectedAt ?? takenAt };
    case "wrappingUp":
      return { callId, queueId, caller, since: wrapUp?.startedAt ?? takenAt };
  }
}

function wrapUpIn({ context: { offer, wrapUp, disposed } }: OperatorState): WrapUpView | undefined {
  if (offer === undefined || wrapUp === undefined) return undefined;
  const { mode, startedAt, endsAt, extension } = wrapUp;
  return {
    callId: offer.callId,
    mode,
    startedAt,
    endsAt,
    mayFinish: mode !== "timed",
    extension: extension > 0 ? extension : undefined,
    ...dispositionIn({ context: { offer, disposed } }),
  };
}

function dispositionIn({
  context,
}: {
  readonly context: Pick<OperatorState["context"], "offer" | "disposed">;
}): DispositionView {
  const { offer, disposed } = context;
  return { queueId: offer?.queueId, disposed, dispositionMissing: isDispositionMissing(context) || undefined };
}

const deadlineOf = (madeAt: Instant, ringTime: number): Instant => madeAt + ringTime;

/** The room the operator needs a pass to, and whether they may already speak and hear in it. */
export function roomWanted(state: OperatorState): { readonly room: string; readonly mayTalk: boolean } | undefined {
  const { engagement } = stanceOf(state);
  const { offer } = state.context;
  if (offer === undefined) return undefined;
  if (engagement === "offered") return { room: offer.room, mayTalk: false };
  if (engagement === "dialling" || engagement === "connecting") return { room: offer.room, mayTalk: false };
  if (engagement === "talking") return { room: offer.room, mayTalk: true };
  return undefined;
}
