/**
 * A person who takes calls: presence (what they have chosen) × engagement (what they are doing) × link (whether a console is open).
 *
 * The operator's actor alone grants its one slot: an offer rings only in `free`, every other offer is answered "busy" at once.
 * Every offer that rang ends here, by the person, the ring timer or the queue, and its queue is told exactly how.
 */
import { and, assign, cancel, emit, enqueueActions, raise, setup } from "xstate";
import { no, seconds, yes, type Duration, type Instant, type OfferId, type QueueId } from "../words/index.ts";
import type { ChosenStatus, ClosedOfferView, OperatorStatus, PauseReason } from "../protocol/console.ts";
import type { Disposed } from "../protocol/disposition.ts";
import type { Offer, OfferOutcome, RescindCause } from "../protocol/offer.ts";
import type { OwnReason } from "../protocol/reason.ts";
import type { OperatorProfile, WrapUpMode } from "../protocol/settings.ts";
import type { OfferLine, StatusLine, WorkLine } from "../protocol/work.ts";
import { chosenBy, ownReasonIn, pauseIn } from "./choice.ts";
import { disposalOf, isDispositionMissing } from "./disposition.ts";
import type { OperatorOutput } from "./effects.ts";
import type { OperatorEvent } from "./events.ts";
import { roundOf } from "./round.ts";
import type { Standing } from "./standing.ts";
import { isOtherPause, isTimeToTell, offerNote, ownPauseOf, statusNote } from "./work.ts";
import { restAfter, ringTimeOf, wrapUpAfter, wrapUpModeOf, type RestCause } from "./terms.ts";

interface RefusedOffer {
  readonly offerId: OfferId;
  readonly refusal: "busy" | "away";
  /** Ours when it was refused: the same answer, given later, must not pass for news. */
  readonly epoch: number;
}

/** The wrap-up under way. */
interface WrapUp {
  readonly mode: WrapUpMode;
  readonly startedAt: Instant;
  /** Undefined: only when it is finished. */
  readonly endsAt: Instant | undefined;
  /** By how much it may still be prolonged. */
  readonly extension: Duration;
}

export interface OperatorContext {
  readonly profile: OperatorProfile | undefined;
  readonly pauseReason: PauseReason | undefined;
  /** What was chosen last during the call or wrap-up that goes on: it takes effect when that is over. */
  readonly next: ChosenStatus | undefined;
  /** The application's own reason for the present pause, and for the one that was chosen as next. */
  readonly ownReason: OwnReason | undefined;
  readonly nextReason: OwnReason | undefined;
  readonly offer: Offer | undefined;
  readonly offerMadeAt: Instant;
  /** The caller being talked to: the offer that was taken. */
  readonly takenAt: Instant;
  readonly connectedAt: Instant | undefined;
  /** During the call: a wrap-up has been asked for. */
  readonly wrapUpRequested: boolean;
  readonly wrapUp: WrapUp | undefined;
  /** How the talk turned out, as far as it has been said. */
  readonly disposed: Disposed | undefined;
  /** Nothing rings before. */
  readonly restsUntil: Instant;
  readonly lastOffer: ClosedOfferView | undefined;
  /** Counts the changes of `standing`. */
  readonly epoch: number;
  readonly standing: Standing;
  readonly status: OperatorStatus;
  readonly statusSince: Instant;
  /** What the status is about: why it is a pause, whose call it is. */
  readonly statusAbout: Pick<StatusLine, "reason" | "own" | "queueId" | "callId">;
  /** What the ledger has not been told yet, and how many lines it has. */
  readonly work: readonly WorkLine[];
  readonly workTold: number;
  readonly idleSince: Instant;
  /** Offers left to ring, one after the other, since the last one that was taken. */
  readonly misses: number;
  /** The queues still to be asked for a caller in this round. */
  readonly toAsk: readonly QueueId[];
  /** Offers that have ended here, newest last: one that is delivered again must not ring again. */
  readonly endedOffers: readonly OfferId[];
  /** Offers that were answered "no", newest last: one that is delivered again is answered the same, for its caller has gone to somebody else. */
  readonly refusedOffers: readonly RefusedOffer[];
}

