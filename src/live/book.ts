/**
 * What is known of an application just now, and in which order it became so.
 *
 * Every item bears the number of its last change. So who has known everything up to a number is told what has a greater one, however much has
 * happened in between: an item that changed ten times is told once. What is gone leaves its number behind for a while.
 */
import type { LiveItem, LiveReport } from "../protocol/live.ts";
import { itemsOf, keyOf, preferred, sourceOf } from "./items.ts";

/** `item` is undefined where it is gone. */
export interface Change {
  readonly key: string;
  readonly item: LiveItem | undefined;
}

interface Shown extends Change {
  readonly seq: number;
  /** By which is seen whether it is other than before. */
  readonly text: string;
}

/** So many traces of what is gone are kept at most. */
const tracesKept = 10_000;

export class LiveBook {
  #seq = 0;
  readonly #said = new Map<string, { readonly version: number; readonly items: ReadonlyMap<string, LiveItem> }>();
  /** Who says something of an item. */
  readonly #sources = new Map<string, Set<string>>();
  readonly #shown = new Map<string, Shown>();
  /** In the order of their numbers; of an item that has changed again, the older ones mean nothing. */
  #log: { readonly seq: number; readonly key: string }[] = [];
  #traces = 0;
  /** Of the last trace that is not kept any more: who knows no more than what was before it must be told everything. */
  #lost = 0;

  /** The number of the last change. */
  get seq(): number {
    return this.#seq;
  }

  /** Takes in what somebody says of themselves, all of it; what they said before and do not say now is gone. */
  take(report: LiveReport): void {
    const source = sourceOf(report);
    const before = this.#said.get(source);
    if (before !== undefined && before.version >= report.version) return;
    const items = new Map(itemsOf(report).map((item) => [keyOf(item), item]));
    this.#said.set(source, { version: report.version, items });
    this.#settle(source, [...(before?.items.keys() ?? []), ...items.keys()]);
  }

  /** Whoever is not among these does not exist any more. */
  keepOnly(sources: ReadonlySet<string>): void {
    for (const [source, { items }] of this.#said) {
      if (sources.has(source)) continue;
      this.#said.delete(source);
      this.#settle(source, items.keys());
    }
  }

  /** Everything there is. */
  *everything(): Iterable<LiveItem> {
    for (const { item } of this.#shown.values()) if (item !== undefined) yield item;
  }

  /** What has changed since; undefined when that is not known any more. */
  since(seq: number): Change[] | undefined {
    if (seq < this.#lost || seq > this.#seq) return undefined;
    let [low, high] = [0, this.#log.length];
    while (low < high) {
      const middle = (low + high) >>> 1;
      if ((this.#log[middle]?.seq ?? 0) <= seq) low = middle + 1;
      else high = middle;
    }
    const changes: Change[] = [];
    for (const change of this.#log.slice(low)) {
      const shown = this.#shown.get(change.key);
      if (shown?.seq === change.seq) changes.push(shown);
    }
    return changes;
  }

  #settle(source: string, keys: Iterable<string>): void {
    for (const key of new Set(keys)) {
      const sources = this.#sources.get(key) ?? new Set();
      if (this.#said.get(source)?.items.has(key) === true) sources.add(source);
      else sources.delete(source);
      if (sources.size > 0) this.#sources.set(key, sources);
      else this.#sources.delete(key);
      this.#show(key, this.#best(key, sources));
    }
  }

  #best(key: string, sources: ReadonlySet<string>): LiveItem | undefined {
    let best: LiveItem | undefined;
    for (const source of sources) {
      const item = this.#said.get(source)?.items.get(key);
      if (item !== undefined) best = best === undefined ? item : preferred(best, item);
    }
    return best;
  }

  #show(key: string, item: LiveItem | undefined): void {
    const before = this.#shown.get(key);
    const text = JSON.stringify(item) ?? "";
    if ((before?.text ?? "") === text) return;
    if (before !== undefined && before.item === undefined) this.#traces -= 1;
    if (item === undefined) this.#traces += 1;
    this.#seq += 1;
    this.#shown.set(key, { key, item, seq: this.#seq, text });
    this.#log.push({ seq: this.#seq, key });
    if (this.#traces > tracesKept || this.#log.length > 2 * (this.#shown.size + tracesKept)) this.#tidy();
  }

  /** Leaves one line for each item in the log, and the newer half of the traces. */
  #tidy(): void {
    this.#log = this.#log.filter(({ seq, key }) => {
      const shown = this.#shown.get(key);
      if (shown?.seq !== seq) return false;
      if (shown.item !== undefined || this.#traces <= tracesKept / 2) return true;
      this.#shown.delete(key);
      this.#traces -= 1;
      this.#lost = seq;
      return false;
    });
  }
}
