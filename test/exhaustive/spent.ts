/**
 * Which messages have nothing left to change: neither now nor in any later state of their actor does their arrival do anything. Old news, an answer
 * that says what is known: whether they have arrived or are still on their way makes no difference, and so they are taken as arrived,
 * without which every state would be met once for each choice of them.
 *
 * What the later states are is known only when all have been met. Until then it is assumed from those that have been, and each assumption
 * is held against every step that is found later; one that turns out wrong is `mistaken`, and the exploration has to begin again,
 * knowing better.
 */
/** Whether the input's arrival in this state changes nothing. */
type IsIdle = (actor: number, state: number, input: number) => boolean;

interface Node {
  readonly state: number;
  readonly after: Set<Node>;
  readonly before: Set<Node>;
  /** Inputs that are taken to change nothing from here on. */
  readonly spent: Set<number>;
  /** Inputs that are known to change something, here or later. */
  readonly live: Set<number>;
}

export class Spent {
  readonly #isIdle: IsIdle;
  readonly #nodes: readonly Node[][];
  mistaken = false;

  constructor(actors: number, isIdle: IsIdle) {
    this.#isIdle = isIdle;
    this.#nodes = Array.from({ length: actors }, () => []);
  }

  isSpent(actor: number, state: number, input: number): boolean {
    return this.#isSpent(actor, this.#node(actor, state), input);
  }

  /** The actor has gone from one state to another. */
  wentOn(actor: number, from: number, to: number): void {
    if (from === to) return;
    const [before, after] = [this.#node(actor, from), this.#node(actor, to)];
    if (before.after.has(after)) return;
    before.after.add(after);
    after.before.add(before);
    for (const input of before.spent) if (!this.#isSpent(actor, after, input)) this.#takeBack(before, input);
  }

  #isSpent(actor: number, start: Node, input: number): boolean {
    if (start.live.has(input)) return false;
    if (start.spent.has(input)) return true;
    const met = new Set([start]);
    for (const node of met) {
      if (node.live.has(input) || !this.#isIdle(actor, node.state, input)) {
        node.live.add(input);
        start.live.add(input);
        return false;
      }
      for (const after of node.after) if (!after.spent.has(input)) met.add(after);
    }
    for (const node of met) node.spent.add(input);
    return true;
  }

  #takeBack(last: Node, input: number): void {
    this.mistaken = true;
    const wrong = new Set([last]);
    for (const node of wrong) {
      node.spent.delete(input);
      node.live.add(input);
      for (const before of node.before) if (before.spent.has(input)) wrong.add(before);
    }
  }

  #node(actor: number, state: number): Node {
    const nodes = this.#nodes[actor] ?? [];
    return (nodes[state] ??= { state, after: new Set(), before: new Set(), spent: new Set(), live: new Set() });
  }
}
