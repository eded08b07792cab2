/**
 * Whoever places calls, for the explorer: keeps to what `Dialler` promises, and whether the person answers is as open as when a timer fires. Both
 * are set as timers of its own, of which the first to fire cancels the other.
 */
import type { Logic, TimerChange } from "../../src/kernel/index.ts";
import type { DialOrder } from "../../src/protocol/callback.ts";
import type { DialId, Instant } from "../../src/words/index.ts";

export type DiallerEvent = { readonly at: Instant } & (
  | { readonly type: "ordered"; readonly order: DialOrder }
  | { readonly type: "cancelled" | "answers" | "isBusy"; readonly dialId: DialId }
);

export type DiallerEffect =
  | { readonly type: "joins"; readonly order: DialOrder }
  | { readonly type: "leaves" | "failed"; readonly dialId: DialId };

interface Dial {
  readonly order?: DialOrder | undefined;
  readonly state: "rings" | "answered" | "over";
}

export type DiallerState = Readonly<Record<DialId, Dial>>;

export const diallerLogic: Logic<DiallerState, DiallerEvent, DiallerEffect> = {
  initial: () => ({}),

  step(state, event) {
    const dialId = event.type === "ordered" ? event.order.dialId : event.dialId;
    const dial = state[dialId];
    const become = (
      next: Dial["state"],
      effects: readonly DiallerEffect[],
      timers: readonly Timer[] = stopped(dialId),
    ) => ({
      state: { ...state, [dialId]: { order: event.type === "ordered" ? event.order : dial?.order, state: next } },
      effects,
      timers,
    });
    const same = { state, effects: [], timers: [] };
    switch (event.type) {
      case "ordered":
        return dial === undefined ? become("rings", [], ringing(dialId)) : same;
      case "answers":
        return dial?.order === undefined ? same : become("answered", [{ type: "joins", order: dial.order }]);
      case "isBusy":
        return become("over", [{ type: "failed", dialId }]);
      case "cancelled":
        if (dial?.state === "over") return same;
        return become("over", dial?.state === "answered" ? [{ type: "leaves", dialId }] : []);
    }
  },

  pack: (state) => ({ core: state, rows: new Map() }),
  unpack: ({ core }) => core as DiallerState, // packed above
};

type Timer = TimerChange<DiallerEvent>;
const ringing = (dialId: DialId): Timer[] => [
  { set: `${dialId} answers`, delay: 0, event: { type: "answers", at: 0, dialId } },
  { set: `${dialId} is busy`, delay: 0, event: { type: "isBusy", at: 0, dialId } },
];
const stopped = (dialId: DialId): Timer[] => [{ cancel: `${dialId} answers` }, { cancel: `${dialId} is busy` }];
