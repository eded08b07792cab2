/** What is to happen, the soonest first: a binary heap, for runs of millions of happenings. */
export class Agenda {
  readonly #at: number[] = [];
  readonly #what: (() => void)[] = [];
  now = 0;

  plan(after: number, what: () => void): void {
    const [at, whats] = [this.#at, this.#what];
    const time = this.now + after;
    let place = at.length;
    while (place > 0) {
      const above = (place - 1) >> 1;
      const aboveAt = at[above] ?? 0;
      if (aboveAt <= time) break;
      at[place] = aboveAt;
      whats[place] = whats[above] ?? what;
      place = above;
    }
    at[place] = time;
    whats[place] = what;
  }

  /** Until nothing is left. */
  run(): void {
    for (let what = this.#next(); what !== undefined; what = this.#next()) what();
  }

  #next(): (() => void) | undefined {
    const [at, whats] = [this.#at, this.#what];
    const first = whats[0];
    const last = at.pop();
    const lastWhat = whats.pop();
    if (first === undefined || last === undefined || lastWhat === undefined) return undefined;
    this.now = at[0] ?? last;
    if (at.length === 0) return first;
    let place = 0;
    for (;;) {
      let below = 2 * place + 1;
      if (below >= at.length) break;
      if ((at[below + 1] ?? Number.POSITIVE_INFINITY) < (at[below] ?? 0)) below += 1;
      const belowAt = at[below] ?? 0;
      if (belowAt >= last) break;
      at[place] = belowAt;
      whats[place] = whats[below] ?? lastWhat;
      place = below;
    }
    at[place] = last;
    whats[place] = lastWhat;
    return first;
  }
}
