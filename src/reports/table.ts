/** A report as people and programs get it: rows of figures, one for each interval and key, and one for everything. */
import type { Duration, Instant } from "../words/index.ts";
import type { Metric, Terms } from "./metrics.ts";
import type { ReportPart } from "./query.ts";
import { Counter, type Tally } from "./tally.ts";

export type Figures = Readonly<Record<string, number | null>>;

export interface Row {
  readonly from: Instant;
  readonly until: Instant;
  readonly key: string;
  readonly figures: Figures;
  /** How long for which of the application's own reasons, by name. Not said: for none. */
  readonly pauses?: readonly PauseTime[] | undefined;
}

export interface PauseTime {
  readonly id: string;
  readonly name: string;
  readonly time: Duration;
}

export interface Table {
  readonly rows: readonly Row[];
  readonly total: Figures;
  readonly pauses?: readonly PauseTime[] | undefined;
}

/**
 * In the order of time, then of keys.
 * @param whole what the total is made of, where that is not the rows: who is in two groups is in the total once.
 */
export function tableOf(
  columns: readonly Metric[],
  parts: readonly ReportPart[],
  bounds: readonly Instant[],
  terms: Terms,
  whole: readonly ReportPart[] = parts,
): Table {
  const figures = (tally: Tally): Figures =>
    Object.fromEntries(columns.map(({ name, of }) => [name, of(tally, terms)]));
  const all = new Counter();
  for (const { tally } of whole) all.merge(tally);
  const rows = parts
    .toSorted((a, b) => a.interval - b.interval || (a.key < b.key ? -1 : 1))
    .map(({ interval, key, tally }) => {
      const [from = 0, until = from] = [bounds[interval], bounds[interval + 1]];
      return { from, until, key, figures: figures(tally), pauses: pausesIn(tally) };
    });
  return { rows, total: figures(all), pauses: pausesIn(all) };
}

function pausesIn({ pauses }: Tally): readonly PauseTime[] | undefined {
  if (pauses === undefined) return undefined;
  const times = Object.entries(pauses).map(([id, pause]) => ({ id, ...pause }));
  return times.toSorted((a, b) => (a.name < b.name ? -1 : a.name > b.name ? 1 : 0));
}

/** The same counts by other keys: of several into one, and of one into several. */
export function regrouped(parts: readonly ReportPart[], keysOf: (key: string) => readonly string[]): ReportPart[] {
  const merged = new Map<string, { interval: number; key: string; tally: Counter }>();
  for (const { interval, key: old, tally } of parts) {
    for (const key of keysOf(old)) {
      const place = `${interval} ${key}`;
      const part = merged.get(place) ?? { interval, key, tally: new Counter() };
      merged.set(place, part);
      part.tally.merge(tally);
    }
  }
  return [...merged.values()];
}
