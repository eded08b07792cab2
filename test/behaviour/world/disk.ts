import { DatabaseSync } from "node:sqlite";
import { journalTurnStore, valueTurnStore, type TurnStore, type Values } from "../../../src/kernel/index.ts";

/** A disk of one actor that outlives the actor: opening a store on it anew is what a restart is. */
export interface Disk {
  open(): TurnStore;
  rows(): number;
}

/** For an actor with rows. */
export class Database implements Disk {
  readonly #database = new DatabaseSync(":memory:");

  open(): TurnStore {
    const database = this.#database;
    const prepared = new Map<string, ReturnType<DatabaseSync["prepare"]>>();
    return journalTurnStore(
      {
        exec(query, ...bindings) {
          const statement = prepared.get(query) ?? database.prepare(query);
          prepared.set(query, statement);
          const rows = statement.all(...bindings) as Record<string, unknown>[]; // node:sqlite types its rows by column type only
          return { toArray: () => rows };
        },
      },
      (body) => {
        database.exec("BEGIN");
        try {
          body();
          database.exec("COMMIT");
        } catch (error) {
          database.exec("ROLLBACK");
          throw error;
        }
      },
    );
  }

  rows(): number {
    const tables = this.#database.prepare("SELECT name FROM sqlite_master WHERE type = 'table'").all();
    const count = (table: string): number => {
      const [row] = this.#database.prepare(`SELECT count(*) AS n FROM ${table}`).all();
      return Number(row?.["n"] ?? 0);
    };
    return tables.map(({ name }) => count(String(name))).reduce((a, b) => a + b, 0);
  }
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
