import { valueTurnStore, type TurnStore, type Values } from "../../../src/kernel/index.ts";

/** A disk of one actor that outlives the actor: opening a store on it anew is what a restart is. */
export interface Disk {
  open(): TurnStore;
  rows(): number;
}

/** For an actor that is one value. */
export class Drawer implements Disk {
  readonly #values = new Map<string, string>();

  open(): TurnStore {
    const values = this.#values;
    return valueTurnStore({
      get: (key) => values.get(key),
      put: (key, value) => void values.set(key, value),
      delete: (key) => values.delete(key),
      list: ({ prefix, end }) =>
        [...values]
          .filter(([key]) => key.startsWith(prefix) && (end === undefined || key < end))
          .toSorted(([a], [b]) => (a < b ? -1 : 1)),
    } satisfies Values);
  }

  rows(): number {
    return this.#values.size;
  }
}
