import { DatabaseSync } from "node:sqlite";
import { journalTurnStore, type TurnStore } from "../../../src/kernel/index.ts";
import type { Disk } from "./disk.ts";

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
