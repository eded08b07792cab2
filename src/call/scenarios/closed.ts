/**
 * The scenario `Closed`: answer, say that nobody is there, hang up. For numbers out of service, and a pattern for scenarios of one's own.
 */
import { assign, cancel, emit, enqueueActions, raise, setup } from "xstate";
import { machineLogic } from "../../kernel/index.ts";
import type { Language } from "../../words/index.ts";
import type { Scenario, ScenarioCommand, ScenarioEvent } from "../scenario.ts";
import { texts } from "../texts/texts.ts";
import { goodbye, goodbyeTimer, hangUp, lastWordLate, type GoodbyeTimer } from "./goodbye.ts";

const closedMachine = setup({
  types: {
    context: {} as { readonly language: Language },
    events: {} as ScenarioEvent | GoodbyeTimer,
    emitted: {} as ScenarioCommand,
  },
  actions: {
    awaitLastWord: raise(lastWordLate, goodbyeTimer),
    stopAwaiting: cancel(goodbyeTimer.id),
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
          actions: [assign({ language: ({ event }) => event.language }), emit({ type: "answer" })],
        },
      },
    },
    answering: {
      on: {
        callConnected: {
          target: "speaking",
          actions: enqueueActions(({ context, enqueue }) =>
            enqueue.emit({ type: "say", text: texts[context.language].nobodyServes, afterwards: "quiet" }),
          ),
        },
      },
    },
    speaking: goodbye,
    done: {},
  },
});

export const closed: Scenario<unknown> = machineLogic<typeof closedMachine, ScenarioCommand>(closedMachine);
