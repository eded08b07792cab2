/** Cells as they are stored: without the names that would be most of them. Reports over a month read tens of thousands. */
import type { Cell, CellKind } from "./fold.ts";
import type { Tally } from "./tally.ts";

/** Kind, queue, number, channel, scenario, operator; then the counts, and of waits their longest and their histograms. */
export type PackedCell = readonly [
  CellKind,
  string,
  string,
  string,
  string,
  string,
  Tally["sums"],
  ...([] | [Tally["peaks"], Tally["waits"]]),
];

export const packed = (cells: readonly Cell[]): readonly PackedCell[] =>
  cells.map(({ key: { kind, queue, number, channel, scenario, operator }, tally: { sums, peaks, waits } }) => {
    const counts = [kind, queue, number, channel, scenario, operator, sums] as const;
    return Object.keys(peaks).length === 0 ? counts : [...counts, peaks, waits];
  });

export const unpacked = (cells: readonly PackedCell[]): readonly Cell[] =>
  cells.map(([kind, queue, number, channel, scenario, operator, sums, peaks = {}, waits = {}]) => ({
    key: { kind, queue, number, channel, scenario, operator },
    tally: { sums, peaks, waits },
  }));
