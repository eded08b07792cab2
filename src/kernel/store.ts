/** Where an actor's turns are kept. One turn costs one row, whatever it changed. */

/** What of an actor's past grows with time: what came out of its turns, and what went into them. */
export type Past = "moments" | "inputs";

export interface Saved {
  /** Everything but the rows, as JSON. */
  readonly core: string;
  readonly rows: ReadonlyMap<string, string>;
}

export interface TurnStore {
  load(): Saved | undefined;
  /** Commits one turn. `changes`: a row's JSON, or null where it is gone. */
  save(core: string, changes: ReadonlyMap<string, string | null>): void;
  /** Moves the oldest part of the past out of the core. */
  archive(past: Past, fromSeq: number, json: string): void;
  archived(past: Past): string[];
  /** Leaves nothing. */
  clear(): void;
}

/** How many moments of its past an actor keeps: more than any call has, and enough of a queue's to see what went on. */
export const archiveKept = 10_000;

/**
 * How many inputs are kept: the first ones, because a state can only be reached from the beginning. A caller who waits causes three every
 * 30 s and so has them all for five hours; at some 150 bytes each they stay far below what one value or message may be (2 MB).
 */
export const inputsKept = 2_000;
