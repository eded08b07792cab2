/**
 * The default scenario `ACD`: answer, queue, say the place and the expected wait at once and every so often, music in between,
 * until an operator is reached. Who is not served goes where the queue says: into another queue, or hears why and is hung up on.
 *
 *   alerting → answering → asking ┬→ waiting ⇄ reached
 *                            ↑    ├→ (noting →) refusing ─→ done
 *                            ├────┘ another queue   │
 *                            └──────────────────────┘ transferred
 */
import { assign, cancel, emit, enqueueActions, raise, setup } from "xstate";
import { machineLogic } from "../../kernel/index.ts";
import { usualCallbackKey } from "../../protocol/scenario.ts";
import { usualPriority } from "../../protocol/settings.ts";
import type { Target, Unserved } from "../../protocol/target.ts";
import { seconds, type Duration, type QueueId } from "../../words/index.ts";
import type { Scenario, ScenarioCommand, ScenarioEvent } from "../scenario.ts";
import { announcement } from "../texts/announcement.ts";
import { farewell } from "../texts/farewell.ts";
import { line, type Manner } from "../texts/line.ts";
import { told, type Told } from "../texts/told.ts";
import {
  goodbye,
  goodbyeTimer,
  hangUp,
  lastWordLate,
  lastWordsTake,
  soundsIn,
  type GoodbyeTimer,
  type LastWords,
} from "./goodbye.ts";

interface AcdContext extends Manner, LastWords {
  readonly queueId: QueueId | undefined;
  readonly priority: number;
  readonly announceEvery: Duration;
  /** Something is being said: an announcement that falls due meanwhile is left out. */
  readonly speaking: boolean;
  /** Who goes on to another queue is not greeted again. */
  readonly greeted: boolean;
  /** What the caller was told last in this line. */
  readonly told: Told | undefined;
  /** They have been told the key with which they leave the line to be phoned. */
  readonly hasKey: boolean;
  /** Why they are not served, and what is to become of them, until they have been told. */
  readonly turnedAway: { readonly because: Unserved; readonly target: Target } | undefined;
}

type AcdEvent = ScenarioEvent | GoodbyeTimer | { readonly type: "timer.announce"; readonly at: number };

/** In place of waiting on the line; undefined: with none. */
const callbackKeyOf = ({ settings }: Manner): string | undefined =>
  settings?.callbackKey === null ? undefined : (settings?.callbackKey ?? usualCallbackKey);

/** Not let into the line, at first or on coming back to it, or let go from it. */
const notServed = [
  { guard: "leadsOn", target: "asking", actions: "goOn" },
  { guard: "isToBePhoned", target: "noting", actions: ["note", "askToBePhoned"] },
  { target: "refusing", actions: ["note", "sayFarewell"] },
] as const;
const refusals = { offline: notServed, queueFull: notServed, closed: notServed, expired: notServed };

