import type { SnapshotFrom } from "xstate";
import { machineLogic, type Logic, type Step } from "../kernel/index.ts";
import type { OperatorOutput } from "./effects.ts";
import type { OperatorEvent } from "./events.ts";
import { operatorMachine } from "./machine.ts";
import { standingOf, statusOf, type Stance } from "./standing.ts";
import { isOtherPause } from "./work.ts";

export type OperatorState = SnapshotFrom<typeof operatorMachine>;
type OperatorStep = Step<OperatorState, OperatorEvent, OperatorOutput>;

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
    const first = noted(event, machine.step(before, event));
    const stance = stanceOf(first.state);
    const { context } = first.state;
    const standing = standingOf(stance);
    const status = statusOf(stance, context.pauseReason);
    const isSettled = standing === context.standing && status === context.status && !isOtherPause(context, status);
    if (isSettled) return first;
    const second = machine.step(first.state, { type: "settled", at: event.at, standing, status });
    return {
      state: second.state,
      effects: [...first.effects, ...second.effects],
      timers: [...first.timers, ...second.timers],
    };
  },
};

/** What somebody has done in the person's place stands in the timeline, whether it changed anything or not. */
function noted(event: OperatorEvent, step: OperatorStep): OperatorStep {
  if (!("by" in event) || event.by === undefined || event.type === "call.ended") return step;
  const detail = {
    by: event.by,
    command: event.type,
    ...("reason" in event && { reason: event.reason }),
    ...("own" in event && event.own !== undefined && { own: event.own }),
    ...("atOnce" in event && event.atOnce === true && { atOnce: true }),
  };
  return { ...step, effects: [{ type: "note", what: "forced", detail }, ...step.effects] };
}

export function stanceOf(state: OperatorState): Stance {
  // `afterCall` and `released` are passed through within a step and never stand.
  return state.value as Stance;
}
