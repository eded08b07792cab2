/** In the place of `database.ts` where there is no `node:sqlite`: in workerd, whose own database belongs to Durable Objects (test/workerd shows the store on it). */
import type { TurnStore } from "../../../src/kernel/index.ts";
import type { Disk } from "./disk.ts";

/** For an actor with rows: keeps what a store is to keep, and nothing of how. */
export class Database implements Disk {
  #core: string | undefined;
  readonly #rows = new Map<string, string>();
  readonly #archive = new Map<number, string>();

  open(): TurnStore {
    return {
      load: () => (this.#core === undefined ? undefined : { core: this.#core, rows: new Map(this.#rows) }),
      save: (core, changes) => {
        this.#core = core;
        for (const [key, json] of changes) {
          if (json === null) this.#rows.delete(key);
          else this.#rows.set(key, json);
        }
      },
      archive: (_, fromSeq, moments) => void this.#archive.set(fromSeq, moments),
      archived: (past) => (past === "moments" ? [...this.#archive.values()] : []),
      clear: () => {
        this.#core = undefined;
        this.#rows.clear();
        this.#archive.clear();
      },
    };
  }

  rows(): number {
    return (this.#core === undefined ? 0 : 1) + this.#rows.size + this.#archive.size;
  }
}
