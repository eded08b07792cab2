/**
 * What the calls of each five minutes amount to, so that reports read little.
 *
 * A call that ends makes the slot in which it began stale, and nothing more: that is one row for however many calls. A slot that has been stale for
 * a while is folded anew from its records, by whatever fact comes then; what is stale while somebody asks is counted from the records
 * for the asker, in pieces that are remembered for the next one, and to which calls are added that end meanwhile. So a fact that is late, is told twice or
 * differs from what was told before cannot spoil a sum: what is kept is only ever made anew, and what is remembered when a call is told otherwise.
 */
import { cellsOf, slotOf, startOf, type Cells } from "../reports/fold.ts";
import { packed, unpacked, type PackedCell } from "../reports/packed.ts";
import type { Sums } from "../reports/sums.ts";
import type { Atomically, Slices } from "./slices.ts";
import type { CallRecord } from "../protocol/record.ts";
import type { Sql } from "../kernel/index.ts";
import { minutes, seconds, type Duration, type Instant } from "../words/index.ts";
import { callbacksOf } from "./callbacks.ts";
import { isMoved, mayBeMovedUntil, textsBetween, type Texts } from "./months.ts";
import { promisesBetween } from "./promises.ts";

/** Most calls that began within five minutes have ended ten minutes later. */
const settling: Duration = minutes(10);
/** How many slots one fact folds at most: whoever told it waits for the answer. */
const foldsAtOnce = 2;
/** In one slice. */
const [slotsRead, recordsRead] = [100, 400];
/** What is counted from records at once. Whoever looks at the last hour again and again has the few pieces counted anew in which calls still end. */
const pieceLength: Duration = seconds(10);
/** Half an hour: longer ago most calls have ended and their slots are folded. */
const piecesKept = 180;

export class Rollups {
  readonly #sql: Sql;
  /** What the calls amount to that began in whole pieces of time, by the pieces' beginnings. Only in memory, the one made last at the end. */
  readonly #pieces = new Map<Instant, Cells>();

  constructor(sql: Sql) {
    this.#sql = sql;
  }