export const acdMachine = setup({
  types: { context: {} as AcdContext, events: {} as AcdEvent, emitted: {} as ScenarioCommand },
  guards: {
    leadsOn: ({ event }) => "target" in event && event.target.to === "queue",
    isToBePhoned: ({ event }) => "target" in event && event.target.to === "callback",
    wantsToBePhoned: ({ context, event }) =>
      event.type === "digit" && event.digit === callbackKeyOf(context) && context.hasKey,
  },
  actions: {
    awaitLastWord: raise(lastWordLate, { id: goodbyeTimer, delay: ({ context }) => lastWordsTake(context) }),
    stopAwaiting: cancel(goodbyeTimer),
    hangUp: emit(hangUp),
    sayStanding: enqueueActions(({ context, event, enqueue }) => {
      if (event.type !== "queued" && event.type !== "waiting") return;
      const now = told(event, context.told);
      const key = event.callback === true ? callbackKeyOf(context) : undefined;
      const parts = [
        ...(context.greeted ? [] : [line(context, "greeting")]),
        ...announcement(context, now),
        ...(key === undefined ? [] : [line(context, "callbackKey", { key })]),
      ];
      enqueue.assign({ speaking: true, greeted: true, told: now, hasKey: key !== undefined });
      // Also when nothing is to be said: music is to be heard.
      enqueue.emit({ type: "say", parts, afterwards: "music" });
    }),
    goOn: enqueueActions(({ event, enqueue }) => {
      if (!("target" in event) || event.target.to !== "queue") return;
      const { queue: queueId, time } = event.target;
      enqueue.assign({ speaking: false, told: undefined });
      enqueue.emit({ type: "enqueue", queueId, priority: event.target.priority, time });
    }),
    note: enqueueActions(({ event, enqueue }) => {
      if (!("target" in event)) return;
      const { because, target } = event;
      enqueue.assign({ turnedAway: { because, target } });
      if (target.to === "voicemail" || target.to === "callback") enqueue.emit({ type: "mark", marker: target.to });
    }),
    askToBePhoned: emit({ type: "requestCallback" }),
    /** An event of the target's, of which this scenario knows none, is as if there were no target. */
    sayFarewell: enqueueActions(({ context, event, enqueue }) => {
      const { turnedAway } = context;
      const promised = event.type === "callbackPromised";
      const last =
        turnedAway === undefined
          ? line(context, "promised")
          : farewell(context, turnedAway.because, turnedAway.target, promised);
      enqueue.assign({ sounds: soundsIn(last) });
      enqueue.emit({ type: "say", parts: [last], afterwards: "quiet" });
    }),
    nextAnnouncement: raise(({ event }) => ({ type: "timer.announce", at: event.at }) as const, {
      id: "announce",
      delay: ({ context }) => context.announceEvery,
    }),
  },
}).createMachine({
  id: "acd",
  context: {
    language: "ru",
    queueId: undefined,
    priority: usualPriority,
    announceEvery: seconds(30),
    speaking: false,
    greeted: false,
    told: undefined,
    hasKey: false,
    turnedAway: undefined,
  },
  initial: "alerting",
  on: { callEnded: ".done" },
  states: {
    alerting: {
      on: {
        callAlerting: {
          target: "answering",
          actions: [
            assign({
              language: ({ event }) => event.language,
              queueId: ({ event }) => event.queueId,
              priority: ({ event }) => event.priority,
              announceEvery: ({ event }) => event.announceEvery,
              settings: ({ event }) => event.settings,
            }),
            emit({ type: "answer" }),
          ],
        },
      },
    },
    answering: {
      on: {
        callConnected: {
          target: "asking",
          actions: enqueueActions(({ context: { queueId, priority }, enqueue }) => {
            if (queueId !== undefined) enqueue.emit({ type: "enqueue", queueId, priority, time: "keep" });
          }),
        },
      },
    },
    asking: {
      on: {
        queued: { target: "waiting", actions: ["sayStanding", "nextAnnouncement"] },
        ...refusals,
        operatorReached: "reached",
      },
    },
    waiting: {
      exit: cancel("announce"),
      on: {
        "timer.announce": {
          actions: [
            "nextAnnouncement",
            enqueueActions(({ context, enqueue }) => {
              if (!context.speaking) enqueue.emit({ type: "getStatus" });
            }),
          ],
        },
        waiting: { actions: "sayStanding" },
        playbackFinished: { actions: assign({ speaking: false }) },
        // By choice, at their time. Who is not phoned after all is told how they stand.
        digit: { guard: "wantsToBePhoned", actions: "askToBePhoned" },
        callbackPromised: { target: "refusing", actions: "sayFarewell" },
        callbackRefused: { actions: emit({ type: "getStatus" }) },
        operatorReached: "reached",
        // The queue had lost the caller, who asked anew, and now there is nobody or no room.
        ...refusals,
      },
    },
    reached: {
      entry: assign({ speaking: false }),
      // The operator was lost before they could be heard, and the caller is in the line again.
      on: {
        queued: { target: "waiting", actions: ["sayStanding", "nextAnnouncement"] },
        // Another line: what was told of the place in the first one does not hold there.
        transferred: { target: "asking", actions: assign({ told: undefined }) },
        ...refusals,
      },
    },
    /** Their queue is asked to have them phoned; if it does not, the mark on the record is all. */
    noting: {
      on: {
        callbackPromised: { target: "refusing", actions: "sayFarewell" },
        callbackRefused: { target: "refusing", actions: "sayFarewell" },
      },
    },
    refusing: goodbye,
    done: {},
  },
});

export const acd: Scenario<unknown> = machineLogic<typeof acdMachine, ScenarioCommand>(acdMachine);
