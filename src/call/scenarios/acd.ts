/**
 * The default scenario `ACD`: answer, queue, say the place and the expected wait at once and every so often, music in between,
 * until an operator is reached. If nobody serves the queue: say so and hang up after the last word.
 *
 *   alerting → answering → asking ┬→ waiting ⇄ reached
 *                                 └→ refusing ─→ done
 */
import { assign, cancel, emit, enqueueActions, raise, setup } from "xstate";
import { machineLogic } from "../../kernel/index.ts";
import { usualPriority } from "../../protocol/settings.ts";
import { seconds, type Duration, type Language, type QueueId } from "../../words/index.ts";
import type { Scenario, ScenarioCommand, ScenarioEvent } from "../scenario.ts";
import { announcement } from "../texts/announcement.ts";
import { texts } from "../texts/texts.ts";

interface AcdContext {
  readonly language: Language;
  readonly queueId: QueueId | undefined;
  readonly priority: number;
  readonly announceEvery: Duration;
  /** Something is being said: an announcement that falls due meanwhile is left out. */
  readonly speaking: boolean;
}

type AcdEvent =
  | ScenarioEvent
  | { readonly type: "timer.announce"; readonly at: number }
  | { readonly type: "timer.goodbye"; readonly at: number };

/** When the end of the last words is never reported (its media worker died with it), the call still ends. */
const goodbyeAtMost = seconds(30);

/** Not let into the line, at first or on coming back to it. */
const refusals = {
  offline: { target: "refusing", actions: { type: "saySorry", params: { because: "nobodyServes" } } },
  queueFull: { target: "refusing", actions: { type: "saySorry", params: { because: "full" } } },
} as const;

export const acdMachine = setup({
  types: { context: {} as AcdContext, events: {} as AcdEvent, emitted: {} as ScenarioCommand },
  actions: {
    sayStanding: enqueueActions(({ context, event, enqueue }, { greet }: { greet: boolean }) => {
      if (event.type !== "queued" && event.type !== "waiting") return;
      const standing = announcement(context.language, event);
      const text = greet ? `${texts[context.language].greeting} ${standing}` : standing;
      enqueue.assign({ speaking: true });
      enqueue.emit({ type: "say", text, afterwards: "music" });
    }),
    saySorry: enqueueActions(({ context, enqueue }, { because }: { because: "nobodyServes" | "full" }) => {
      enqueue.emit({ type: "say", text: texts[context.language][because], afterwards: "quiet" });
    }),
    nextAnnouncement: raise(({ event }) => ({ type: "timer.announce", at: event.at }) as const, {
      id: "announce",
      delay: ({ context }) => context.announceEvery,
    }),
  },
}).createMachine({
  id: "acd",
  context: { language: "ru", queueId: undefined, priority: usualPriority, announceEvery: seconds(30), speaking: false },
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
            if (queueId !== undefined) enqueue.emit({ type: "enqueue", queueId, priority });
          }),
        },
      },
    },
    asking: {
      on: {
        queued: { target: "waiting", actions: [{ type: "sayStanding", params: { greet: true } }, "nextAnnouncement"] },
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
        waiting: { actions: { type: "sayStanding", params: { greet: false } } },
        playbackFinished: { actions: assign({ speaking: false }) },
        operatorReached: "reached",
        // The queue had lost the caller, who asked anew, and now there is nobody or no room.
        ...refusals,
      },
    },
    reached: {
      entry: assign({ speaking: false }),
      // The operator was lost before they could be heard, and the caller is in the line again.
      on: {
        queued: { target: "waiting", actions: [{ type: "sayStanding", params: { greet: false } }, "nextAnnouncement"] },
        ...refusals,
      },
    },
    refusing: {
      entry: raise(({ event }) => ({ type: "timer.goodbye", at: event.at }) as const, {
        id: "goodbye",
        delay: goodbyeAtMost,
      }),
      exit: cancel("goodbye"),
      on: {
        playbackFinished: { target: "done", actions: emit({ type: "hangUp", because: "refused" }) },
        "timer.goodbye": { target: "done", actions: emit({ type: "hangUp", because: "refused" }) },
      },
    },
    done: {},
  },
});

export const acd: Scenario<unknown> = machineLogic<typeof acdMachine, ScenarioCommand>(acdMachine);
