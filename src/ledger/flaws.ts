/** What is wrong with what has been told: lines that are missing, and things that were told twice and differently. */
import type { Sql } from "../kernel/index.ts";
import type { Missing } from "../protocol/work.ts";
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

  /** These lines have come after all. Returns the first gap that is left in the stream, if one is. */
  fill(stream: string, { first, last }: Missing): Missing | undefined {
    const gaps = this.#sql
      .exec("SELECT first, last, at FROM flaw WHERE stream = ? AND kind = 'gap' ORDER BY first", stream)
      .toArray()
      .map((row) => ({ first: Number(row["first"]), last: Number(row["last"]), at: Number(row["at"]) }));
    const left: Missing[] = [];
    for (const gap of gaps) {
      if (gap.last < first || gap.first > last) {
        left.push(gap);
        continue;
      }
      this.#sql.exec("DELETE FROM flaw WHERE stream = ? AND kind = 'gap' AND first = ?", stream, gap.first);
      const rest = [
        { first: gap.first, last: first - 1 },
        { first: last + 1, last: gap.last },
      ].filter((part) => part.first <= part.last);
      for (const part of rest) this.note(stream, "gap", part.first, part.last, gap.at);
      left.push(...rest);
    }
    const [missing] = left;
    return missing && { first: missing.first, last: missing.last };
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
