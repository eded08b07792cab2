import type { SnapshotFrom } from "xstate";
import { machineLogic, type Logic } from "../kernel/index.ts";
import type { OperatorOutput } from "./effects.ts";
import type { OperatorEvent } from "./events.ts";
import { operatorMachine } from "./machine.ts";
import { standingOf, statusOf, type Stance } from "./standing.ts";

export type OperatorState = SnapshotFrom<typeof operatorMachine>;

const machine = machineLogic<typeof operatorMachine, OperatorOutput>(operatorMachine, {
  // Asked for again when a console connects to an operator who talks and does not know since when.
  fleeting: ["call.connected"],
});

/**
 * The operator as the kernel runs it. What queues and people may expect of the operator follows from all three regions together,
 * so it is computed here, by comparing before and after, and handed to the machine as one `settled` event, instead of being
 * announced from every transition that might change it.
 */
export const operatorLogic: Logic<OperatorState, OperatorEvent, OperatorOutput> = {
  ...machine,
  step(before, event) {
    const first = machine.step(before, event);
    const stance = stanceOf(first.state);
    const { context } = first.state;
    const standing = standingOf(stance);
    const status = statusOf(stance, context.pauseReason);
    if (standing === context.standing && status === context.status) return first;
    const second = machine.step(first.state, { type: "settled", at: event.at, standing, status });
    return {
      state: second.state,
      effects: [...first.effects, ...second.effects],
      timers: [...first.timers, ...second.timers],
    };
  },
};

export function stanceOf(state: OperatorState): Stance {
  // `afterCall` is passed through within a step and never stands.
  return state.value as Stance;
}
