/**
 * What the kernel runs: a pure step from (state, event) to (state, effects, timers).
 * Nothing here knows telephony, and nothing in a step touches a clock, the network or storage.
 */
import type { Duration, Instant } from "../words/index.ts";

/** Every event carries the moment at which it entered the actor. */
export interface Timed {
  readonly type: string;
  readonly at: Instant;
}

export type TimerChange<Event> =
  | { readonly set: string; readonly delay: Duration; readonly event: Event }
  | { readonly cancel: string };

export interface Step<State, Event, Effect> {
  readonly state: State;
  readonly effects: readonly Effect[];
  readonly timers: readonly TimerChange<Event>[];
}

/**
 * The state as it is stored: a small `core` and, for actors that hold many things, one row for each of them: table → key → item.
 * Tables and items are compared by identity, so a step must not change one in place; of a `Table` only what has changed is looked at.
 */
export interface Packed {
  readonly core: unknown;
  readonly rows: ReadonlyMap<string, ReadonlyMap<string, unknown>>;
}

export interface Logic<State, Event extends Timed, Effect extends { readonly type: string }> {
  initial(): State;
  step(state: State, event: Event): Step<State, Event, Effect>;
  pack(state: State): Packed;
  unpack(packed: Packed): State;
  /**
   * Events that are not saved by themselves when nothing is to be sent because of them: if they are lost with a crash they come again,
   * or what they told is found out anew.
   */
  readonly fleeting?: ReadonlySet<string>;
  /**
   * What is kept of an event, so that the actor's turns can be gone through again. Asked only for events that have changed something: of a step
   * that gives back the very state it was given, without effects and timers, nothing is kept. Absent: nothing is kept of any.
   */
  keep?(event: Event): Event;
}

/** The answer to an ask. It goes back to the asker and is not stored: a repeated ask is answered afresh from the present truth. */
export interface Reply<Answer> {
  readonly type: "reply";
  readonly answer: Answer;
}

/** A line for the actor's timeline. */
export interface Note {
  readonly type: "note";
  readonly what: string;
  readonly detail?: Readonly<Record<string, string | number | boolean | null>> | undefined;
}

/** The actor has nothing left to do or to remember: nothing of it stays on disk. Heeded when its outbox is empty, else left for the next time. */
export interface Forget {
  readonly type: "forget";
}
