/** Throws away what has been kept for long enough, in steps of some ten milliseconds, each a transaction of its own. */
import { usualRetention, type Retention, type RetentionWanted } from "../protocol/retention.ts";
import type { Sql } from "../kernel/index.ts";
import { minutes, type Duration, type Instant } from "../words/index.ts";
import type { Callers } from "./callers.ts";
import { convertSome } from "./conversion.ts";
import { goneThrough, goneThroughUntil } from "./gone.ts";
import { nothingIn } from "./month.ts";
import { movedOf, recordsStay, tellMonths } from "./months.ts";
import { areLeft, beginMove, moveRecords } from "./move.ts";
import type { Rollups } from "./rollups.ts";
import type { Atomically, Slices } from "./slices.ts";

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

  /** When it is to be done again: at once where records are still to be moved. */
  due(): Instant {
    const [row] = this.#sql.exec(`SELECT swept, ${areLeft} AS moving FROM retention`).toArray();
    return row?.["moving"] === 1 ? 0 : Number(row?.["swept"]) + sweepEvery;
  }

  /** `atomically` does each step whole or not at all. Whatever dies in between goes on where it was. */
  *everything(now: Instant, atomically: Atomically): Slices {
    const [row] = this.#sql.exec("SELECT swept FROM retention").toArray();
    if (Number(row?.["swept"]) + sweepEvery <= now) {
      yield* this.#daily(now, atomically);
      beginMove(this.#sql, now - recordsStay, atomically);
    }
    // A part of them: whoever is to be told something meanwhile need not wait for millions.
    yield* moveRecords(this.#sql, atomically);
  }

  *#daily(now: Instant, atomically: Atomically): Slices {
    const retention = this.#settings();
    const before = (days: number | null): Instant => (days === null ? 0 : now - days * day);
    yield* inSteps(() => convertSome(this.#sql, this.#callers), atomically);
    // What is to be summed up is summed up before it is gone.
    yield* inSteps(() => this.#rollups.settle(now), atomically);
    yield* this.#rollups.settleMoved(now, atomically);
    yield* this.#forgetCalls(before(retention.calls), atomically);
    yield* this.#strip("timeline", before(retention.timelines), atomically);
    yield* this.#strip("kept", before(retention.replays), atomically);
    yield* inSteps(this.#forgetCallers(before(retention.numbers)), atomically);
    yield* inSteps(this.#forgetWork(before(retention.work)), atomically);
    atomically(() => this.#sql.exec("UPDATE retention SET swept = ?", now));
  }

  #settings(): Retention {
    const settings = this.#sql.exec("SELECT settings FROM retention").toArray()[0]?.["settings"];
    return { ...usualRetention, ...(typeof settings === "string" && (JSON.parse(settings) as Retention)) }; // written above
  }

  *#forgetCalls(before: Instant, atomically: Atomically): Slices {
    for (;;) {
      const old = this.#sql
        .exec("SELECT place, id, started, summary FROM call WHERE started < ? ORDER BY started LIMIT ?", before, atOnce)
        .toArray();
      // Months first: who dies in between finds these calls again.
      yield* tellMonths(movedOf(old), (month, places) => month.forget(places));
      atomically(() => {
        for (const { place, id } of old) {
          this.#sql.exec("DELETE FROM callback WHERE of = ?", String(id));
          this.#sql.exec("DELETE FROM disposal WHERE call = ?", String(id));
          this.#sql.exec("DELETE FROM flaw WHERE stream = ?", `call/${String(id)}`);
          this.#sql.exec("DELETE FROM call WHERE place = ?", Number(place));
        }
      });
      yield;
      if (old.length < atOnce) return;
    }
  }

  /** Takes one column out of the records of calls that began before. What has been gone through is remembered, and not gone through again. */
  *#strip(column: "timeline" | "kept", before: Instant, atomically: Atomically): Slices {
    for (;;) {
      const from = goneThroughUntil(this.#sql, column);
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
      const gone = this.#sql
        .exec("SELECT place, started, summary FROM call WHERE started >= ? AND started < ?", from, until)
        .toArray();
      yield* tellMonths(movedOf(gone), (month, places) => month.strip(places, column));
      atomically(() => {
        this.#sql.exec(
          `UPDATE call SET ${column} = ${nothingIn[column]} WHERE started >= ? AND started < ? AND summary <> ''`,
          from,
          until,
        );
        if (until > from) goneThrough(this.#sql, column, until);
      });
      yield;
      if (isAll) return;
    }
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

/** @param step true: there may be more */
function* inSteps(step: () => boolean, atomically: Atomically): Slices {
  for (;;) {
    let isDone = false;
    atomically(() => {
      isDone = !step();
    });
    yield;
    if (isDone) return;
  }
}
