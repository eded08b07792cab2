import { DatabaseSync } from "node:sqlite";
import { sqlTurnStore, type TurnStore } from "../../../src/kernel/index.ts";

/** A disk of one actor that outlives the actor: opening a store on it anew is what a restart is. */
export class Disk {
  readonly #database = new DatabaseSync(":memory:");

  open(): TurnStore {
    const database = this.#database;
    return sqlTurnStore(
      {
        exec(query, ...bindings) {
          const statement = database.prepare(query);
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
