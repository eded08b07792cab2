/**
 * What the calls of each five minutes amount to, so that reports read little.
 *
 * A call that ends makes the slot in which it began stale, and nothing more: that is one row for however many calls. A slot that has been stale for
 * a while is folded anew from its records, by whatever fact comes then; what is stale while somebody asks is counted from the records
 * for the asker. So a fact that is late, is told twice or differs from what was told before cannot spoil a sum: no sum is ever changed, only made anew.
 */
import { cellsOf, slotOf, startOf, type Cell } from "../reports/fold.ts";
import { packed, unpacked, type PackedCell } from "../reports/packed.ts";
import type { Sums } from "../reports/sums.ts";
import type { Slices } from "./slices.ts";
import type { CallRecord } from "../protocol/record.ts";
import type { Sql } from "../kernel/index.ts";
import { minutes, type Duration, type Instant } from "../words/index.ts";
import { promisesBetween } from "./promises.ts";

/** Most calls that began within five minutes have ended ten minutes later. */
const settling: Duration = minutes(10);
/** How many slots one fact folds at most: whoever told it waits for the answer. */
const foldsAtOnce = 2;
/** In one slice. */
const slotsRead = 100;

export class Rollups {
  readonly #sql: Sql;

  constructor(sql: Sql) {
    this.#sql = sql;
  }

  /** A call that began then has come, or has changed, or how a promise ended that was made in it. */
  touch(startedAt: Instant, now: Instant): void {
    this.#sql.exec("INSERT OR IGNORE INTO stale (slot, since) VALUES (?, ?)", slotOf(startedAt), now);
  }

  /** Folds what has been stale for long enough, a little of it at a time. True: there may be more. */
  settle(now: Instant): boolean {
    const due = this.#sql
      .exec("SELECT slot FROM stale WHERE since <= ? ORDER BY slot LIMIT ?", now - settling, foldsAtOnce)
      .toArray();
    for (const row of due) {
      const slot = Number(row["slot"]);
      const cells = this.#cells(startOf(slot), startOf(slot + 1));
      this.#sql.exec("INSERT OR REPLACE INTO rollup (slot, cells) VALUES (?, ?)", slot, JSON.stringify(packed(cells)));
      this.#sql.exec("DELETE FROM stale WHERE slot = ?", slot);
    }
    return due.length === foldsAtOnce;
  }

  /** Adds what began between two moments, in slices. Changes nothing in the tables, whatever is stale. */
  *count(from: Instant, until: Instant, sums: Sums): Slices {
    const fromRecords = (from: Instant, until: Instant): void => {
      if (from < until) sums.add(from, this.#cells(from, until));
    };
    // Whole slots are read folded; a slot that is cut, or stale, is counted from its records.
    const [first, last] = [slotOf(from - 1) + 1, slotOf(until)];
    if (first > last) {
      fromRecords(from, until);
      return;
    }
    fromRecords(from, startOf(first));
    fromRecords(startOf(last), until);
    const stale = this.#stale(first, last);
    for (const slot of stale) {
      fromRecords(startOf(slot), startOf(slot + 1));
      yield;
    }
    for (let next = first; next < last;) {
      const rows = this.#sql
        .exec(
          "SELECT slot, cells FROM rollup WHERE slot >= ? AND slot < ? ORDER BY slot LIMIT ?",
          next,
          last,
          slotsRead,
        )
        .toArray();
      for (const row of rows) {
        const slot = Number(row["slot"]);
        if (!stale.has(slot)) sums.add(startOf(slot), unpacked(JSON.parse(String(row["cells"])) as PackedCell[])); // written by settle
      }
      next = rows.length < slotsRead ? last : Number(rows.at(-1)?.["slot"]) + 1;
      yield;
    }
  }

  #stale(first: number, last: number): ReadonlySet<number> {
    const rows = this.#sql.exec("SELECT slot FROM stale WHERE slot >= ? AND slot < ?", first, last).toArray();
    return new Set(rows.map((row) => Number(row["slot"])));
  }

  #cells(from: Instant, until: Instant): readonly Cell[] {
    return cellsOf(this.#records(from, until), promisesBetween(this.#sql, from, until));
  }

  #records(from: Instant, until: Instant): CallRecord[] {
    return this.#sql
      .exec("SELECT summary, timeline FROM call WHERE started >= ? AND started < ?", from, until)
      .toArray()
      .map((row) => ({
        ...(JSON.parse(String(row["summary"])) as Omit<CallRecord, "timeline">), // both written by the book
        timeline: JSON.parse(String(row["timeline"])) as CallRecord["timeline"],
      }));
  }
}
