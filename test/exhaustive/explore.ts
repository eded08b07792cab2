/**
 * Goes through every state that a small call centre can get into, breadth first, so that the first violation found has a shortest trace.
 *
 * What is on its way is a set: it arrives in any order, as late as may be, and as often as the scope allows. In each state anything may happen
 * next that may happen at all: a message or an answer arrives, or arrives and will arrive again; an answer is lost whose question will be
 * asked again; a timer fires; a person does something.
 */
import { Violation } from "../behaviour/simulation/violation.ts";
import type { Outcome } from "./automaton.ts";
import { Centre, type Scope } from "./centre.ts";
import { always, atRest, type Look } from "./invariants.ts";
import { optionsOfCall, optionsOfOperator, type Option } from "./people.ts";
import { Seen } from "./seen.ts";
import { Spent } from "./spent.ts";

export interface Exploration {
  readonly scope: string;
  readonly states: number;
  /** Steps from one state to another, known ones included. */
  readonly edges: number;
  /** Steps that the production machines were asked for; the others had been asked for before. */
  readonly computed: number;
  /** States in which nothing is on its way and no timer runs. */
  readonly rests: number;
  /** States at the scope's bounds, which were looked at and not gone on from. */
  readonly bounds: number;
  /** False: it ended at a violation, or because there were more states than allowed. */
  readonly complete: boolean;
  readonly violation?: { readonly message: string; readonly trace: readonly string[] } | undefined;
}

/** How an input meets its actor; kept by its place in this list. */
const manners = ["arrives", "arrives, and will again", "is lost", "happens", "happens, and somebody is away"] as const;
type Manner = (typeof manners)[number];

/** The place in a row of what the manner uses up, after the actors' states. Nothing is used up by the others. */
const allowances: Partial<Record<Manner, number>> = {
  "arrives, and will again": 0,
  "is lost": 1,
  "happens, and somebody is away": 2,
};
const allowanceCount = 3;
/** How far it goes on after a mistake about what is spent before it begins again: further mistakes are soon made, and learnt from at once. */
const firstPatience = 1_000;

const isBeyond = (line: readonly { readonly offers: number }[], { offers, offersInAll }: Scope): boolean =>
  line.some((entry) => entry.offers > offers) || line.reduce((sum, entry) => sum + entry.offers, 0) > offersInAll;

/** @param atMost so many states; then it ends incomplete */
export function explore(scope: Scope, atMost = Number.POSITIVE_INFINITY): Exploration {
  return new Exploring(scope).go(atMost);
}

class Exploring {
  readonly #centre: Centre;
  readonly #actors;
  /** A row: the actors' states, the allowances, and from here on what is on its way, in the order of the numbers. */
  readonly #header: number;
  #seen = new Seen();
  readonly #spent: Spent;
  readonly #options: readonly Map<number, readonly Option[]>[];
  /** Of each state, the one it came from, by which input and how: three numbers. */
  #origins = new Int32Array(3 << 16);
  readonly #next = new Int32Array(256);
  #from = 0;
  /** What is being tried. */
  #input = 0;
  #manner: Manner | undefined;
  #edges = 0;
  #rests = 0;
  #bounds = 0;

