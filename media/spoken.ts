/** Remembers what has been spoken, so that nothing is ever said twice, also to a caller whose room is joined again. */
import type { PlayId } from "../src/words/index.ts";

/** Hours of announcements in a full worker; an order that old does not come again. */
const keep = 100_000;

export class Spoken {
  readonly #plays = new Set<PlayId>();

  has(playId: PlayId): boolean {
    return this.#plays.has(playId);
  }

  /** Begun counts as spoken. */
  add(playId: PlayId): void {
    this.#plays.add(playId);
    if (this.#plays.size <= keep) return;
    const oldest = this.#plays.values().next();
    if (oldest.done !== true) this.#plays.delete(oldest.value);
  }
}
