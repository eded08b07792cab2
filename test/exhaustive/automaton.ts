/**
 * One actor for the explorer: the production logic, of which every state and every step is kept by number.
 *
 * A step is pure, so it is computed once, however often the explorer comes by it; and it starts from what the actor would have on its disk,
 * as after an eviction. The actor's timers are part of its state: a timer that is set may fire at any moment.
 */
import type { Forget, Logic, Note, Reply, Timed } from "../../src/kernel/index.ts";
import type { Instant } from "../../src/words/index.ts";
import { Violation } from "../behaviour/simulation/violation.ts";
import { described } from "../behaviour/world/actor.ts";

type KernelEffect = Reply<unknown> | Note | Forget;

/** How an event gets to its actor. */
export type Way = "tell" | "ask" | "answer" | "timer" | "happening";

/** An event for one actor, with a number of its own. */
export interface Input {
  /** The place of its actor among all. */
  readonly to: number;
  /** Its number among the events of its actor. */
  readonly local: number;
  readonly way: Way;
  readonly text: string;
  /** Of an answer: the ask that it answers. */
  readonly asked: number | undefined;
}

/** What a step comes to. */
export interface Outcome {
  readonly next: number;
  /** Numbers of inputs that are on their way because of it. */
  readonly sends: readonly number[];
}

/** Every input there is, alike ones under one number. */
export class Inputs {
  readonly all: Input[] = [];
  /** Of each, the place of its actor: what is asked most often, and near in memory. */
  readonly to: number[] = [];
  readonly #numbers = new Map<string, number>();

  /** `make` is called for an input that is new. */
  number(identity: string, make: () => Input): number {
    const known = this.#numbers.get(identity);
    if (known !== undefined) return known;
    this.#numbers.set(identity, this.all.length);
    const input = make();
    this.all.push(input);
    this.to.push(input.to);
    return this.all.length - 1;
  }

  get(number: number): Input {
    const input = this.all[number];
    if (input === undefined) throw new Error(`There is no input ${number}.`);
    return input;
  }
}

export interface AutomatonOptions<State, Event extends Timed, Effect extends { readonly type: string }> {
  readonly name: string;
  readonly logic: Logic<State, Event, Effect | KernelEffect>;
  readonly inputs: Inputs;
  /** Its place among all actors. */
  readonly place: number;
  /** Time stands still; only who came first matters, and that each actor is told by its own moment. */
  readonly at: Instant;
  /** Members of the stored state that decide nothing here (measurements, texts), and lists of which the order decides nothing. */
  readonly indifferent: readonly string[];
  readonly unordered?: readonly string[];
  /** States in which nothing of the rest decides anything either: what is left of them. */
  readonly essence?: (state: State) => unknown;
  /** Timers that never fire: they presuppose that nothing is on its way for that long. */
  readonly never?: readonly string[];
  /** What is on its way because of an effect. */
  readonly perform: (effect: Effect) => readonly number[];
  /** What comes back within the same moment. */
  readonly atOnce?: (effect: Effect) => Event | undefined;
  /** Throws a {@link Violation} when a step is not as it must be. Called once for each step. */
  readonly check?: (before: State, after: State, effects: readonly (Effect | KernelEffect)[]) => void;
}

/** Of the states that are taken for one, so many are made to show that they do alike. */
const alikeTried = 3;

interface Stored<View> {
  /** States that are taken for one: the first, and some of the others, which are made to show that they do alike. */
  readonly alike: string[];
  readonly view: View;
  readonly timers: readonly number[];
  readonly outcomes: Map<number, Outcome>;
}

/** What is on an actor's disk, as far as the explorer is concerned. */
interface Saved {
  readonly core: unknown;
  readonly rows: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
  readonly timers: Readonly<Record<string, unknown>>;
}

export class Automaton<State, Event extends Timed, Effect extends { readonly type: string }, View> {
  readonly name: string;
  readonly #options: AutomatonOptions<State, Event, Effect>;
  readonly #look: (state: State) => View;
  readonly #events: Event[] = [];
  readonly #answers = new Map<number, (answer: unknown) => number>();
  readonly #states: Stored<View>[] = [];
  readonly #numbers = new Map<string, number>();
  /** What has been on disk, word for word, by the state it is. */
  readonly #texts = new Map<string, number>();
  readonly #indifferent: ReadonlySet<string>;
  readonly #unordered: ReadonlySet<string>;
  /** How many steps the logic was asked for. */
  computed = 0;

  /** `look`: what of a state the invariants are about. */
  constructor(options: AutomatonOptions<State, Event, Effect>, look: (state: State) => View) {
    this.name = options.name;
    this.#options = options;
    this.#look = look;
    this.#indifferent = new Set(options.indifferent);
    this.#unordered = new Set(options.unordered);
  }

  /** The number of a state in which this actor has taken these events and sent nothing of what they made it send. */
  begin(events: readonly Event[]): { readonly state: number; readonly sends: readonly number[] } {
    let state = this.#number(this.#options.logic.initial(), {});
    const sends: number[] = [];
    for (const event of events) {
      const outcome = this.step(state, this.happening(event));
      state = outcome.next;
      sends.push(...outcome.sends);
    }
    return { state, sends };
  }

  view(state: number): View {
    return this.#stored(state).view;
  }

  timers(state: number): readonly number[] {
    return this.#stored(state).timers;
  }

  tell(event: Event): number {
    return this.#input("tell", event);
  }

