/**
 * One attempt to phone somebody, from the order to their "hello", or until it is given up.
 *
 *   unknown → preparing → placing → ringing → answered
 *                 ⇅          │         ⇅          │
 *              resting ◀─────┘       missing ─────┤
 *                                                 ▼
 *                                                over
 *
 * The phone is to ring once for one order, whatever dies when. Up to `call.place` everything may be repeated, because nobody is phoned by it.
 * Whether an interrupted `call.place` has phoned anybody nobody knows (`unsure`): then the room is watched, and if nobody comes into it the
 * attempt has failed. That the room is deleted at every end catches whoever comes into it later.
 *
 * After the answer everything is the call's: its actor is told of its caller, until it has taken that, and ends as any call does.
 */
import { and, assign, cancel, emit, enqueueActions, setup } from "xstate";
import type { DialFailure } from "../protocol/callback.ts";
import { minutes, seconds, type Duration } from "../words/index.ts";
import { unknownDial, type DialContext } from "./context.ts";
import type { DialOutput } from "./effects.ts";
import type { DialEvent, FromTimers } from "./events.ts";
import { failureOf } from "./failure.ts";

/** For so long it is tried to have somebody phoned: an operator may be waiting. */
const placingTakes = seconds(20);
/** Between two tries, and two looks. Whoever picks up hears nothing until a look has found it. */
const pause = seconds(1);
/** Whether LiveKit was asked is not known: by then the person would be in the room. */
const unsureFor = seconds(15);
/** Past the time that LiveKit was told to let it ring: it does not keep to it, or does not answer. */
const ringsOver = seconds(15);
/** They are gone, and a webhook is to say why. */
const reasonTakes = seconds(3);
/** As of a call: longer than any message can be on its way. */
const remembered = minutes(10);

type Wake = Exclude<FromTimers["type"], "late">;

const wake = (type: Wake, delay: Duration) => ({ type: "wake", params: { type, delay } }) as const;
const limit = (delay: Duration) => ({ type: "limit", params: { delay } }) as const;

/** Where an attempt that came to nothing ends. */
const left = {
  target: "#dial.over",
  actions: {
    type: "fail",
    params: ({ event }: { event: { readonly reason: string } }) => ({ because: failureOf(event.reason) }),
  },
} as const;
const failed = (because: DialFailure) =>
  ({ target: "#dial.over", actions: { type: "fail", params: { because } } }) as const;

