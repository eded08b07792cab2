/**
 * The call as the kernel runs it: its own machine and its scenario's, stepped together within one turn.
 * What the machine tells the scenario and what the scenario commands goes back and forth until neither has more to say.
 */
import type { SnapshotFrom } from "xstate";
import { machineLogic, type Logic, type TimerChange } from "../kernel/index.ts";
import type { Flow } from "../protocol/scenario.ts";
import { whoIs } from "../protocol/rooms.ts";
import type { Instant, ScenarioId } from "../words/index.ts";
import type { CallContext } from "./context.ts";
import type { CallOutput, ToScenario } from "./effects.ts";
import type { CallEvent, CallInput } from "./events.ts";
import { callMachine } from "./machine.ts";
import type { Scenario, ScenarioEvent, ScenarioTimer } from "./scenario.ts";
import { scenarioOf } from "./scenarios/index.ts";

export interface CallState {
  readonly call: SnapshotFrom<typeof callMachine>;
  /** Present once the call has been routed. `id`: of the flow, whatever the scenario is called. */
  readonly scenario: { readonly id: ScenarioId | Flow; readonly state: unknown } | undefined;
}

const machine = machineLogic<typeof callMachine, CallOutput | ToScenario>(callMachine);

const flowOf = ({ route }: CallContext): ScenarioId | Flow => route?.published?.flow ?? route?.scenario ?? "ACD";

export const callLogic: Logic<CallState, CallInput, CallOutput> = {
  // A look into the room is repeated; a media worker that is asked what it holds says again what it has finished.
  fleeting: new Set(["room.seen", "speech.finished"]),

  initial: () => ({ call: machine.initial(), scenario: undefined }),

  step(before, input) {
    let { call, scenario } = before;
    const effects: CallOutput[] = [];
    const timers: TimerChange<CallInput>[] = [];
    const forMachine: CallEvent[] = [];
    const forScenario: (ScenarioEvent | ScenarioTimer)[] = [];
    if (input.type === "scenario.timer") forScenario.push({ ...input.timer, at: input.at });
    else forMachine.push(input);

    for (;;) {
      const event = forMachine.shift();
      if (event !== undefined) {
        const step = machine.step(call, event);
        call = step.state;
        timers.push(...step.timers);
        for (const effect of step.effects) {
          if (effect.type === "scenario") forScenario.push(effect.event);
          else effects.push(effect);
        }
        continue;
      }
      const told = forScenario.shift();
      if (told === undefined) break;
      const id = scenario?.id ?? flowOf(call.context);
      const played = scenarioOf(id);
      const step = played.step(scenario === undefined ? played.initial() : scenario.state, told);
      scenario = { id, state: step.state };
      timers.push(...step.timers.map((change) => fromScenario(change, input.at)));
      forMachine.push(...step.effects.map((command) => ({ type: "command", at: input.at, command }) as const));
    }
    const isSame = call === before.call && scenario?.state === before.scenario?.state;
    return { state: isSame ? before : { call, scenario }, effects, timers };
  },

  keep: kept,

  pack({ call, scenario }) {
    const packed = scenario && { id: scenario.id, core: scenarioOf(scenario.id).pack(scenario.state).core };
    return { core: { call: machine.pack(call).core, scenario: packed }, rows: new Map() };
  },

  unpack({ core }) {
    const stored = core as { call: unknown; scenario?: { id: ScenarioId | Flow; core: unknown } }; // written by pack above
    const rows = new Map();
    return {
      call: machine.unpack({ core: stored.call, rows }),
      scenario: stored.scenario && {
        id: stored.scenario.id,
        state: scenarioOf(stored.scenario.id).unpack({ core: stored.scenario.core, rows }),
      },
    };
  },
};

/** Who else is in a room than the caller and operators is nothing that a call goes by, and so nothing to be kept. */
function kept(input: CallInput): CallInput {
  if (input.type !== "room.seen") return input;
  const seats = input.seats.filter(({ identity }) => ["caller", "operator"].includes(whoIs(identity)));
  return { ...input, seats };
}

/** The scenario's timers live among the call's own, under names of their own. */
function fromScenario(
  change: TimerChange<Parameters<Scenario<unknown>["step"]>[1]>,
  at: Instant,
): TimerChange<CallInput> {
  if ("cancel" in change) return { cancel: `scenario/${change.cancel}` };
  return {
    set: `scenario/${change.set}`,
    delay: change.delay,
    event: { type: "scenario.timer", at, timer: change.event as ScenarioTimer }, // a scenario only ever raises its own timers
  };
}

export const contextOf = (state: CallState): CallContext => state.call.context;
