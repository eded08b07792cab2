/** Cells as they are stored: without the names that would be most of them. Reports over a month read tens of thousands. */
import type { Cell, CellKind } from "./fold.ts";
import type { Pauses, Tally } from "./tally.ts";

/** Kind, queue, number, channel, scenario, operator; then the counts, of waits their longest and their histograms, and pauses by reason. */
export type PackedCell = readonly [
  CellKind,
  string,
  string,
  string,
  string,
  string,
  Tally["sums"],
  ...([] | [Tally["peaks"], Tally["waits"]] | [Tally["peaks"], Tally["waits"], Pauses]),
];

export const packed = (cells: readonly Cell[]): readonly PackedCell[] =>
  cells.map(({ key: { kind, queue, number, channel, scenario, operator }, tally: { sums, peaks, waits, pauses } }) => {
    const counts = [kind, queue, number, channel, scenario, operator, sums] as const;
    if (pauses !== undefined) return [...counts, peaks, waits, pauses];
    return Object.keys(peaks).length === 0 ? counts : [...counts, peaks, waits];
  });

export const unpacked = (cells: readonly PackedCell[]): readonly Cell[] =>
  cells.map(([kind, queue, number, channel, scenario, operator, sums, peaks = {}, waits = {}, pauses]) => ({
    key: { kind, queue, number, channel, scenario, operator },
    tally: { sums, peaks, waits, ...(pauses && { pauses }) },
  }));
