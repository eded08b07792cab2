/**
 * Items in an order, each with its rank. For tens of thousands of items that come and go: they lie in runs of a few hundred, so that a change
 * moves one run, and a rank is found by adding up the lengths of the runs before.
 */
export class Ranked<Item> {
  readonly #compare: (a: Item, b: Item) => number;
  /** None of them is empty. */
  readonly #runs: Item[][] = [];
  #size = 0;

  /** `compare` is total: zero for the same item only. */
  constructor(compare: (a: Item, b: Item) => number) {
    this.#compare = compare;
  }

  get size(): number {
    return this.#size;
  }

  first(): Item | undefined {
    return this.#runs[0]?.[0];
  }

  add(item: Item): void {
    const at = this.#runOf(item);
    const run = this.#runs[at];
    this.#size += 1;
    if (run === undefined) {
      this.#runs.push([item]);
      return;
    }
    const place = this.#placeIn(run, item);
    if (place === run.length) run.push(item);
    else run.splice(place, 0, item);
    if (run.length > longestRun) this.#runs.splice(at + 1, 0, run.splice(longestRun / 2));
  }

  /** Takes an item away that is equal in order; does nothing when there is none. */
  delete(item: Item): void {
    const at = this.#runOf(item);
    const run = this.#runs[at];
    if (run === undefined) return;
    const place = this.#placeIn(run, item);
    const found = run[place];
    if (found === undefined || this.#compare(found, item) !== 0) return;
    this.#size -= 1;
    if (run.length === 1) this.#runs.splice(at, 1);
    else if (place === 0) run.shift(); // as most go; what splice does costs several times as much
    else if (place === run.length - 1) run.pop();
    else run.splice(place, 1);
  }

  /** How many items come before this one, be it among them or not. */
  rank(item: Item): number {
    const at = this.#runOf(item);
    let before = 0;
    for (let index = 0; index < at; index += 1) before += this.#runs[index]?.length ?? 0;
    const run = this.#runs[at];
    return run === undefined ? before : before + this.#placeIn(run, item);
  }

  /** The first of them that is meant. */
  find(isMeant: (item: Item) => boolean): Item | undefined {
    for (const run of this.#runs) for (const item of run) if (isMeant(item)) return item;
    return undefined;
  }

  *[Symbol.iterator](): Generator<Item, void> {
    for (const run of this.#runs) yield* run;
  }

  /** The first run that does not end before this item; the last one when all do. */
  #runOf(item: Item): number {
    let [low, high] = [0, this.#runs.length - 1];
    // Most go from the beginning, and come to the end.
    if (high <= 0 || !this.#endsBefore(0, item)) return 0;
    if (this.#endsBefore(high - 1, item)) return high;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (this.#endsBefore(middle, item)) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  #endsBefore(at: number, item: Item): boolean {
    const last = this.#runs[at]?.at(-1);
    return last !== undefined && this.#compare(last, item) < 0;
  }

  /** How many items of the run are before this one. */
  #placeIn(run: readonly Item[], item: Item): number {
    let [low, high] = [0, run.length];
    const [first, last] = [run[0], run.at(-1)];
    if (first === undefined || last === undefined || this.#compare(first, item) >= 0) return 0;
    if (this.#compare(last, item) < 0) return high;
    while (low < high) {
      const middle = (low + high) >>> 1;
      const other = run[middle];
      if (other !== undefined && this.#compare(other, item) < 0) low = middle + 1;
      else high = middle;
    }
    return low;
  }
}

/** Measured: shorter ones make ranks dearer, longer ones changes. */
const longestRun = 512;
