/**
 * The scenario of a call that we have placed, because its caller did not want to wait on the line: says so, and goes on in the place that was
 * kept, with music and without announcements of it. What it says and plays is the scenario's in whose call that was promised.
 *
 *   alerting → answering → connecting → refusing → done
 */
import { assign, cancel, emit, enqueueActions, raise, setup } from "xstate";
import { machineLogic } from "../../kernel/index.ts";
import { usualPriority } from "../../protocol/settings.ts";
import type { QueueId } from "../../words/index.ts";
import type { Scenario, ScenarioCommand, ScenarioEvent } from "../scenario.ts";
import { farewell } from "../texts/farewell.ts";
import { line, type Manner } from "../texts/line.ts";
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

interface CallbackContext extends Manner, LastWords {
  readonly queueId: QueueId | undefined;
  readonly priority: number;
}

/** Somebody else took the place meanwhile, or nobody is left to serve them: no target leads on, for they did not call. */
const notServed = { target: "refusing", actions: "sayFarewell" } as const;

const callbackMachine = setup({
  types: {
    context: {} as CallbackContext,
    events: {} as ScenarioEvent | GoodbyeTimer,
    emitted: {} as ScenarioCommand,
  },
  actions: {
    awaitLastWord: raise(lastWordLate, { id: goodbyeTimer, delay: ({ context }) => lastWordsTake(context) }),
    stopAwaiting: cancel(goodbyeTimer),
    hangUp: emit(hangUp),
    sayFarewell: enqueueActions(({ context, event, enqueue }) => {
      if (!("target" in event)) return;
      const { because, target } = event;
      if (target.to === "voicemail" || target.to === "callback") enqueue.emit({ type: "mark", marker: target.to });
      const last = farewell(context, because, target, false);
      enqueue.assign({ sounds: soundsIn(last) });
      enqueue.emit({ type: "say", parts: [last], afterwards: "quiet" });
    }),
  },
}).createMachine({
  id: "callback",
  context: { language: "ru", queueId: undefined, priority: usualPriority },
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
          target: "connecting",
          actions: enqueueActions(({ context, enqueue }) => {
            const { queueId, priority } = context;
            enqueue.emit({ type: "say", parts: [line(context, "calledBack")], afterwards: "music" });
            if (queueId !== undefined) enqueue.emit({ type: "enqueue", queueId, priority, time: "keep" });
          }),
        },
      },
    },
    connecting: { on: { offline: notServed, queueFull: notServed, closed: notServed, expired: notServed } },
    refusing: goodbye,
    done: {},
  },
});

export const callback: Scenario<unknown> = machineLogic<typeof callbackMachine, ScenarioCommand>(callbackMachine);
