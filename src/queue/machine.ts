/**
 * The line: callers wait in order, free operators are offered the first of them.
 *
 * Two states. `unknown`: the directory has not said that this queue exists. `open`: it serves.
 * After every event the queue matches until no waiting caller and free operator are left that may be put together.
 */
import { enqueueActions, setup } from "xstate";
import { no } from "../words/index.ts";
import { unknownQueue, type QueueContext } from "./context.ts";
import type { QueueOutput } from "./effects.ts";
import type { QueueEvent } from "./events.ts";
import { Line, type OfType } from "./line.ts";

export const queueMachine = setup({
  types: {
    context: {} as QueueContext,
    events: {} as QueueEvent,
    emitted: {} as QueueOutput,
  },
  guards: {
    isNewer: ({ context, event }) =>
      event.type === "queue.configured" && event.settings.revision > (context.settings?.revision ?? 0),
  },
}).createMachine({
  id: "queue",
  context: unknownQueue,
  initial: "unknown",
  on: {
    "queue.configured": {
      guard: "isNewer",
      target: ".open",
      actions: step((line, event) => line.configure(event.settings)),
    },
  },
  states: {
    unknown: {
      on: {
        "entry.requested": {
          actions: enqueueActions(({ enqueue }) => enqueue.emit({ type: "reply", answer: no("unknown_queue") })),
        },
        "callback.requested": {
          actions: enqueueActions(({ enqueue }) => enqueue.emit({ type: "reply", answer: no("unknown_queue") })),
        },
        "operator.free": {
          actions: enqueueActions(({ enqueue }) => enqueue.emit({ type: "reply", answer: no("unknown_queue") })),
        },
      },
    },
    open: {
      on: {
        "entry.requested": { actions: step((line, event) => line.admit(event)) },
        "entry.changed": { actions: step((line, event) => line.change(event)) },
        "entry.withdrawn": { actions: step((line, event) => line.withdraw(event)) },
        "callback.requested": { actions: step((line, event) => line.promise(event)) },
        "callback.failed": { actions: step((line, event) => line.dialled(event)) },
        "offer.accepted": { actions: step((line, event) => line.accepted(event)) },
        "operator.free": { actions: step((line, event) => line.free(event)) },
        "operator.standing": { actions: step((line, event) => line.stand(event)) },
        "offer.answered": { actions: step((line, event) => line.answered(event)) },
        "offer.closed": { actions: step((line, event) => line.closed(event)) },
        // What time does, it does at every step.
        "time.passed": { actions: step(() => {}) },
      },
    },
  },
});

/** One event worked on the line, then matching. */
function step<Type extends QueueEvent["type"]>(work: (line: Line, event: OfType<Type>) => void) {
  return enqueueActions<QueueContext, OfType<Type>, undefined, QueueEvent, never, never, never, never, QueueOutput>(
    ({ context, event, enqueue }) => {
      const line = new Line(context, event.at);
      work(line, event);
      line.pass();
      line.dispatch();
      line.countTime();
      const { wakeAt } = line;
      if (wakeAt !== context.wakeAt) {
        if (wakeAt === undefined) enqueue.cancel("wake");
        else enqueue.raise({ type: "time.passed", at: wakeAt }, { id: "wake", delay: Math.max(0, wakeAt - event.at) });
      }
      enqueue.assign(() => ({ ...line.context, wakeAt }));
      for (const output of line.settle()) enqueue.emit(output);
    },
  );
}