  /** `answered`: the input that the answer is for the asker. */
  ask(event: Event, answered: (answer: unknown, ask: number) => number): number {
    const number = this.#input("ask", event);
    if (!this.#answers.has(number)) this.#answers.set(number, (answer) => answered(answer, number));
    return number;
  }

  answer(event: Event, asked: number): number {
    return this.#input("answer", event, { asked });
  }

  happening(event: Event): number {
    return this.#input("happening", event);
  }

  step(from: number, input: number): Outcome {
    const { outcomes } = this.#stored(from);
    const known = outcomes.get(input);
    if (known !== undefined) return known;
    const { alike } = this.#stored(from);
    const outcome = this.#compute(alike[0] ?? "", input);
    outcomes.set(input, outcome);
    for (const other of alike.slice(1)) this.#mustDoAlike(from, other, input, outcome);
    return outcome;
  }

  /** States that are taken for one must go on as one. */
  #mustDoAlike(state: number, other: string, input: number, outcome: Outcome): void {
    const { next, sends } = this.#compute(other, input);
    if (next === outcome.next && sends.join() === outcome.sends.join()) return;
    const { text } = this.#options.inputs.get(input);
    const states = [...this.#stored(state).alike, other].join("\n");
    throw new Error(`${this.name}: states that were taken for one do not do alike when it takes ${text}:\n${states}`);
  }

  #compute(json: string, number: number): Outcome {
    const { logic, perform, atOnce, at, check } = this.#options;
    this.computed += 1;
    const { way, local, text } = this.#options.inputs.get(number);
    const { core, rows, timers: set } = JSON.parse(json) as Saved; // written by #number below
    const timers: Record<string, unknown> = { ...set };
    if (way === "timer") delete timers[text];
    const tables = new Map(Object.entries(rows).map(([name, table]) => [name, new Map(Object.entries(table))]));
    let state = logic.unpack({ core, rows: tables });
    const sends: number[] = [];
    let answers = 0;
    const events: Event[] = [this.#event(local)];
    for (let event = events.shift(); event !== undefined; event = events.shift()) {
      const step = logic.step(state, { ...event, at });
      for (const change of step.timers) {
        if ("cancel" in change) delete timers[change.cancel];
        else timers[change.set] = change.event;
      }
      check?.(state, step.state, step.effects);
      state = step.state;
      for (const effect of step.effects) {
        if (isReply(effect)) {
          answers += 1;
          const answered = this.#answers.get(number);
          if (way === "ask" && answered !== undefined) sends.push(answered(effect.answer));
        } else if (!isKernels(effect)) {
          sends.push(...perform(effect));
          const next = atOnce?.(effect);
          if (next !== undefined) events.push(next);
        }
      }
    }
    if (way === "ask" && answers !== 1) throw new Violation("ask", `${this.name} gives ${answers} answers to ${text}`);
    return { next: this.#number(state, timers), sends };
  }

  #number(state: State, timers: Readonly<Record<string, unknown>>): number {
    const { logic, never, essence } = this.#options;
    const { core, rows } = logic.pack(state);
    const tables = Object.fromEntries([...rows].map(([name, table]) => [name, Object.fromEntries(table)]));
    const saved = { core, rows: tables, timers } satisfies Saved;
    const json = JSON.stringify(saved);
    const same = this.#texts.get(json);
    if (same !== undefined) return same;
    const what = essence?.(state) ?? saved;
    const identity = JSON.stringify(what, (name, value: unknown) => this.#canonical(name, value));
    const known = this.#numbers.get(identity);
    if (known !== undefined) {
      this.#texts.set(json, known);
      const { alike, outcomes } = this.#stored(known);
      if (alike.length < alikeTried) {
        alike.push(json);
        for (const [input, outcome] of outcomes) this.#mustDoAlike(known, json, input, outcome);
      }
      return known;
    }
    const fires = Object.entries(timers).filter(([id]) => never?.includes(id) !== true);
    this.#texts.set(json, this.#states.length);
    this.#states.push({
      alike: [json],
      view: this.#look(state),
      timers: fires.map(([id, event]) => this.#input("timer", event as Event, { text: id })), // put there by #compute
      outcomes: new Map(),
    });
    this.#numbers.set(identity, this.#states.length - 1);
    return this.#states.length - 1;
  }

  /** The same for states that differ only in the order of keys, or in what decides nothing. */
  #canonical(name: string, value: unknown): unknown {
    if (this.#indifferent.has(name)) return undefined;
    if (this.#unordered.has(name) && Array.isArray(value)) return value.map((item) => JSON.stringify(item)).toSorted();
    if (typeof value !== "object" || value === null || Array.isArray(value)) return value;
    return Object.fromEntries(Object.entries(value).toSorted(([a], [b]) => (a < b ? -1 : 1)));
  }

  #input(way: Way, event: Event, more: { asked?: number; text?: string } = {}): number {
    const identity = `${this.name} ${way} ${more.text ?? ""} ${JSON.stringify(event, (name, value: unknown) => this.#canonical(name, value))}`;
    return this.#options.inputs.number(identity, () => {
      this.#events.push(event);
      const { text = described(event), asked } = more;
      return { to: this.#options.place, local: this.#events.length - 1, way, text, asked };
    });
  }

  #event(local: number): Event {
    const event = this.#events[local];
    if (event === undefined) throw new Error(`${this.name} has no event ${local}.`);
    return event;
  }

  #stored(state: number): Stored<View> {
    const stored = this.#states[state];
    if (stored === undefined) throw new Error(`${this.name} has no state ${state}.`);
    return stored;
  }
}

const isReply = (effect: { readonly type: string }): effect is Reply<unknown> => effect.type === "reply";
const isKernels = (effect: { readonly type: string }): effect is KernelEffect =>
  effect.type === "note" || effect.type === "forget" || effect.type === "reply";
