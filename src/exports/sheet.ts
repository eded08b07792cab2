/** A table as people and programs take it away, whatever the file: columns that say what they hold, rows of plain values. */
import type { Instant } from "../words/index.ts";

/** `time`: milliseconds. `share`: a part of 1. */
export type Holds = "text" | "instant" | "count" | "time" | "share";

export interface Column {
  readonly name: string;
  readonly holds: Holds;
  readonly definition: string;
  /** Of all rows, where they can be summed up. */
  readonly total?: number | null | undefined;
}

/** A number means what its column holds. Null: there is none. */
export type Value = string | number | null;

export interface Sheet {
  /** Letters, digits and hyphens: files are called so. */
  readonly name: string;
  readonly from: Instant;
  readonly until: Instant;
  /** Whose clock people read its times by. */
  readonly timeZone: string;
  readonly columns: readonly Column[];
  /** As many values in each as there are columns. */
  readonly rows: readonly (readonly Value[])[];
}

export const cellsIn = ({ columns, rows }: Sheet): number => columns.length * rows.length;
