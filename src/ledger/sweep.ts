/** Throws away what has been kept for long enough, in steps of some ten milliseconds, each a transaction of its own. */
import { usualRetention, type Retention, type RetentionWanted } from "../protocol/retention.ts";
import type { Sql } from "../kernel/index.ts";
import { minutes, type Duration, type Instant } from "../words/index.ts";
import type { Callers } from "./callers.ts";
import { convertSome } from "./conversion.ts";
import type { Rollups } from "./rollups.ts";
import type { Slices } from "./slices.ts";

export const retentionTables = `
  CREATE TABLE retention (revision INTEGER NOT NULL, settings TEXT, swept INTEGER NOT NULL);
  INSERT INTO retention (revision, settings, swept) VALUES (0, NULL, 0);
  CREATE TABLE stripped (what TEXT PRIMARY KEY, until INTEGER NOT NULL) WITHOUT ROWID;
`;

const day: Duration = minutes(24 * 60);
/** How often it is looked what is old. */
const sweepEvery = day;
/** Of one kind in one step. */
const atOnce = 200;
/** Callers that are looked at in one step: few of them are to be forgotten. */
const callersAtOnce = 2_000;

export class Sweep {
  readonly #sql: Sql;
  readonly #callers: Callers;
  readonly #rollups: Rollups;

  constructor(sql: Sql, callers: Callers, rollups: Rollups) {
    this.#sql = sql;
    this.#rollups = rollups;
    this.#callers = callers;
  }

  configure({ revision, retention }: RetentionWanted): void {
    this.#sql.exec(
      "UPDATE retention SET revision = ?1, settings = ?2, swept = 0 WHERE revision < ?1",
      revision,
      JSON.stringify(retention),
    );
  }

  /** When it is to be done again. */
  due(): Instant {
    return Number(this.#sql.exec("SELECT swept FROM retention").toArray()[0]?.["swept"]) + sweepEvery;
  }

  /** `atomically` does each step whole or not at all. Whatever dies in between goes on where it was. */
  *everything(now: Instant, atomically: (work: () => void) => void): Slices {
    const retention = this.#settings();
    const before = (days: number | null): Instant => (days === null ? 0 : now - days * day);
    const steps: (() => boolean)[] = [
      () => convertSome(this.#sql, this.#callers),
      // What is to be summed up is summed up before it is gone.
      () => this.#rollups.settle(now),
      () => this.#forgetCalls(before(retention.calls)),
      () => this.#strip("timeline", "'[]'", before(retention.timelines)),
      () => this.#strip("kept", "NULL", before(retention.replays)),
      this.#forgetCallers(before(retention.numbers)),
      this.#forgetWork(before(retention.work)),
    ];
    for (const step of steps) {
      for (;;) {
        let isDone = false;
        atomically(() => {
          isDone = !step();
        });
        yield;
        if (isDone) break;
      }
    }
    atomically(() => this.#sql.exec("UPDATE retention SET swept = ?", now));
  }

  #settings(): Retention {
    const settings = this.#sql.exec("SELECT settings FROM retention").toArray()[0]?.["settings"];
    return { ...usualRetention, ...(typeof settings === "string" && (JSON.parse(settings) as Retention)) }; // written above
  }

  /** True: there may be more. */
  #forgetCalls(before: Instant): boolean {
    const old = this.#sql
      .exec("SELECT place, id FROM call WHERE started < ? ORDER BY started LIMIT ?", before, atOnce)
      .toArray();
    for (const { place, id } of old) {
      this.#sql.exec("DELETE FROM callback WHERE of = ?", String(id));
      this.#sql.exec("DELETE FROM disposal WHERE call = ?", String(id));
      this.#sql.exec("DELETE FROM flaw WHERE stream = ?", `call/${String(id)}`);
      this.#sql.exec("DELETE FROM call WHERE place = ?", Number(place));
    }
    return old.length === atOnce;
  }

  /** Takes one column out of the records of calls that began before. What has been gone through is remembered, and not gone through again. */
  #strip(column: "timeline" | "kept", nothing: string, before: Instant): boolean {
    const [done] = this.#sql.exec("SELECT until FROM stripped WHERE what = ?", column).toArray();
    const from = Number(done?.["until"] ?? 0);
    const rows = this.#sql
      .exec(
        "SELECT place, started FROM call WHERE started >= ? AND started < ? ORDER BY started, id LIMIT ?",
        from,
        before,
        atOnce,
      )
      .toArray();
    const isAll = rows.length < atOnce;
    const last = Number(rows.at(-1)?.["started"]);
    // Of one millisecond all, so that the next step can begin after it.
    const until = isAll ? Math.max(from, before) : Math.max(last, from + 1);
    this.#sql.exec(`UPDATE call SET ${column} = ${nothing} WHERE started >= ? AND started < ?`, from, until);
    if (until > from) this.#sql.exec("INSERT OR REPLACE INTO stripped (what, until) VALUES (?, ?)", column, until);
    return !isAll;
  }

  #forgetCallers(before: Instant): () => boolean {
    let after = "";
    return () => {
      const { last, looked } = this.#callers.forget(before, after, callersAtOnce);
      this.#sql.exec(
        `DELETE FROM last_talk WHERE number > ? AND ended < ? ${looked < callersAtOnce ? "" : "AND number <= ?"}`,
        after,
        before,
        ...(looked < callersAtOnce ? [] : [last]),
      );
      after = last;
      return looked === callersAtOnce;
    };
  }

  /** Of each operator the newest row stays: by it is told which lines are missing. */
  #forgetWork(before: Instant): () => boolean {
    let after = "";
    return () => {
      const [row] = this.#sql
        .exec(
          "SELECT operator, max(first) AS newest FROM work WHERE operator > ? GROUP BY operator ORDER BY operator LIMIT 1",
          after,
        )
        .toArray();
      if (row === undefined) return false;
      const operator = String(row["operator"]);
      const oldest = this.#sql
        .exec(
          `SELECT first, lines ->> '$[#-1].until' AS until FROM work WHERE operator = ? AND first < ? ORDER BY first LIMIT ?`,
          operator,
          Number(row["newest"]),
          atOnce,
        )
        .toArray();
      const old = oldest.findIndex(({ until }) => Number(until) >= before);
      const gone = old < 0 ? oldest : oldest.slice(0, old);
      if (gone.length > 0)
        this.#sql.exec("DELETE FROM work WHERE operator = ? AND first <= ?", operator, Number(gone.at(-1)?.["first"]));
      if (gone.length < atOnce) after = operator;
      return true;
    };
  }
}