  constructor(scope: Scope) {
    this.#centre = new Centre(scope);
    this.#actors = this.#centre.everybody;
    this.#header = this.#actors.length + allowanceCount;
    this.#options = this.#actors.map(() => new Map());
    this.#spent = new Spent(this.#actors.length, (actor, state, input) => {
      const outcome = this.#actors[actor]?.step(state, input);
      return outcome?.next === state && outcome.sends.length === 0;
    });
  }

  go(atMost: number): Exploration {
    const violation = this.#find(atMost);
    return {
      scope: this.#centre.scope.name,
      states: this.#seen.size,
      edges: this.#edges,
      computed: this.#actors.reduce((sum, { computed }) => sum + computed, 0),
      rests: this.#rests,
      bounds: this.#bounds,
      complete: violation === undefined && this.#from === this.#seen.size,
      violation,
    };
  }

  #find(atMost: number): Exploration["violation"] {
    try {
      for (let patience = firstPatience; !this.#goThrough(atMost, patience); patience = this.#from * 3);
      return undefined;
    } catch (error) {
      if (!(error instanceof Error)) throw error;
      const message = error instanceof Violation ? error.message : (error.stack ?? error.message);
      return { message, trace: [...this.#traceOf(this.#from), ...(this.#manner === undefined ? [] : [this.#tried()])] };
    }
  }

  /**
   * From the beginning to the end; with mistakes about what is spent, to no further than `patience` states.
   * @returns false when there were such mistakes: then it is to be done again, knowing better
   */
  #goThrough(atMost: number, patience: number): boolean {
    this.#seen = new Seen();
    [this.#edges, this.#rests, this.#bounds, this.#manner] = [0, 0, 0, undefined];
    this.#spent.mistaken = false;
    this.#begin();
    for (this.#from = 0; this.#from < this.#seen.size && this.#seen.size < atMost; this.#from += 1) {
      this.#manner = undefined;
      this.#expand(this.#seen.get(this.#from));
      if (this.#spent.mistaken && this.#from >= patience) break;
    }
    return !this.#spent.mistaken;
  }

  #begin(): void {
    const { scope } = this.#centre;
    const { states, sends } = this.#centre.begin();
    this.#next.set([...states, scope.repeats, scope.losses, scope.leavings]);
    this.#arrive(this.#send(this.#header, sends));
  }

  #expand(row: Int32Array): void {
    if (this.#look(row)) return;
    const { inputs, scope } = this.#centre;
    const isNetworkBad = scope.repeats + scope.losses > 0;
    for (let place = this.#header; place < row.length; place += 1) {
      const number = row[place] ?? 0;
      this.#try(row, number, "arrives", place);
      if (!isNetworkBad) continue;
      const { way, asked } = inputs.get(number);
      // Nobody hears an answer twice; but a question that is asked twice has two.
      if (way !== "answer") this.#try(row, number, "arrives, and will again");
      else if (asked !== undefined && row.includes(asked, this.#header)) this.#try(row, number, "is lost", place);
    }
    for (let actor = 0; actor < this.#actors.length; actor += 1) {
      const state = row[actor] ?? 0;
      for (const timer of this.#actors[actor]?.timers(state) ?? []) this.#try(row, timer, "happens");
      for (const { input, leaves } of this.#optionsOf(actor, state))
        this.#try(row, input, leaves ? "happens, and somebody is away" : "happens");
    }
  }

  /** Checks what must hold. @returns whether the state is at the scope's bounds */
  #look(row: Int32Array): boolean {
    const { queues, operators, calls, scope, plan } = this.#centre;
    let actor = 0;
    const look: Look = {
      queues: queues.map((queue) => queue.view(row[actor++] ?? 0)),
      operators: operators.map((operator) => operator.view(row[actor++] ?? 0)),
      calls: calls.map((call) => call.view(row[actor++] ?? 0)),
    };
    always(look, plan);
    if (row.length === this.#header && !this.#actors.some((one, i) => one.timers(row[i] ?? 0).length > 0)) {
      this.#rests += 1;
      atRest(look, plan);
    }
    const isBound =
      look.calls.some(({ entries }) => entries > scope.entries) ||
      look.queues.some(({ entries }) => isBeyond([...entries.values()], scope));
    if (isBound) this.#bounds += 1;
    return isBound;
  }

  /** @param place where in the row the input is taken from; undefined: it stays */
  #try(row: Int32Array, number: number, manner: Manner, place = -1): void {
    const actors = this.#actors.length;
    const to = this.#centre.inputs.to[number] ?? 0;
    const allowance = allowances[manner];
    if (allowance !== undefined && row[actors + allowance] === 0) return;
    this.#input = number;
    this.#manner = manner;
    const outcome = manner === "is lost" ? undefined : this.#actors[to]?.step(row[to] ?? 0, number);
    const before = row[to] ?? 0;
    const after = outcome?.next ?? before;
    // Changes nothing.
    if (place === -1 && after === before && outcome?.sends.length === 0) return;
    this.#edges += 1;
    const next = this.#next;
    if (after !== before) this.#spent.wentOn(to, before, after);
    for (let i = 0; i < this.#header; i += 1) next[i] = row[i] ?? 0;
    next[to] = after;
    if (allowance !== undefined) next[actors + allowance] = (next[actors + allowance] ?? 0) - 1;
    let length = this.#header;
    for (let i = this.#header; i < row.length; i += 1) {
      const other = row[i] ?? 0;
      if (i === place || (after !== before && this.#isSpentFor(to, after, other))) continue;
      next[length] = other;
      length += 1;
    }
    this.#arrive(outcome === undefined ? length : this.#send(length, outcome.sends));
  }

  /**
   * Whether what is on its way is for this actor, and can change nothing any more now that it has gone on: then it is taken as arrived. What is for others was looked at when it was sent,
   * or when they went on.
   */
  #isSpentFor(actor: number, state: number, number: number): boolean {
    return this.#centre.inputs.to[number] === actor && this.#spent.isSpent(actor, state, number);
  }

  /** Puts these on their way, in the row that is being made, but for those that can change nothing. @returns its new length */
  #send(length: number, sends: Outcome["sends"]): number {
    const next = this.#next;
    const header = this.#header;
    let end = length;
    for (const number of sends) {
      const to = this.#centre.inputs.to[number] ?? 0;
      if (this.#spent.isSpent(to, next[to] ?? 0, number)) continue;
      let place = header;
      while (place < end && (next[place] ?? 0) < number) place += 1;
      if (place < end && next[place] === number) continue;
      for (let i = end; i > place; i -= 1) next[i] = next[i - 1] ?? 0;
      next[place] = number;
      end += 1;
    }
    return end;
  }

  #arrive(length: number): void {
    const number = this.#seen.add(this.#next, length);
    if (number === -1) return;
    if (number * 3 + 3 > this.#origins.length) {
      const larger = new Int32Array(this.#origins.length * 2);
      larger.set(this.#origins);
      this.#origins = larger;
    }
    this.#origins.set(
      [this.#from, this.#input, this.#manner === undefined ? -1 : manners.indexOf(this.#manner)],
      number * 3,
    );
  }

  #optionsOf(actor: number, state: number): readonly Option[] {
    const known = this.#options[actor]?.get(state);
    if (known !== undefined) return known;
    const { queues, operators } = this.#centre;
    const [operator, call] = [actor - queues.length, actor - queues.length - operators.length];
    const options =
      operator < 0
        ? []
        : call < 0
          ? optionsOfOperator(this.#centre, operator, state)
          : optionsOfCall(this.#centre, call, state);
    this.#options[actor]?.set(state, options);
    return options;
  }

  // ── how it came to a state, for people ────────────────────────────────────────────────────────────────────────────────────

  #traceOf(state: number): string[] {
    const trace: string[] = [];
    for (let at = state; at > 0; at = this.#origins[at * 3] ?? 0) {
      const [, input = 0, manner = 0] = this.#origins.subarray(at * 3, at * 3 + 3);
      trace.push(this.#told(input, manners[manner] ?? "arrives"));
    }
    return trace.toReversed();
  }

  #tried = (): string => this.#told(this.#input, this.#manner ?? "arrives");

  #told(number: number, manner: Manner): string {
    const { to, way, text } = this.#centre.inputs.get(number);
    return `${this.#actors[to]?.name}  ${way === "timer" ? `timer ${text}` : text}${manner === "happens" ? "" : `  (${manner})`}`;
  }
}