  /** A call has come that was not known: it is added to what is remembered. With promises that ended before it did all is counted anew. */
  add(record: CallRecord, now: Instant): void {
    const piece = this.#pieces.get(pieceAt(record.startedAt));
    if (piece !== undefined && callbacksOf(this.#sql, record.callId).length === 0) piece.add(record, []);
    else this.#pieces.delete(pieceAt(record.startedAt));
    this.#stale(record.startedAt, now);
  }

  /** A call that began then has changed, or how a promise ended that was made in it is known. */
  touch(startedAt: Instant, now: Instant): void {
    this.#pieces.delete(pieceAt(startedAt));
    this.#stale(startedAt, now);
  }

  /** A transaction has been taken back, and with it what was added. */
  countAnew(): void {
    this.#pieces.clear();
  }

  #stale(startedAt: Instant, now: Instant): void {
    this.#sql.exec("INSERT OR IGNORE INTO stale (slot, since) VALUES (?, ?)", slotOf(startedAt), now);
  }

  /** Folds what has been stale for long enough, a little of it at a time, where all records are at hand. True: there may be more. */
  settle(now: Instant): boolean {
    const due = this.#sql
      .exec(
        "SELECT slot FROM stale WHERE since <= ? AND slot >= ? ORDER BY slot LIMIT ?",
        now - settling,
        this.#firstAtHand(),
        foldsAtOnce,
      )
      .toArray();
    for (const { slot } of due) this.#fold(Number(slot), new Map());
    return due.length === foldsAtOnce;
  }

  /** Folds what has been stale for long enough where months have to be asked. */
  *settleMoved(now: Instant, atomically: Atomically): Slices {
    for (;;) {
      const [due] = this.#sql
        .exec(
          "SELECT slot FROM stale WHERE since <= ? AND slot < ? ORDER BY slot LIMIT 1",
          now - settling,
          this.#firstAtHand(),
        )
        .toArray();
      if (due === undefined) return;
      const slot = Number(due["slot"]);
      const texts = yield* textsBetween(this.#sql, startOf(slot), startOf(slot + 1));
      atomically(() => this.#fold(slot, texts));
      yield;
    }
  }

  #fold(slot: number, texts: Texts): void {
    const { cells } = this.#read(startOf(slot), startOf(slot + 1), texts);
    this.#sql.exec(
      "INSERT OR REPLACE INTO rollup (slot, cells) VALUES (?, ?)",
      slot,
      JSON.stringify(packed(cells.all)),
    );
    this.#sql.exec("DELETE FROM stale WHERE slot = ?", slot);
  }

  /** The first slot of which no record has been moved. */
  #firstAtHand(): number {
    return slotOf(mayBeMovedUntil(this.#sql) - 1) + 1;
  }

  /** Adds what began between two moments, in slices. Changes nothing in the tables, whatever is stale. */
  *count(from: Instant, until: Instant, sums: Sums): Slices {
    // Whole slots are read folded; a slot that is cut, or stale, is counted from its records.
    const [first, last] = [slotOf(from - 1) + 1, slotOf(until)];
    if (first > last) {
      yield* this.#countRecords(from, until, sums);
      return;
    }
    yield* this.#countRecords(from, startOf(first), sums);
    yield* this.#countRecords(startOf(last), until, sums);
    const stale = this.#staleBetween(first, last);
    for (const slot of stale) {
      yield* this.#countRecords(startOf(slot), startOf(slot + 1), sums);
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

  *#countRecords(from: Instant, until: Instant, sums: Sums): Slices {
    let read = 0;
    let texts = yield* textsBetween(this.#sql, from, until);
    for (let at = from; at < until;) {
      const piece = pieceAt(at);
      const next = Math.min(until, piece + pieceLength);
      const isWhole = next - at === pieceLength;
      let cells = isWhole ? this.#pieces.get(piece) : undefined;
      if (cells === undefined) {
        const counted = this.#read(at, next, texts);
        cells = counted.cells;
        if (isWhole) this.#keep(piece, cells);
        read += counted.calls;
      }
      sums.add(at, cells.all);
      at = next;
      if (read < recordsRead) continue;
      yield;
      read = 0;
      // More may have been moved meanwhile.
      texts = yield* textsBetween(this.#sql, at, until);
    }
  }

  #keep(piece: Instant, cells: Cells): void {
    const [oldest] = this.#pieces.keys();
    if (this.#pieces.size >= piecesKept && oldest !== undefined) this.#pieces.delete(oldest);
    this.#pieces.set(piece, cells);
  }

  #staleBetween(first: number, last: number): ReadonlySet<number> {
    const rows = this.#sql.exec("SELECT slot FROM stale WHERE slot >= ? AND slot < ?", first, last).toArray();
    return new Set(rows.map((row) => Number(row["slot"])));
  }

  /** Counts the calls that began between two moments, and says how many they are. A record that its month does not have has been forgotten. */
  #read(from: Instant, until: Instant, texts: Texts): { readonly cells: Cells; readonly calls: number } {
    const records = this.#sql
      .exec("SELECT place, summary, timeline FROM call WHERE started >= ? AND started < ?", from, until)
      .toArray()
      .map((row) => (isMoved(row) ? texts.get(Number(row["place"])) : row))
      .flatMap((row) => (row == null ? [] : recordIn(row)));
    return { cells: cellsOf(records, promisesBetween(this.#sql, from, until, texts)), calls: records.length };
  }
}

const recordIn = ({ summary, timeline }: Record<string, unknown>): CallRecord => ({
  ...(JSON.parse(String(summary)) as Omit<CallRecord, "timeline">), // both written by the book
  timeline: JSON.parse(String(timeline)) as CallRecord["timeline"],
});

/** When the piece began that a moment lies in. */
const pieceAt = (at: Instant): Instant => at - (at % pieceLength);
