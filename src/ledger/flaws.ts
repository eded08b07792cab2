/** What is wrong with what has been told: lines that are missing, and things that were told twice and differently. */
import type { Sql } from "../kernel/index.ts";
import type { Instant } from "../words/index.ts";
import type { Flaw } from "./port.ts";

export class Flaws {
  readonly #sql: Sql;

  constructor(sql: Sql) {
    this.#sql = sql;
  }

  note(stream: string, kind: Flaw["kind"], first: number, last: number, at: Instant): void {
    this.#sql.exec(
      "INSERT OR REPLACE INTO flaw (stream, kind, first, last, at) VALUES (?, ?, ?, ?, ?)",
      stream,
      kind,
      first,
      last,
      at,
    );
  }
}

/** The newest; more than these nobody reads. */
export const flawsListed = "SELECT stream, kind, first, last, at FROM flaw ORDER BY at DESC, stream, first LIMIT 100";

export const flawOf = (row: Record<string, unknown>): Flaw => ({
  stream: String(row["stream"]),
  kind: row["kind"] === "gap" ? "gap" : "difference",
  first: Number(row["first"]),
  last: Number(row["last"]),
  at: Number(row["at"]),
});