export const dialMachine = setup({
  types: {
    context: {} as DialContext,
    events: {} as DialEvent,
    emitted: {} as DialOutput,
  },
  guards: {
    isPrepared: ({ event }, { answer }: { answer: string }) =>
      event.type === "room.prepared" && event.answer === answer,
    isPlaced: ({ event }, { answer }: { answer: string }) => event.type === "call.placed" && event.answer === answer,
    isLate: ({ context }) => context.late,
    hasLeft: ({ context }) => context.left !== undefined,
    /** Their gateway came back into the room: it is still the same call. */
    isReplaced: ({ event }) => event.type === "person.left" && event.reason === "DUPLICATE_IDENTITY",
    isActive: ({ event }) => event.type === "room.looked" && event.person?.status === "active",
    isThere: ({ event }) => event.type === "room.looked" && event.person !== undefined,
    mayStillCome: ({ context, event }) => !context.seen && event.at < context.placedAt + unsureFor,
  },
  actions: {
    prepare: enqueueActions(({ context: { order, terms }, enqueue }) => {
      if (order !== undefined && terms !== undefined)
        enqueue.emit({ type: "room.prepare", room: order.room, atOnce: terms.atOnce });
    }),
    place: enqueueActions(({ context: { order, terms }, enqueue }) => {
      if (order !== undefined && terms !== undefined) enqueue.emit({ type: "call.place", order, terms });
    }),
    look: enqueueActions(({ context: { order }, enqueue }) => {
      if (order !== undefined) enqueue.emit({ type: "room.look", key: "look", room: order.room });
    }),
    deleteRoom: enqueueActions(({ context: { order }, enqueue }) => {
      if (order !== undefined) enqueue.emit({ type: "room.delete", room: order.room });
    }),
    beginCall: enqueueActions(({ context: { order }, event, enqueue }) => {
      const sid =
        event.type === "person.joined" ? event.sid : event.type === "room.looked" ? event.person?.sid : undefined;
      if (order !== undefined && sid !== undefined) enqueue.emit({ type: "call.begin", key: "call", order, sid });
    }),
    endCall: enqueueActions(({ context: { order }, enqueue }) => {
      if (order !== undefined) enqueue.emit({ type: "call.end", key: "call", room: order.room });
    }),
    fail: enqueueActions(({ context: { order }, enqueue }, { because }: { because: DialFailure }) => {
      if (order === undefined) return;
      enqueue.emit({ type: "queue.failed", order, because });
      enqueue.emit({ type: "room.delete", room: order.room });
    }),
    wake: enqueueActions(({ event: { at }, enqueue }, { type, delay }: { type: Wake; delay: Duration }) => {
      enqueue.raise({ type, at }, { id: type, delay });
    }),
    limit: enqueueActions(({ event: { at }, enqueue }, { delay }: { delay: Duration }) => {
      enqueue.raise({ type: "late", at }, { id: "late", delay });
    }),
    limitRinging: enqueueActions(({ context: { terms }, event: { at }, enqueue }) => {
      enqueue.raise({ type: "late", at }, { id: "late", delay: (terms?.ringTime ?? 0) + ringsOver });
    }),
  },
}).createMachine({
  id: "dial",
  context: unknownDial,
  initial: "unknown",
  states: {
    unknown: {
      on: {
        "order.given": {
          target: "beginning",
          actions: assign(({ event: { order, terms } }) => ({ order, terms })),
        },
        // It may have overtaken its order.
        "order.cancelled": "over",
      },
    },

    beginning: {
      initial: "preparing",
      entry: limit(placingTakes),
      exit: cancel("late"),
      on: {
        "order.cancelled": { target: "over", actions: "deleteRoom" },
        late: failed("failed"),
      },
      states: {
        preparing: {
          entry: "prepare",
          on: {
            "room.prepared": [
              { guard: { type: "isPrepared", params: { answer: "ready" } }, target: "placing" },
              {
                guard: { type: "isPrepared", params: { answer: "there" } },
                target: "#dial.ringing",
                actions: assign({ seen: true, placedAt: ({ event }) => event.at }),
              },
              { target: "resting" },
            ],
          },
        },
        resting: {
          entry: wake("again", pause),
          exit: cancel("again"),
          on: { again: "preparing" },
        },
        placing: {
          entry: "place",
          on: {
            // Its answer comes, however late: until then it is not known whether there is anything to watch.
            late: { actions: assign({ late: true }) },
            // Quicker than the answer.
            "person.left": [{ guard: "isReplaced" }, { actions: assign({ left: ({ event }) => event.reason }) }],
            "call.placed": [
              { guard: { type: "isPlaced", params: { answer: "refused" } }, ...failed("failed") },
              { guard: and(["isLate", { type: "isPlaced", params: { answer: "unavailable" } }]), ...failed("failed") },
              { guard: { type: "isPlaced", params: { answer: "unavailable" } }, target: "resting" },
              {
                guard: "hasLeft",
                target: "#dial.over",
                actions: { type: "fail", params: ({ context }) => ({ because: failureOf(context.left) }) },
              },
              {
                target: "#dial.ringing",
                actions: assign({
                  seen: ({ event }) => event.answer === "placed",
                  placedAt: ({ event }) => event.at,
                }),
              },
            ],
          },
        },
      },
    },

    ringing: {
      id: "ringing",
      entry: ["look", "limitRinging"],
      exit: [cancel("again"), cancel("late")],
      on: {
        "order.cancelled": { target: "over", actions: "deleteRoom" },
        again: { actions: "look" },
        "person.joined": { actions: [assign({ seen: true }), "look"] },
        "room.looked": [
          { guard: "isActive", target: "answered", actions: "beginCall" },
          { guard: "isThere", actions: [assign({ seen: true }), wake("again", pause)] },
          { guard: "mayStillCome", actions: wake("again", pause) },
          { target: "missing" },
        ],
        "person.left": [{ guard: "isReplaced" }, left],
        late: failed("no_answer"),
      },
    },

    missing: {
      entry: [limit(reasonTakes), wake("again", pause)],
      exit: [cancel("again"), cancel("late")],
      on: {
        // Once more: what LiveKit says of a room may be behind for a moment.
        again: { actions: ["look", wake("again", pause)] },
        "room.looked": [
          { guard: "isActive", target: "answered", actions: "beginCall" },
          { guard: "isThere", target: "ringing" },
        ],
        "order.cancelled": { target: "over", actions: "deleteRoom" },
        "person.joined": "ringing",
        "person.left": left,
        late: {
          target: "over",
          actions: {
            type: "fail",
            // Nobody said why they left.
            params: ({ context: { placedAt, terms }, event: { at } }) =>
              ({ because: at >= placedAt + (terms?.ringTime ?? 0) ? "no_answer" : "failed" }) as const,
          },
        },
      },
    },

    answered: {
      entry: wake("purge", remembered),
      exit: cancel("purge"),
      on: {
        "order.cancelled": { target: "over", actions: "endCall" },
        "person.joined": { actions: "beginCall" },
        purge: { actions: [emit({ type: "forget" }), wake("purge", remembered)] },
      },
    },

    over: {
      id: "over",
      entry: wake("purge", remembered),
      on: {
        // What was on its way when it ended: whoever comes into the room now is wanted no more.
        "room.prepared": { actions: "deleteRoom" },
        "call.placed": { actions: "deleteRoom" },
        "person.joined": { actions: "deleteRoom" },
        purge: { actions: [emit({ type: "forget" }), wake("purge", remembered)] },
      },
    },
  },
});
