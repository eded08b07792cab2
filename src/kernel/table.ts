/**
 * A table of items of which every version stays readable, and of which a change costs the same however much it holds.
 *
 * The newest version owns a plain `Map`; every older one knows only what of it was different and which version came after it. Reading an older
 * version moves the map there, change by change, and leaves the newer one with the differences (Baker, "Shallow binding makes functional
 * arrays fast", SIGPLAN Notices 1991). Whoever goes from state to state, as an actor does, pays for changes only; whoever goes back pays the way.
 */
export class Table<Key extends string, Item> implements ReadonlyMap<Key, Item> {
  /** The version that owns the map has it; every other has its `step` to the version after it. */
  #items: Map<Key, Item> | undefined;
  #step: { readonly key: Key; readonly item: Item | undefined; readonly after: Table<Key, Item> } | undefined;
  readonly #watchers: Set<TableWatcher<Item>>;

  private constructor(items: Map<Key, Item> | undefined, watchers: Set<TableWatcher<Item>>) {
    this.#items = items;
    this.#watchers = watchers;
  }

  static of<Key extends string, Item>(items: Iterable<readonly [Key, Item]> = []): Table<Key, Item> {
    return new Table(new Map(items), new Set());
  }

  /** This table with the item in it, in the place of one of the same key. */
  with(key: Key, item: Item): Table<Key, Item> {
    return this.#changed(key, item);
  }

  without(key: Key): Table<Key, Item> {
    return this.has(key) ? this.#changed(key, undefined) : this;
  }

  /**
   * What is other in this version than in an earlier one: the item, or undefined where it is gone. Undefined when this version is not
   * among those that were made from the earlier one; then they must be compared as wholes.
   */
  changesSince(earlier: ReadonlyMap<Key, Item>): ReadonlyMap<Key, Item | undefined> | undefined {
    if (!(earlier instanceof Table)) return undefined;
    this.#own();
    const changes = new Map<Key, Item | undefined>();
    let version = earlier as Table<Key, Item>; // of which sort its items are follows from its watchers, which only relatives share
    if (version.#watchers !== this.#watchers) return undefined;
    while (version.#step !== undefined) {
      const { key, after } = version.#step;
      changes.set(key, this.get(key));
      version = after;
    }
    return changes;
  }

  /**
   * Neither this version nor those between it and the newest are read again: they let go of what came after them. Whoever goes on for long does
   * this as it goes: a dead version that the collector has already moved to its old space would keep all later ones alive until it looks there.
   */
  forget(): void {
    const after = this.#step?.after;
    this.#step = undefined;
    for (let version = after; version !== undefined;) {
      const next: Table<Key, Item> | undefined = version.#step?.after;
      version.#step = undefined;
      version = next;
    }
  }

  /**
   * Tells of every change from now on, whichever version is changed or read: so that what is derived from the items (an index) can follow
   * the map wherever it goes. It describes a version rightly after that version has been read. Returns what ends the telling.
   */
  watch(watcher: TableWatcher<Item>): () => void {
    this.#watchers.add(watcher);
    return () => void this.#watchers.delete(watcher);
  }

  /** The same for all versions of a table, and for no other. */
  get family(): object {
    return this.#watchers;
  }

  get size(): number {
    return this.#own().size;
  }

  get(key: Key): Item | undefined {
    return this.#own().get(key);
  }

  has(key: Key): boolean {
    return this.#own().has(key);
  }

  entries(): MapIterator<[Key, Item]> {
    return this.#own().entries();
  }

  keys(): MapIterator<Key> {
    return this.#own().keys();
  }

  values(): MapIterator<Item> {
    return this.#own().values();
  }

  [Symbol.iterator](): MapIterator<[Key, Item]> {
    return this.entries();
  }

  forEach(visit: (item: Item, key: Key, table: ReadonlyMap<Key, Item>) => void): void {
    for (const [key, item] of this.#own()) visit(item, key, this);
  }

  #changed(key: Key, item: Item | undefined): Table<Key, Item> {
    const items = this.#own();
    const after = new Table<Key, Item>(items, this.#watchers);
    this.#hand(after, items, key, item);
    return after;
  }

  /** The map goes over to another version, which differs in this one item. */
  #hand(to: Table<Key, Item>, items: Map<Key, Item>, key: Key, item: Item | undefined): void {
    const before = items.get(key);
    if (item === undefined) items.delete(key);
    else items.set(key, item);
    this.#items = undefined;
    this.#step = { key, item: before, after: to };
    to.#items = items;
    to.#step = undefined;
    for (const watcher of this.#watchers) watcher(before, item);
  }

  #own(): Map<Key, Item> {
    if (this.#items !== undefined) return this.#items;
    // From the version that owns the map back to this one. Not by recursion: the way may be long.
    const way: Table<Key, Item>[] = [this];
    for (let step = this.#step; step !== undefined; step = step.after.#step) way.push(step.after);
    way.pop(); // the owner
    for (const version of way.toReversed()) {
      const { key, item, after } = version.#step ?? unreachable();
      after.#hand(version, after.#items ?? unreachable(), key, item);
    }
    return this.#items ?? unreachable();
  }
}

/** What an item was and what it is; undefined where there is none. */
export type TableWatcher<Item> = (before: Item | undefined, after: Item | undefined) => void;

function unreachable(): never {
  throw new Error("A version of a table has been forgotten, and is read.");
}
