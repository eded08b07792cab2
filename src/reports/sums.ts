import { slotOf, type Cell } from "./fold.ts";
import { hourAt, indexIn } from "./intervals.ts";
import { kindsOf, passes, type ReportPart, type ReportQuery } from "./query.ts";
import { Counter } from "./tally.ts";
import type { Instant } from "../words/index.ts";

/** The counts of a report as they come together, by interval and key. */
export class Sums {
  readonly #query: ReportQuery;
  readonly #parts = new Map<string, { interval: number; key: string; tally: Counter }>();
  readonly #hours = new Map<number, string>();

  constructor(query: ReportQuery) {
    this.#query = query;
  }

  /** Cells of calls that began at this moment or within its slot. */
  add(at: Instant, cells: readonly Cell[]): void {
    const { by } = this.#query;
    const kinds = kindsOf(this.#query);
    for (const { key, tally } of cells) {
      if (!kinds.includes(key.kind) || !passes(this.#query, key)) continue;
      // By queue the time that is spent for none of them has no place.
      if (by === "queue" && key.queue === "") continue;
      this.of(at, by === "hour" || by === "disposition" ? "" : key[by])?.merge(tally);
    }
  }

  /** The counter for something that began then; by hour the key follows from that. Undefined: it began outside of the report. */
  of(at: Instant, key: string): Counter | undefined {
    const interval = indexIn(this.#query.bounds, at);
    if (interval === undefined) return undefined;
    const name = this.#query.by === "hour" ? this.#hour(at) : key;
    const place = `${interval} ${name}`;
    const found = this.#parts.get(place) ?? { interval, key: name, tally: new Counter() };
    this.#parts.set(place, found);
    return found.tally;
  }

  parts(): ReportPart[] {
    return [...this.#parts.values()].map(({ interval, key, tally: { sums, peaks, waits, pauses } }) => ({
      interval,
      key,
      tally: { sums, peaks, waits, ...(pauses && { pauses }) },
    }));
  }

  /** Local clocks differ by multiples of a slot. */
  #hour(at: Instant): string {
    const slot = slotOf(at);
    const hour = this.#hours.get(slot) ?? hourAt(this.#query.timeZone, at);
    this.#hours.set(slot, hour);
    return hour;
  }
}
