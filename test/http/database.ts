import { DatabaseSync } from "node:sqlite";
import type { Sql } from "../../src/kernel/index.ts";

/** A database in memory with the ports that a Durable Object's storage has. */
export function database(): { sql: Sql; atomically: <T>(work: () => T) => T } {
  const db = new DatabaseSync(":memory:");
  return {
    sql: {
      exec: (query, ...bindings) => {
        const rows = db.prepare(query).all(...bindings) as Record<string, unknown>[]; // sqlite's rows are plain objects
        return { toArray: () => rows };
      },
    },
    atomically: (work) => {
      db.exec("BEGIN");
      try {
        const result = work();
        db.exec("COMMIT");
        return result;
      } catch (error) {
        db.exec("ROLLBACK");
        throw error;
      }
    },
  };
}
