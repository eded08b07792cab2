/**
 * A person who takes calls: presence (what they have chosen) × engagement (what they are doing) × link (whether a console is open).
 *
 * The operator's actor alone grants its one slot: an offer rings only in `free`, every other offer is answered "busy" at once.
 * Every offer that rang ends here, by the person, the ring timer or the queue, and its queue is told exactly how.
 */
import { assign, cancel, emit, enqueueActions, raise, setup } from "xstate";
import { no, seconds, yes, type Instant, type OfferId, type QueueId } from "../words/index.ts";
import type { OperatorStatus, PauseReason } from "../protocol/console.ts";
import type { Offer, OfferOutcome } from "../protocol/offer.ts";
import type { OperatorProfile } from "../protocol/settings.ts";
import type { OperatorOutput } from "./effects.ts";
import type { OperatorEvent } from "./events.ts";
import type { Standing } from "./standing.ts";

interface RefusedOffer {
  readonly offerId: OfferId;
  readonly refusal: "busy" | "away";
  /** Ours when it was refused: the same answer, given later, must not pass for news. */
  readonly epoch: number;
}

export interface OperatorContext {
  readonly profile: OperatorProfile | undefined;
  readonly pauseReason: PauseReason | undefined;
  readonly offer: Offer | undefined;
  readonly offerMadeAt: Instant;
  /** The caller being talked to: the offer that was taken. */
  readonly takenAt: Instant;
  readonly connectedAt: Instant | undefined;
  readonly wrapUpEndsAt: Instant;
  /** Counts the changes of `standing`. */
  readonly epoch: number;
  readonly standing: Standing;
  readonly status: OperatorStatus;
  readonly statusSince: Instant;
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

/** How long a person may be without any open console before they count as signed out. */
const linkGrace = seconds(15);
/** After declining or missing a call, nobody is offered a call for a moment: otherwise the same caller would ring again at once. */
const rest = seconds(5);
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
    isThisCall: ({ context, event }) => "callId" in event && event.callId === context.offer?.callId,
    hasEnded: ({ context, event }) => event.type === "offer.made" && context.endedOffers.includes(event.offer.offerId),
    isKnownOffer: ({ context, event }) => event.type === "offer.made" && event.offer.offerId === context.offer?.offerId,
    isConnected: ({ context, event }) =>
      event.type === "connect.answered" && event.offerId === context.offer?.offerId && event.answer.ok,
    /** One miss too many: a person who is not there is offered no more. */
    isLastMiss: ({ context: { offer, misses }, event }) =>
      "offerId" in event &&
      event.offerId === offer?.offerId &&
      offer.pauseAfterMisses > 0 &&
      misses + 1 >= offer.pauseAfterMisses,
    wrapsUp: ({ context }) => (context.offer?.wrapUp ?? 0) > 0,
    isNewer: ({ context, event }) =>
      event.type === "operator.configured" && event.profile.revision > (context.profile?.revision ?? 0),
  },
  actions: {
    done: emit({ type: "reply", answer: { ok: true } }),
    ringing: emit(({ context }) => ({ type: "reply", answer: { ...yes("ringing" as const), epoch: context.epoch } })),
    refuse: enqueueActions(({ context, event, enqueue }, { because }: { because: RefusedOffer["refusal"] }) => {
      if (event.type !== "offer.made") return;
      const { offerId } = event.offer;
      const known = context.refusedOffers.find((refused) => refused.offerId === offerId);
      const { refusal, epoch } = known ?? { refusal: because, epoch: context.epoch };
      if (known === undefined) {
        const refusedOffers = [...context.refusedOffers, { offerId, refusal, epoch }].slice(-offersRemembered);
        enqueue.assign({ refusedOffers });
      }
      enqueue.emit({ type: "reply", answer: { ...no(refusal), epoch } });
    }),
    /** Tells the queue how the offer ended. */
    close: enqueueActions(({ context, enqueue }, { outcome }: { outcome: OfferOutcome }) => {
      const { offer } = context;
      if (offer === undefined) return;
      enqueue.assign({ endedOffers: [...context.endedOffers, offer.offerId].slice(-offersRemembered) });
      enqueue.emit({
        type: "queue.closed",
        queueId: offer.queueId,
        offerId: offer.offerId,
        outcome,
        epoch: context.epoch,
      });
      enqueue.emit({ type: "note", what: `offer ${outcome}`, detail: { offer: offer.offerId, call: offer.callId } });
    }),
    hangUp: enqueueActions(({ context: { offer }, enqueue }) => {
      if (offer !== undefined) enqueue.emit({ type: "call.hangUp", callId: offer.callId });
    }),
    /** Asks the call to connect its caller to this operator; asked again, it says since when they are. */
    askCall: enqueueActions(({ context: { offer }, enqueue }) => {
      if (offer === undefined) return;
      const { callId, offerId, entryId } = offer;
      enqueue.emit({ type: "call.connect", callId, offerId, entryId });
    }),
    countMiss: assign({ misses: ({ context }) => context.misses + 1 }),
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
      const [queueId, ...toAsk] = context.toAsk;
      if (queueId === undefined) return;
      enqueue.assign({ toAsk });
      enqueue.emit({ type: "queue.pull", queueId, idleSince: context.idleSince, epoch: context.epoch });
    }),
    startRound: assign({ toAsk: ({ context }) => context.profile?.queues.map(({ queueId }) => queueId) ?? [] }),
    nextEpoch: assign({ epoch: ({ context }) => context.epoch + 1 }),
  },
}).createMachine({
  id: "operator",
  type: "parallel",
  context: {
    profile: undefined,
    pauseReason: undefined,
    offer: undefined,
    offerMadeAt: 0,
    takenAt: 0,
    connectedAt: undefined,
    wrapUpEndsAt: 0,
    epoch: 0,
    standing: "gone",
    status: "Offline",
    statusSince: 0,
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
        const added = now.filter(({ queueId }) => !before.some((queue) => queue.queueId === queueId));
        if (added.length === 0 || context.standing === "gone") return;
        if (context.standing === "free") {
          enqueue.assign({ toAsk: added.map(({ queueId }) => queueId) });
          enqueue("askNextQueue");
          return;
        }
        for (const { queueId } of added) {
          enqueue.emit({
            type: "queue.standing",
            key: `standing/${queueId}`,
            queueId,
            standing: "away",
            epoch: context.epoch,
          });
        }
      }),
    },
    settled: {
      actions: enqueueActions(({ context, event, enqueue }) => {
        const { standing, status } = event;
        if (status !== context.status) {
          enqueue.assign({ status, statusSince: event.at });
          enqueue.emit({ type: "note", what: status });
        }
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
        signOut: { target: ".offline", actions: "done" },
        "operator.revoked": { target: ".offline", actions: emit({ type: "console.close" }) },
        "link.lost": ".offline",
      },
      states: {
        offline: {
          entry: assign({ pauseReason: undefined }),
          on: { "link.up": { target: "paused", actions: assign({ pauseReason: "online" }) } },
        },
        paused: {
          on: {
            goReady: { target: "ready", actions: [assign({ pauseReason: undefined, misses: 0 }), "done"] },
            pause: { actions: [assign({ pauseReason: ({ event }) => event.reason }), "done"] },
          },
        },
        ready: {
          on: {
            goReady: { actions: "done" },
            pause: { target: "paused", actions: [assign({ pauseReason: ({ event }) => event.reason }), "done"] },
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
            signOut: "down",
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
                  assign({ offer: ({ event }) => event.offer, offerMadeAt: ({ event }) => event.at }),
                  raise(({ event }) => ({ type: "ring.over", at: event.at, offerId: event.offer.offerId }) as const, {
                    id: "ring",
                    delay: ({ event }) => event.offer.ringTime,
                  }),
                  "ringing",
                ],
              },
              { actions: { type: "refuse", params: { because: "away" } } },
            ],
            // The queue took back an offer that never arrived here. It counts us as busy: a new round under a new epoch tells it better.
            "offer.rescinded": {
              guard: ({ context, event }) => !context.endedOffers.includes(event.offerId),
              actions: [
                assign({
                  endedOffers: ({ context, event }) => [...context.endedOffers, event.offerId].slice(-offersRemembered),
                }),
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
            accept: {
              guard: "isThisOffer",
              target: "connecting",
              actions: [assign({ takenAt: ({ event }) => event.at, misses: 0 }), "done"],
            },
            decline: {
              guard: "isThisOffer",
              target: "resting",
              actions: [{ type: "close", params: { outcome: "declined" } }, "done"],
            },
            "ring.over": [
              {
                guard: "isLastMiss",
                target: "free",
                actions: ["countMiss", { type: "close", params: { outcome: "missed" } }],
              },
              {
                guard: "isThisOffer",
                target: "resting",
                actions: ["countMiss", { type: "close", params: { outcome: "missed" } }],
              },
            ],
            "offer.rescinded": {
              guard: "isThisOffer",
              target: "free",
              actions: { type: "close", params: { outcome: "rescinded" } },
            },
            signOut: { target: "free", actions: { type: "close", params: { outcome: "unreachable" } } },
            "operator.revoked": { target: "free", actions: { type: "close", params: { outcome: "unreachable" } } },
            "link.lost": { target: "free", actions: { type: "close", params: { outcome: "unreachable" } } },
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
              { guard: "isThisOffer", target: "free", actions: { type: "close", params: { outcome: "gone" } } },
            ],
            // The call has ended before its own "yes" arrived here: it was connected all the same.
            "call.ended": [
              { guard: "isThisCall", target: "afterCall", actions: { type: "close", params: { outcome: "taken" } } },
            ],
            hangUp: { guard: "isThisCall", actions: ["done", "hangUp"] },
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
            "call.ended": { guard: "isThisCall", target: "afterCall" },
            hangUp: { guard: "isThisCall", actions: ["done", "hangUp"] },
          },
        },
        afterCall: {
          always: [{ guard: "wrapsUp", target: "wrappingUp" }, { target: "free" }],
        },
        wrappingUp: {
          entry: enqueueActions(({ context, event, enqueue }) => {
            const length = context.offer?.wrapUp ?? 0;
            enqueue.assign({ wrapUpEndsAt: event.at + length });
            enqueue.raise({ type: "wrapUp.over", at: event.at }, { id: "wrapUp", delay: length });
          }),
          exit: cancel("wrapUp"),
          on: {
            finishWrapUp: { target: "free", actions: "done" },
            "wrapUp.over": "free",
          },
        },
        resting: {
          entry: raise(({ event }) => ({ type: "rest.over", at: event.at }) as const, { id: "rest", delay: rest }),
          exit: cancel("rest"),
          on: { "rest.over": "free" },
        },
      },
    },
  },
});
