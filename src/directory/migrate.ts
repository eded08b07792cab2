import type { Sql } from "../kernel/index.ts";

/**
 * Brings a database to the newest shape. Forward only: a migration that has been released is never edited, the next one is added.
 * Must run within a transaction, so that a crash leaves either the old shape or the new.
 */
export function migrate(sql: Sql, migrations: readonly string[]): void {
  sql.exec("CREATE TABLE IF NOT EXISTS migration (number INTEGER PRIMARY KEY)");
  const done = Number(sql.exec("SELECT coalesce(max(number), 0) AS done FROM migration").toArray()[0]?.["done"]);
  for (const [index, migration] of migrations.entries()) {
    if (index < done) continue;
    for (const statement of migration.split(";")) if (statement.trim() !== "") sql.exec(statement);
    sql.exec("INSERT INTO migration (number) VALUES (?)", index + 1);
  }
}

/** Whether anything was ever stored: an actor that is only asked about must not begin to exist. */
export const isFresh = (sql: Sql): boolean =>
  sql.exec("SELECT 1 FROM sqlite_master WHERE type = 'table' AND name = 'migration'").toArray().length === 0;
