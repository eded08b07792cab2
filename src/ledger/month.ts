/**
 * The records of calls that began in one month (of UTC), as the ledger has handed them over: texts under the numbers that they had there. What they are
 * found by stays with the ledger, and so do their callers' numbers.
 */
import { isFresh, migrate } from "../directory/migrate.ts";
import type { Sql } from "../kernel/index.ts";
import { withoutCaller, type CallerKey } from "../protocol/reference.ts";

/** As the ledger wrote them: JSON, with references in the place of callers' numbers. */
export interface MonthRecord {
  readonly place: number;
  readonly summary: string;
  readonly timeline: string;
  readonly kept: string | null;
}

/** In an actor of its own, or at hand. */
export type Soon<T> = T | PromiseLike<T>;

/** What is asked of a month. Whatever is told may be told again; what is not there is left out of an answer. */
export interface Month {
  put(records: readonly MonthRecord[]): Soon<void>;
  summaries(places: readonly number[]): Soon<readonly Pick<MonthRecord, "place" | "summary">[]>;
  records(places: readonly number[]): Soon<readonly Omit<MonthRecord, "kept">[]>;
  kept(places: readonly number[]): Soon<readonly Pick<MonthRecord, "place" | "kept">[]>;
  /** Takes a caller, and the notes about them, out of their calls. */
  erase(places: readonly number[], caller: CallerKey): Soon<void>;
  strip(places: readonly number[], what: keyof typeof nothingIn): Soon<void>;
  forget(places: readonly number[]): Soon<void>;
}

const migrations = [
  "CREATE TABLE record (place INTEGER PRIMARY KEY, summary TEXT NOT NULL, timeline TEXT NOT NULL, kept TEXT)",
];
/** What is left of a text that has been kept for long enough, as SQL has it. */
export const nothingIn = { timeline: "'[]'", kept: "NULL" } as const;
const among = "WHERE place IN (SELECT value FROM json_each(?))";

export class MonthBook implements Month {
  readonly #sql: Sql;
  readonly #atomically: (work: () => void) => void;

  constructor(sql: Sql, atomically: (work: () => void) => void) {
    this.#sql = sql;
    this.#atomically = atomically;
  }

  put(records: readonly MonthRecord[]): void {
    this.#atomically(() => {
      migrate(this.#sql, migrations);
      for (const { place, summary, timeline, kept } of records)
        this.#sql.exec(
          "INSERT OR REPLACE INTO record (place, summary, timeline, kept) VALUES (?, ?, ?, ?)",
          place,
          summary,
          timeline,
          kept,
        );
    });
  }

  summaries(places: readonly number[]): Pick<MonthRecord, "place" | "summary">[] {
    return this.#read("place, summary", places).map((row) => ({
      place: Number(row["place"]),
      summary: String(row["summary"]),
    }));
  }

  records(places: readonly number[]): Omit<MonthRecord, "kept">[] {
    return this.#read("place, summary, timeline", places).map((row) => ({
      place: Number(row["place"]),
      summary: String(row["summary"]),
      timeline: String(row["timeline"]),
    }));
  }

  kept(places: readonly number[]): Pick<MonthRecord, "place" | "kept">[] {
    return this.#read("place, kept", places).map(({ place, kept }) => ({
      place: Number(place),
      kept: typeof kept === "string" ? kept : null,
    }));
  }

  erase(places: readonly number[], caller: CallerKey): void {
    this.#change(() => {
      for (const row of this.#read("place, summary, timeline, kept", places)) {
        const without = (text: unknown) => (typeof text === "string" ? withoutCaller(text, caller) : null);
        this.#sql.exec(
          "UPDATE record SET summary = ?, timeline = ?, kept = ? WHERE place = ?",
          without(row["summary"]),
          without(row["timeline"]),
          without(row["kept"]),
          Number(row["place"]),
        );
      }
    });
  }

  strip(places: readonly number[], what: keyof typeof nothingIn): void {
    this.#change(() =>
      this.#sql.exec(`UPDATE record SET ${what} = ${nothingIn[what]} ${among}`, JSON.stringify(places)),
    );
  }

  forget(places: readonly number[]): void {
    this.#change(() => this.#sql.exec(`DELETE FROM record ${among}`, JSON.stringify(places)));
  }

  /** Nothing is left, or never was. */
  isEmpty(): boolean {
    return isFresh(this.#sql) || this.#sql.exec("SELECT 1 FROM record LIMIT 1").toArray().length === 0;
  }

  /** A month that was never handed anything does not begin to exist. */
  #change(work: () => void): void {
    if (!isFresh(this.#sql)) this.#atomically(work);
  }

  #read(columns: string, places: readonly number[]): Record<string, unknown>[] {
    if (isFresh(this.#sql)) return [];
    return this.#sql.exec(`SELECT ${columns} FROM record ${among}`, JSON.stringify(places)).toArray();
  }
}
