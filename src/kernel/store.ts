/** Where an actor's turns are kept. One turn costs one row, whatever it changed. */

export interface Saved {
  /** State without its rows, timers, outbox and timeline, as JSON. */
  readonly core: string;
  readonly rows: ReadonlyMap<string, string>;
}

export interface TurnStore {
  load(): Saved | undefined;
  /** Commits one turn. `changes`: a row's JSON, or null where it is gone. */
  save(core: string, changes: ReadonlyMap<string, string | null>): void;
  /** Moves the oldest part of the timeline out of the core. */
  archive(fromSeq: number, moments: string): void;
  archived(): string[];
  /** Leaves nothing. */
  clear(): void;
}

/** How many moments of its past an actor keeps: more than any call has, and enough of a queue's to see what went on. */
export const archiveKept = 10_000;
