/**
 * The scenario `Closed`: answer, say that nobody is there, hang up. For numbers out of service, and a pattern for scenarios of one's own.
 */
import { assign, cancel, emit, enqueueActions, raise, setup } from "xstate";
import { machineLogic } from "../../kernel/index.ts";
import type { Scenario, ScenarioCommand, ScenarioEvent } from "../scenario.ts";
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

const closedMachine = setup({
  types: {
    context: {} as Manner & LastWords,
    events: {} as ScenarioEvent | GoodbyeTimer,
    emitted: {} as ScenarioCommand,
  },
  actions: {
    awaitLastWord: raise(lastWordLate, { id: goodbyeTimer, delay: ({ context }) => lastWordsTake(context) }),
    stopAwaiting: cancel(goodbyeTimer),
    hangUp: emit(hangUp),
  },
}).createMachine({
  id: "closed",
  context: { language: "ru" },
  initial: "alerting",
  on: { callEnded: ".done" },
  states: {
    alerting: {
      on: {
        callAlerting: {
          target: "answering",
          actions: [
            assign({ language: ({ event }) => event.language, settings: ({ event }) => event.settings }),
            emit({ type: "answer" }),
          ],
        },
      },
    },
    answering: {
      on: {
        callConnected: {
          target: "speaking",
          actions: enqueueActions(({ context, enqueue }) => {
            const parts = [line(context, "nobodyServes")];
            enqueue.assign({ sounds: soundsIn(...parts) });
            enqueue.emit({ type: "say", parts, afterwards: "quiet" });
          }),
        },
      },
    },
    speaking: goodbye,
    done: {},
  },
});

export const closed: Scenario<unknown> = machineLogic<typeof closedMachine, ScenarioCommand>(closedMachine);