/**
 * How long a person may be without any open console before they count as signed out: what a reload takes, several times over. Not a setting:
 * a call waits as long for an operator whom it has lost (src/call), and a console connects again within 5 s of any trouble (web/lib/socket.ts).
 */
const linkGrace = seconds(15);
/** None of the application's own. */
const noReasons = { ownReason: undefined, nextReason: undefined } as const;
/** The statuses of somebody who is offered a call or has one. */
const engaged: ReadonlySet<OperatorStatus> = new Set(["BeforeService", "InService", "AfterService"]);
/** How an offer ends when its operator goes offline. */
const unreachable = [
  { type: "close", params: { outcome: "unreachable" } },
  { type: "rest", params: { cause: "unreachable" } },
] as const;
/** How an offer ends whose caller was being phoned. */
const afterDialling = {
  caller_gone: "gone",
  not_reached: "unanswered",
  taken: "rescinded",
  assigned: "rescinded",
} as const satisfies Record<RescindCause, OfferOutcome>;
/** Of the offers that have ended or were refused. */
const offersRemembered = 16;

export const operatorMachine = setup({
  types: {
    context: {} as OperatorContext,
    events: {} as OperatorEvent,
    emitted: {} as OperatorOutput,
  },
  guards: {
    isThisOffer: ({ context, event }) => "offerId" in event && event.offerId === context.offer?.offerId,
    /** A caller who came back into the line may come to the same operator again: news of the first time is not about the second. */
    isCallback: ({ context }) => context.offer?.callback === true,
    isThisCall: ({ context: { offer }, event }) =>
      "callId" in event &&
      offer !== undefined &&
      event.callId === offer.callId &&
      (!("offerId" in event) || event.offerId === undefined || event.offerId === offer.offerId),
    isUnheardOf: ({ context: { offer, endedOffers, refusedOffers }, event }) =>
      event.type === "offer.rescinded" &&
      event.offerId !== offer?.offerId &&
      !endedOffers.includes(event.offerId) &&
      !refusedOffers.some(({ offerId }) => offerId === event.offerId),
    hasEnded: ({ context, event }) => event.type === "offer.made" && context.endedOffers.includes(event.offer.offerId),
    isKnownOffer: ({ context, event }) => event.type === "offer.made" && event.offer.offerId === context.offer?.offerId,
    isConnected: ({ context, event }) =>
      event.type === "connect.answered" && event.offerId === context.offer?.offerId && event.answer.ok,
    /** One miss too many: a person who is not there is offered no more. */
    isLastMiss: ({ context: { offer, misses }, event }) =>
      "offerId" in event &&
      offer !== undefined &&
      event.offerId === offer.offerId &&
      offer.pauseAfterMisses > 0 &&
      misses + 1 >= offer.pauseAfterMisses,
    /** A reason that has been removed meanwhile, or never was. */
    namesNoReason: ({ context: { profile }, event }) =>
      event.type === "pause" && event.own !== undefined && ownReasonIn(event, profile) === undefined,
    /** What is chosen now has to wait for the end of a call or a wrap-up. */
    waits: ({ context: { status }, event }) =>
      (status === "InService" || status === "AfterService") && !(event.type === "signOut" && event.atOnce === true),
    leavesAtOnce: ({ event }) => event.type === "signOut" && event.atOnce === true,
    choseToLeave: ({ context }) => context.next === "Offline",
    chosePause: ({ context }) => pauseIn(context.next) !== undefined,
    choseReady: ({ context }) => context.next === "Ready",
    /** Who would be Ready now, and owes the end of a wrap-up. */
    leftUnfinished: ({ context, event }) =>
      event.type === "work.over" && event.unfinished && (context.pauseReason === undefined || context.next === "Ready"),
    /** Nobody wraps up who is not there. */
    wrapsUp: ({ context: { offer, profile, wrapUpRequested, standing } }) =>
      standing !== "gone" && offer !== undefined && wrapUpAfter(offer, profile, wrapUpRequested) !== undefined,
    mayTransfer: ({ context: { connectedAt, offer }, event }) =>
      event.type === "transfer" && event.callId === offer?.callId && connectedAt !== undefined,
    mayRequestWrapUp: ({ context: { offer, profile }, event }) =>
      event.type === "requestWrapUp" && event.callId === offer?.callId && wrapUpModeOf(offer, profile) === "onRequest",
    mayFinish: ({ context }) => context.wrapUp?.mode !== "timed" && !isDispositionMissing(context),
    mayProlong: ({ context }) => (context.wrapUp?.extension ?? 0) > 0,
    owesRest: ({ context, event }) => context.restsUntil > event.at,
    isNewer: ({ context, event }) =>
      event.type === "operator.configured" && event.profile.revision > (context.profile?.revision ?? 0),
  },
  actions: {
    done: emit({ type: "reply", answer: { ok: true } }),
    ringing: emit(({ context }) => ({ type: "reply", answer: { ...yes("ringing" as const), epoch: context.epoch } })),
    /** An offer that is taken back before it comes will be answered "no" when it does: its queue keeps it open until then. */
    refuseUnheard: assign({
      refusedOffers: ({ context: { refusedOffers, epoch }, event }) =>
        event.type === "offer.rescinded"
          ? [...refusedOffers, { offerId: event.offerId, refusal: "busy" as const, epoch }].slice(-offersRemembered)
          : refusedOffers,
    }),
    refuse: enqueueActions(({ context, event, enqueue }, { because }: { because: RefusedOffer["refusal"] }) => {
      if (event.type !== "offer.made") return;
      const { offerId } = event.offer;
      const known = context.refusedOffers.find((refused) => refused.offerId === offerId);
      const { refusal, epoch } = known ?? { refusal: because, epoch: context.epoch };
      if (known === undefined) {
        const refusedOffers = [...context.refusedOffers, { offerId, refusal, epoch }].slice(-offersRemembered);
        enqueue.assign({ refusedOffers });
        if (engaged.has(context.status)) {
          enqueue.assign({ restsUntil: Math.max(context.restsUntil, event.at + restAfter(event.offer, "busy")) });
        }
      }
      enqueue.emit({ type: "reply", answer: { ...no(refusal), epoch } });
    }),
    /** Tells the queue how the offer ended. */
    close: enqueueActions(({ context, event, enqueue }, { outcome }: { outcome: OfferOutcome }) => {
      const { offer } = context;
      if (offer === undefined) return;
      const { offerId, callId, queueId, queue } = offer;
      const { at } = event;
      const line: OfferLine = {
        what: "offer",
        outcome,
        offerId,
        queueId,
        callId,
        from: context.offerMadeAt,
        until: at,
      };
      const work = [...context.work, line];
      enqueue.assign({
        endedOffers: [...context.endedOffers, offerId].slice(-offersRemembered),
        lastOffer: { offerId, callId, queue, outcome, at },
        work,
      });
      enqueue.emit({ type: "queue.closed", queueId, offerId, outcome, epoch: context.epoch });
      enqueue.emit(offerNote(line, context.workTold + work.length));
    }),
    /** Nothing is to ring for a while because of how this offer ended. */
    rest: assign({
      restsUntil: ({ context: { offer, restsUntil }, event }, { cause }: { cause: RestCause }) =>
        offer === undefined ? restsUntil : Math.max(restsUntil, event.at + restAfter(offer, cause)),
    }),
    /** Keeps what has been chosen until there is nothing to do any more. */
    choose: enqueueActions(({ context, event, enqueue }) => {
      const next = chosenBy(event);
      const nextReason = ownReasonIn(event, context.profile);
      if (next === undefined || (next === context.next && nextReason?.id === context.nextReason?.id)) return;
      enqueue.assign({ next, nextReason });
      const detail = { status: next, ...(nextReason && { own: nextReason.id }) };
      enqueue.emit({ type: "note", what: "next", detail });
    }),
    pause: assign(({ context: { profile, pauseReason }, event }) => ({
      pauseReason: event.type === "pause" ? event.reason : pauseReason,
      ownReason: ownReasonIn(event, profile),
    })),
    takeBack: enqueueActions(({ context, enqueue }) => {
      if (context.next === undefined) return;
      enqueue.assign({ next: undefined, nextReason: undefined });
      enqueue.emit({ type: "note", what: "next", detail: { status: null } });
    }),
    startWrapUp: enqueueActions(({ context: { offer, profile, wrapUpRequested }, event, enqueue }) => {
      const plan = offer && wrapUpAfter(offer, profile, wrapUpRequested);
      if (plan === undefined) return;
      const { mode, length, extension } = plan;
      const endsAt = length === undefined ? undefined : event.at + length;
      enqueue.assign({ wrapUp: { mode, startedAt: event.at, endsAt, extension } });
      if (length !== undefined) enqueue.raise({ type: "wrapUp.over", at: event.at }, { id: "wrapUp", delay: length });
    }),
    /** Once: what may be added is used up by it. */
    prolongWrapUp: enqueueActions(({ context: { wrapUp }, event, enqueue }) => {
      if (wrapUp?.endsAt === undefined) return;
      const endsAt = wrapUp.endsAt + wrapUp.extension;
      enqueue.assign({ wrapUp: { ...wrapUp, endsAt, extension: 0 } });
      enqueue.raise({ type: "wrapUp.over", at: event.at }, { id: "wrapUp", delay: endsAt - event.at });
    }),
    /** Tells the queue that the person may be phoned. */
    sayAccepted: enqueueActions(({ context: { offer }, enqueue }) => {
      if (offer !== undefined) enqueue.emit({ type: "queue.accepted", queueId: offer.queueId, offerId: offer.offerId });
    }),
    /** From now on the offer is like any other: its caller is on the line. */
    noteReached: assign({
      offer: ({ context: { offer }, event }) =>
        offer === undefined || event.type !== "callback.reached"
          ? offer
          : { ...offer, callId: event.callId, room: event.room, callback: undefined },
    }),
    setDisposition: enqueueActions(({ context: { offer }, event, enqueue }) => {
      if (offer === undefined || event.type !== "setDisposition") return;
      const { disposition, note, at } = event;
      enqueue.assign({ disposed: { disposition, note, at } });
      // The note is not for timelines.
      const detail = { call: offer.callId, offer: offer.offerId, disposition: disposition?.id ?? null };
      enqueue.emit({ type: "note", what: "disposition", detail });
    }),
    tellDisposition: enqueueActions(({ context, event, enqueue }) => {
      const disposal = disposalOf(context, event.at);
      if (disposal !== undefined) enqueue.emit({ type: "ledger.disposed", disposal });
    }),
    hangUp: enqueueActions(({ context: { offer }, enqueue }) => {
      if (offer !== undefined) enqueue.emit({ type: "call.hangUp", callId: offer.callId, offerId: offer.offerId });
    }),
    transfer: enqueueActions(({ context: { offer }, event, enqueue }) => {
      if (offer === undefined || event.type !== "transfer") return;
      const { callId, offerId } = offer;
      enqueue.emit({ type: "call.transfer", callId, offerId, transfer: event.transfer });
      enqueue.emit({ type: "note", what: "transfer", detail: { call: callId, to: event.transfer.queueId } });
    }),
    /** Who has sent a caller into a queue is not to have them back at once. */
    restIfTransferred: assign({
      restsUntil: ({ context: { offer, restsUntil }, event }) =>
        event.type === "call.ended" && event.by === "transfer" && offer !== undefined
          ? Math.max(restsUntil, event.at + restAfter(offer, "transferred"))
          : restsUntil,
    }),
    /** Asks the call to connect its caller to this operator; asked again, it says since when they are. */
    askCall: enqueueActions(({ context: { offer }, enqueue }) => {
      if (offer === undefined) return;
      const { callId, offerId, entryId, reason } = offer;
      enqueue.emit({ type: "call.connect", callId, offerId, entryId, reason });
    }),
    /** What was before becomes a line, and lines that are ripe go to the ledger. */
    changeStatus: enqueueActions(({ context, event, enqueue }) => {
      if (event.type !== "settled") return;
      const { status: was, statusSince: from, statusAbout, workTold, offer, pauseReason, ownReason } = context;
      const { status, at } = event;
      const isEngaged = engaged.has(status) && offer !== undefined;
      const line: StatusLine | undefined =
        was === "Offline" ? undefined : { what: "status", status: was, ...statusAbout, from, until: at };
      const work = line === undefined ? context.work : [...context.work, line];
      enqueue.assign({
        status,
        statusSince: at,
        statusAbout: isEngaged
          ? { queueId: offer.queueId, callId: offer.callId }
          : pauseReason === undefined
            ? {}
            : { reason: pauseReason, ...(ownReason && { own: ownPauseOf(ownReason) }) },
        work,
      });
      enqueue.emit(statusNote(status, line, workTold + work.length));
      if (!isTimeToTell(work, status, at)) return;
      enqueue.emit({ type: "ledger.work", first: workTold + 1, lines: work });
      enqueue.assign({ work: [], workTold: workTold + work.length });
    }),
    noteTaken: assign({ takenAt: ({ event }) => event.at, misses: 0 }),
    countMiss: assign({ misses: ({ context }) => context.misses + 1 }),
    requestWrapUp: assign({ wrapUpRequested: ({ event }) => event.type === "requestWrapUp" && event.wanted }),
    noteConnected: assign({
      connectedAt: ({ context, event }) =>
        event.type === "connect.answered" && event.answer.ok
          ? (context.connectedAt ?? event.answer.value.connectedAt)
          : context.connectedAt,
    }),
    dropOffer: assign({ offer: undefined, connectedAt: undefined }),
    tellQueues: enqueueActions(({ context, enqueue }, { standing }: { standing: "away" | "gone" }) => {
      for (const { queueId } of context.profile?.queues ?? []) {
        enqueue.emit({ type: "queue.standing", key: `standing/${queueId}`, queueId, standing, epoch: context.epoch });
      }
    }),
    /** Asks the next queue of the round for a caller. One at a time, so that the heavier queue really goes first. */
    askNextQueue: enqueueActions(({ context, enqueue }) => {
      const { idleSince, epoch, profile } = context;
      const [queueId, ...toAsk] = context.toAsk;
      if (queueId === undefined) return;
      enqueue.assign({ toAsk });
      const tier = profile?.queues.find((queue) => queue.queueId === queueId)?.tier;
      enqueue.emit({ type: "queue.pull", queueId, idleSince, epoch, skills: profile?.skills, tier });
    }),
    startRound: assign({
      toAsk: ({ context: { profile, epoch } }) => (profile === undefined ? [] : roundOf(profile, epoch)),
    }),
    nextEpoch: assign({ epoch: ({ context }) => context.epoch + 1 }),
  },
}).createMachine({
  id: "operator",
  type: "parallel",
  context: {
    profile: undefined,
    pauseReason: undefined,
    next: undefined,
    ownReason: undefined,
    nextReason: undefined,
    offer: undefined,
    offerMadeAt: 0,
    takenAt: 0,
    connectedAt: undefined,
    wrapUpRequested: false,
    wrapUp: undefined,
    disposed: undefined,
    restsUntil: 0,
    lastOffer: undefined,
    epoch: 0,
    standing: "gone",
    status: "Offline",
    statusSince: 0,
    statusAbout: {},
    work: [],
    workTold: 0,
    idleSince: 0,
    toAsk: [],
    endedOffers: [],
    refusedOffers: [],
    misses: 0,
  },
  on: {
    "operator.configured": {
      guard: "isNewer",
      actions: enqueueActions(({ context, event, enqueue }) => {
        const before = context.profile?.queues ?? [];
        const now = event.profile.queues;
        enqueue.assign({ profile: event.profile });
        for (const { queueId } of before) {
          if (now.some((queue) => queue.queueId === queueId)) continue;
          enqueue.emit({
            type: "queue.standing",
            key: `standing/${queueId}`,
            queueId,
            standing: "gone",
            epoch: context.epoch,
          });
        }
        if (context.standing === "gone") return;
        const added = now.filter(({ queueId }) => !before.some((queue) => queue.queueId === queueId));
        if (context.standing === "free") {
          // What somebody can do, and in which tier, their queues learn when they are told that they are free.
          const reskilled = JSON.stringify(context.profile?.skills) !== JSON.stringify(event.profile.skills);
          const moved = now.filter(({ queueId, tier }) =>
            before.some((queue) => queue.queueId === queueId && (reskilled || queue.tier !== tier)),
          );
          if (added.length + moved.length === 0) return;
          enqueue("nextEpoch");
          enqueue.assign({ toAsk: [...moved, ...added].map(({ queueId }) => queueId) });
          enqueue("askNextQueue");
          return;
        }
        if (added.length === 0) return;
        // A queue that the operator left and comes back to ignores what is not newer than the leaving.
        enqueue("nextEpoch");
        const epoch = context.epoch + 1;
        for (const { queueId } of added) {
          enqueue.emit({ type: "queue.standing", key: `standing/${queueId}`, queueId, standing: "away", epoch });
        }
      }),
    },
    settled: {
      actions: enqueueActions(({ context, event, enqueue }) => {
        const { standing, status } = event;
        if (status !== context.status || isOtherPause(context, status)) enqueue("changeStatus");
        if (standing === context.standing) return;
        const wasGone = context.standing === "gone";
        enqueue("nextEpoch");
        enqueue.assign({ standing, toAsk: [] });
        if (standing === "free") {
          enqueue.assign({ idleSince: event.at });
          enqueue("startRound");
          enqueue("askNextQueue");
        } else if (standing === "away" || standing === "gone") {
          enqueue({ type: "tellQueues", params: { standing } });
        } else if (wasGone) {
          enqueue({ type: "tellQueues", params: { standing: "away" } });
        }
      }),
    },
    "pull.answered": {
      guard: ({ context, event }) =>
        context.standing === "free" && event.epoch === context.epoch && !(event.answer.ok && event.answer.value.coming),
      actions: "askNextQueue",
    },
  },
  states: {
    presence: {
      initial: "offline",
      on: {
        signOut: [
          { guard: "waits", actions: ["choose", "done"] },
          { target: ".offline", actions: "done" },
        ],
        takeBack: { actions: ["takeBack", "done"] },
        "work.over": [
          { guard: "choseToLeave", target: ".offline", actions: emit({ type: "console.close" }) },
          {
            guard: "chosePause",
            target: ".paused",
            actions: assign({
              pauseReason: ({ context }) => pauseIn(context.next),
              ownReason: ({ context }) => context.nextReason,
              next: undefined,
              nextReason: undefined,
            }),
          },
          {
            guard: "leftUnfinished",
            target: ".paused",
            actions: assign({ pauseReason: "unfinished", ...noReasons, next: undefined }),
          },
          {
            guard: "choseReady",
            target: ".ready",
            actions: assign({ pauseReason: undefined, ...noReasons, next: undefined, misses: 0 }),
          },
        ],
        "operator.revoked": { target: ".offline", actions: emit({ type: "console.close" }) },
        "link.lost": ".offline",
      },
      states: {
        offline: {
          entry: assign({ pauseReason: undefined, ...noReasons, next: undefined }),
          on: {
            "link.up": { target: "paused", actions: assign({ pauseReason: "online" }) },
            // Nothing can be chosen for somebody who is not there, also while their last call is being ended.
            signOut: { actions: "done" },
            takeBack: {},
          },
        },
        paused: {
          on: {
            goReady: [
              { guard: "waits", actions: ["choose", "done"] },
              { target: "ready", actions: [assign({ pauseReason: undefined, ...noReasons, misses: 0 }), "done"] },
            ],
            pause: [
              { guard: "namesNoReason" },
              { guard: "waits", actions: ["choose", "done"] },
              { actions: ["pause", "done"] },
            ],
          },
        },
        ready: {
          on: {
            goReady: [{ guard: "waits", actions: ["choose", "done"] }, { actions: "done" }],
            pause: [
              { guard: "namesNoReason" },
              { guard: "waits", actions: ["choose", "done"] },
              { target: "paused", actions: ["pause", "done"] },
            ],
            "ring.over": { guard: "isLastMiss", target: "paused", actions: assign({ pauseReason: "missed" }) },
          },
        },
      },
    },

    link: {
      initial: "down",
      states: {
        down: {
          on: { "link.up": { target: "up", actions: cancel("link") } },
        },
        up: {
          on: {
            "link.down": {
              target: "down",
              actions: raise(({ event }) => ({ type: "link.lost", at: event.at }) as const, {
                id: "link",
                delay: linkGrace,
              }),
            },
            signOut: [{ guard: "waits" }, { target: "down" }],
            "work.over": { guard: "choseToLeave", target: "down" },
            "operator.revoked": "down",
          },
        },
      },
    },

    engagement: {
      initial: "free",
      on: {
        // Wherever the person is: an offer that is not for now is answered at once, so that its caller can go to somebody else.
        "offer.made": [
          { guard: "isKnownOffer", actions: "ringing" },
          { guard: "hasEnded", actions: "ringing" },
          { actions: { type: "refuse", params: { because: "busy" } } },
        ],
        // The queue took back an offer that has not arrived here yet.
        "offer.rescinded": { guard: "isUnheardOf", actions: "refuseUnheard" },
      },
      states: {
        free: {
          entry: "dropOffer",
          on: {
            "offer.made": [
              // Delivered again after its end, or after the queue took it back: its end has been told, nothing rings.
              { guard: "hasEnded", actions: "ringing" },
              {
                guard: ({ context, event }) =>
                  context.standing === "free" &&
                  !context.refusedOffers.some(({ offerId }) => offerId === event.offer.offerId),
                target: "offered",
                actions: [
                  assign({
                    offer: ({ context, event: { offer } }) => ({
                      ...offer,
                      ringTime: ringTimeOf(offer, context.profile),
                    }),
                    offerMadeAt: ({ event }) => event.at,
                  }),
                  raise(({ event }) => ({ type: "ring.over", at: event.at, offerId: event.offer.offerId }) as const, {
                    id: "ring",
                    delay: ({ context, event }) => ringTimeOf(event.offer, context.profile),
                  }),
                  "ringing",
                ],
              },
              { actions: { type: "refuse", params: { because: "away" } } },
            ],
            // It counts us as busy besides: a new round under a new epoch tells it better.
            "offer.rescinded": {
              guard: "isUnheardOf",
              actions: [
                "refuseUnheard",
                enqueueActions(({ context, enqueue }) => {
                  if (context.standing !== "free") return;
                  enqueue("nextEpoch");
                  enqueue("startRound");
                  enqueue("askNextQueue");
                }),
              ],
            },
          },
        },
        offered: {
          exit: cancel("ring"),
          on: {
            accept: [
              { guard: and(["isThisOffer", "isCallback"]), target: "dialling", actions: ["noteTaken", "done"] },
              { guard: "isThisOffer", target: "connecting", actions: ["noteTaken", "done"] },
            ],
            // They had been given up, and were on the phone all the same.
            "callback.reached": { guard: "isThisOffer", actions: "noteReached" },
            decline: {
              guard: "isThisOffer",
              target: "released",
              actions: [
                { type: "close", params: { outcome: "declined" } },
                { type: "rest", params: { cause: "declined" } },
                "done",
              ],
            },
            "ring.over": [
              {
                guard: "isLastMiss",
                target: "free",
                actions: ["countMiss", { type: "close", params: { outcome: "missed" } }],
              },
              {
                guard: "isThisOffer",
                target: "released",
                actions: [
                  "countMiss",
                  { type: "close", params: { outcome: "missed" } },
                  { type: "rest", params: { cause: "missed" } },
                ],
              },
            ],
            "offer.rescinded": {
              guard: "isThisOffer",
              target: "released",
              actions: {
                type: "close",
                params: ({ event }) => ({ outcome: event.because === "caller_gone" ? "gone" : "rescinded" }) as const,
              },
            },
            signOut: { target: "released", actions: [...unreachable] },
            "operator.revoked": { target: "released", actions: [...unreachable] },
            "link.lost": { target: "released", actions: [...unreachable] },
          },
        },
        /** Said yes to a callback; the person is being phoned. How that ends the queue tells, or the operator decides. */
        dialling: {
          entry: "sayAccepted",
          on: {
            "callback.reached": { guard: "isThisOffer", target: "connecting", actions: "noteReached" },
            "offer.rescinded": {
              guard: "isThisOffer",
              target: "released",
              actions: {
                type: "close",
                params: ({ event: { because } }) => ({ outcome: afterDialling[because ?? "taken"] }),
              },
            },
            hangUp: {
              guard: "isThisCall",
              target: "released",
              actions: [{ type: "close", params: { outcome: "declined" } }, "done"],
            },
            signOut: {
              guard: "leavesAtOnce",
              target: "released",
              actions: { type: "close", params: { outcome: "unreachable" } },
            },
            "operator.revoked": { target: "released", actions: { type: "close", params: { outcome: "unreachable" } } },
            "link.lost": { target: "released", actions: { type: "close", params: { outcome: "unreachable" } } },
          },
        },
        /** Said yes; the call is asked. No time-out: the question is repeated until it is answered. */
        connecting: {
          entry: "askCall",
          on: {
            "connect.answered": [
              {
                guard: "isConnected",
                target: "talking",
                actions: ["noteConnected", { type: "close", params: { outcome: "taken" } }],
              },
              {
                guard: "isThisOffer",
                target: "released",
                actions: {
                  type: "close",
                  params: ({ event: { answer } }) =>
                    ({ outcome: !answer.ok && answer.refusal === "taken" ? "lost" : "gone" }) as const,
                },
              },
            ],
            // The call has ended before its own "yes" arrived here: it was connected all the same.
            "call.ended": [
              {
                guard: "isThisCall",
                target: "afterCall",
                actions: [{ type: "close", params: { outcome: "taken" } }, "restIfTransferred"],
              },
            ],
            hangUp: { guard: "isThisCall", actions: ["done", "hangUp"] },
            // Signing out at once hangs up on nobody here: of an operator who is never heard the call takes its caller back into the line.
            requestWrapUp: { guard: "mayRequestWrapUp", actions: ["requestWrapUp", "done"] },
          },
        },
        talking: {
          on: {
            "call.connected": {
              guard: "isThisCall",
              actions: assign({ connectedAt: ({ context, event }) => context.connectedAt ?? event.at }),
            },
            // The news may have been lost with us, as the console's socket was.
            "link.up": { guard: ({ context }) => context.connectedAt === undefined, actions: "askCall" },
            "connect.answered": { guard: "isConnected", actions: "noteConnected" },
            "call.ended": { guard: "isThisCall", target: "afterCall", actions: "restIfTransferred" },
            hangUp: { guard: "isThisCall", actions: ["done", "hangUp"] },
            setDisposition: { guard: "isThisCall", actions: ["setDisposition", "done"] },
            transfer: { guard: "mayTransfer", actions: ["transfer", "done"] },
            signOut: { guard: "leavesAtOnce", actions: "hangUp" },
            requestWrapUp: { guard: "mayRequestWrapUp", actions: ["requestWrapUp", "done"] },
          },
        },
        afterCall: {
          always: [{ guard: "wrapsUp", target: "wrappingUp" }, { target: "released" }],
        },
        wrappingUp: {
          entry: "startWrapUp",
          exit: cancel("wrapUp"),
          on: {
            finishWrapUp: { guard: "mayFinish", target: "released", actions: "done" },
            extendWrapUp: { guard: "mayProlong", actions: ["prolongWrapUp", "done"] },
            setDisposition: { guard: "isThisCall", actions: ["setDisposition", "done"] },
            "wrapUp.over": "released",
            signOut: { guard: "leavesAtOnce", target: "released" },
            "operator.revoked": "released",
            "link.lost": "released",
          },
        },
        /** There is nothing to do any more: what has been chosen takes effect, and what is owed of rest is taken. */
        released: {
          entry: [
            "tellDisposition",
            raise(({ context, event }) => {
              const unfinished = event.type === "wrapUp.over" && context.wrapUp?.mode === "forced";
              return { type: "work.over", at: event.at, unfinished } as const;
            }),
          ],
          exit: assign({ wrapUp: undefined, wrapUpRequested: false, disposed: undefined }),
          always: [{ guard: "owesRest", target: "resting" }, { target: "free" }],
        },
        /** After an offer that came to nothing; otherwise the same caller could ring again at once. */
        resting: {
          entry: raise(({ event }) => ({ type: "rest.over", at: event.at }) as const, {
            id: "rest",
            delay: ({ context, event }) => context.restsUntil - event.at,
          }),
          exit: cancel("rest"),
          on: { "rest.over": "free" },
        },
      },
    },
  },
});
