/** Ties the kernel to a Durable Object: its storage, its alarm, its life-time. */
import {
  Turns,
  type Forget,
  type Logic,
  type Note,
  type Reply,
  type Timed,
  type TurnStore,
} from "../src/kernel/index.ts";
import { maskNumbersIn } from "../src/words/index.ts";

interface Courier<State, Event, Effect> {
  /** See `TurnsPorts.perform`. */
  perform(effect: Effect): Promise<Event | undefined>;
  changed?(state: State): void;
  visited?(state: State): boolean;
}

export function durableTurns<
  State,
  Event extends Timed,
  Effect extends { readonly type: string; readonly key?: string },
>(
  ctx: DurableObjectState,
  logic: Logic<State, Event, Effect | Reply<unknown> | Note | Forget>,
  courier: Courier<State, Event, Effect>,
  store: TurnStore,
): Turns<State, Event, Effect> {
  return new Turns<State, Event, Effect>(logic, store, {
    now: () => Date.now(),
    perform: (effect) => courier.perform(effect),
    wake: (at) => void ctx.storage.setAlarm(at),
    background: (work) => ctx.waitUntil(work),
    changed: (state) => courier.changed?.(state),
    visited: (state) => courier.visited?.(state) ?? false,
    report({ what, effect, error }) {
      const why = error instanceof Error ? error.message : String(error);
      const line = JSON.stringify({ level: "warn", event: "turn.trouble", actor: ctx.id.name, what, effect, why });
      // What LiveKit complains of may name a room, and with it a number.
      console.warn(maskNumbersIn(line));
    },
  });
}
