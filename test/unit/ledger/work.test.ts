import { describe, expect, it } from "vitest";
import { LedgerBook } from "../../../src/ledger/book.ts";
import type { OwnPause, StatusLine, Work, WorkLine } from "../../../src/protocol/work.ts";
import { metricsIn, usualTerms } from "../../../src/reports/metrics.ts";
import type { ReportQuery } from "../../../src/reports/query.ts";
import { tableOf } from "../../../src/reports/table.ts";
import {
  as,
  minutes,
  type CallId,
  type OfferId,
  type OperatorId,
  type PauseReasonId,
  type QueueId,
} from "../../../src/words/index.ts";
import { database } from "../../http/database.ts";
import { diceOf, type Dice } from "../reports/calls.ts";
import { testLedger } from "../../support/seal.ts";

const start = Date.parse("2026-11-23T08:00:00Z");
const day = minutes(24 * 60);
const anna = as<OperatorId>("anna");
const statuses = ["Ready", "BeforeService", "InService", "AfterService", "Online", "Timeout", "DND", "Banned"] as const;
const outcomes = ["taken", "declined", "missed"] as const;

/** An operator's lines, one status after the other, some as long as hours. */
function someLines(count: number, dice: Dice): WorkLine[] {
  let at = start + dice(minutes(30));
  return Array.from({ length: count }, (): WorkLine => {
    const status = statuses[dice(statuses.length)] ?? "Ready";
    const about = { queueId: as<QueueId>(`Q${dice(2)}`), callId: as<CallId>(`c_${dice(100)}`) };
    const from = at;
    if (dice(4) === 0) {
      const outcome = outcomes[dice(3)] ?? "taken";
      return {
        what: "offer",
        outcome,
        offerId: as<OfferId>(`f_${at}`),
        ...about,
        from: from - dice(20_000),
        until: at,
      };
    }
    at += dice(20) === 0 ? dice(minutes(150)) : dice(minutes(6));
    const engaged = status === "BeforeService" || status === "InService" || status === "AfterService";
    return { what: "status", status, ...(engaged && about), from, until: at };
  });
}

const query = (more: Partial<ReportQuery> = {}): ReportQuery => ({
  by: "operator",
  bounds: [start, start + day],
  timeZone: "UTC",
  ...more,
});

function newBook(): LedgerBook {
  const { sql, atomically } = database();
  return new LedgerBook(sql, atomically, testLedger);
}

const flawsOf = (book: LedgerBook) =>
  book.health().flaws.map(({ stream, kind, first, last }) => [stream, kind, first, last].join(" "));

describe("what operators did", () => {
  it("[R11] lines come late, twice, overlapping and in any order: the sums are those of the lines, each counted once", () => {
    for (let seed = 1; seed <= 40; seed += 1) {
      const dice = diceOf(seed);
      const lines = someLines(90, dice);
      const pieces: Work[] = [];
      for (let first = 1; first <= lines.length;) {
        const length = 1 + dice(25);
        pieces.push({ operatorId: anna, first, lines: lines.slice(first - 1, first - 1 + length) });
        // The next begins where this one ends, or somewhat before.
        first = Math.max(first + 1, first + length - dice(4) * dice(2));
      }
      const book = newBook();
      const all = [...pieces, ...pieces.filter(() => dice(3) === 0)];
      while (all.length > 0) for (const work of all.splice(dice(all.length), 1)) book.work(work);
      expect(flawsOf(book), `seed ${seed}`).toEqual([]);

      const [{ tally: { sums } } = { tally: { sums: {} } }] = book.report(query());
      const expected: Record<string, number> = {};
      const add = (name: string, n: number) => {
        if (n > 0) expected[name] = (expected[name] ?? 0) + n;
      };
      for (const line of lines) {
        if (line.what === "status") add(`time${line.status}`, line.until - line.from);
        else add(`offers${line.outcome.charAt(0).toUpperCase()}${line.outcome.slice(1)}`, 1);
        if (line.what === "status" && line.status === "AfterService") add("wrapUps", 1);
      }
      expect(sums, `seed ${seed}`).toEqual(expected);

      const slots = Array.from({ length: 289 }, (_, n) => start + n * minutes(5));
      for (const { interval, tally } of book.report(query({ bounds: slots }))) {
        const [from = 0, until = 0] = [slots[interval], slots[interval + 1]];
        const spent = lines
          .filter((line) => line.what === "status")
          .map((line) => Math.max(0, Math.min(until, line.until) - Math.max(from, line.from)));
        const counted = statuses.map((status) => tally.sums[`time${status}`] ?? 0);
        expect(counted.reduce((a, b) => a + b, 0)).toBe(spent.reduce((a, b) => a + b, 0));
      }
    }
  });

  it("[R12] a missing line is noticed when a later one comes, asked for until it is there, and a line that comes again otherwise is shown", () => {
    const book = newBook();
    const lines = someLines(30, diceOf(1));
    const tell = (first: number, last: number) =>
      book.work({ operatorId: anna, first, lines: lines.slice(first - 1, last) });
    expect(tell(1, 5)).toBeUndefined();
    expect(tell(11, 15)).toEqual({ first: 6, last: 10 });
    expect(tell(21, 25)).toEqual({ first: 6, last: 10 });
    expect(flawsOf(book)).toEqual(["operator/anna gap 16 20", "operator/anna gap 6 10"]);
    expect(tell(8, 8)).toEqual({ first: 6, last: 7 });
    expect(tell(6, 12)).toEqual({ first: 16, last: 20 });
    expect(tell(16, 20)).toBeUndefined();
    expect(tell(26, 30)).toBeUndefined();
    expect(flawsOf(book)).toEqual([]);
    const whole = newBook();
    whole.work({ operatorId: anna, first: 1, lines });
    expect(book.report(query())).toEqual(whole.report(query()));

    const other: StatusLine = { what: "status", status: "DND", from: start, until: start + 1 };
    expect(book.work({ operatorId: anna, first: 3, lines: [other] })).toBeUndefined();
    expect(flawsOf(book)).toEqual(["operator/anna difference 3 3"]);
    expect(book.report(query())).toEqual(whole.report(query()));
  });

  it("[R13] occupancy, utilisation, handling times and offers by how they ended, by operator; by queue what belongs to it", () => {
    const book = newBook();
    let at = start;
    const status = (name: StatusLine["status"], length: number, queue?: string): StatusLine => {
      const from = at;
      at += minutes(length);
      return { what: "status", status: name, ...(queue && { queueId: as<QueueId>(queue) }), from, until: at };
    };
    const offer = (outcome: "taken" | "missed", queue: string): WorkLine => ({
      what: "offer",
      outcome,
      offerId: as<OfferId>(`f_${at}`),
      queueId: as<QueueId>(queue),
      callId: as<CallId>("c"),
      from: at,
      until: at,
    });
    const lines = [
      status("Online", 10),
      status("Ready", 20),
      status("BeforeService", 1, "A"),
      offer("taken", "A"),
      status("InService", 14, "A"),
      status("AfterService", 5, "A"),
      status("Ready", 19),
      status("BeforeService", 1, "B"),
      offer("missed", "B"),
      status("Banned", 10),
    ];
    book.work({ operatorId: anna, first: 1, lines });
    const figures = (report: "operators" | "queues", more: Partial<ReportQuery> = {}) =>
      tableOf(
        metricsIn(report, more),
        book.report(query({ by: report === "queues" ? "queue" : "operator", ...more })),
        [start, start + day],
        usualTerms,
      ).rows;
    expect(figures("operators")).toMatchObject([
      {
        key: "anna",
        figures: {
          signedInTime: minutes(80),
          readyTime: minutes(39),
          ringingTime: minutes(2),
          inServiceTime: minutes(14),
          wrapUpTime: minutes(5),
          wrapUpMean: minutes(5),
          onlineTime: minutes(10),
          bannedTime: minutes(10),
          occupancy: 0.3167, // 19 of 60
          utilisation: 0.2375, // 19 of 80
          offers: 2,
          offersTaken: 1,
          offersMissed: 1,
          offersDeclined: 0,
        },
      },
    ]);
    expect(figures("queues").map(({ key, figures }) => [key, figures["wrapUpTime"], figures["offersMissed"]])).toEqual([
      ["A", minutes(5), 0],
      ["B", 0, 1],
    ]);
    // What belongs to no queue is not shown as if it belonged to one, and wrap-ups not as if they were of one number.
    const [inA] = figures("operators", { queues: ["A"] });
    expect(inA?.figures).toMatchObject({ offers: 1, wrapUpTime: minutes(5) });
    expect(inA?.figures).not.toHaveProperty("occupancy");
    expect(metricsIn("queues", { number: "+7495" }).map(({ name }) => name)).not.toContain("aht");
  });

  it("[R16] pauses by the application's own reasons, under the names that they had; what is not paid is no part of what utilisation is a share of", () => {
    const book = newBook();
    let at = start;
    const line = (status: StatusLine["status"], length: number, own?: OwnPause): StatusLine => {
      const from = at;
      at += minutes(length);
      return { what: "status", status, ...(own && { own }), from, until: at };
    };
    const lunch = { id: as<PauseReasonId>("lunch"), name: "Lunch", paid: false };
    const training = { id: as<PauseReasonId>("training"), name: "Training", paid: true };
    const lines = [
      line("InService", 10),
      line("Timeout", 7, lunch),
      line("DND", 20, training),
      line("Timeout", 33, { ...lunch, name: "Lunch break" }),
      line("Timeout", 10),
    ];
    book.work({ operatorId: anna, first: 1, lines: lines.slice(0, 2) });
    book.work({ operatorId: anna, first: 1, lines });
    const bounds = [start, start + day];
    const report = (more: Partial<ReportQuery> = {}) =>
      tableOf(metricsIn("operators", more), book.report(query(more)), bounds, usualTerms);
    const { rows, pauses } = report();
    expect(rows[0]?.figures).toMatchObject({
      timeoutTime: minutes(50),
      dndTime: minutes(20),
      unpaidTime: minutes(40),
      signedInTime: minutes(80),
      utilisation: 0.25, // 10 of 40
    });
    const expected = [
      { id: "lunch", name: "Lunch break", time: minutes(40) },
      { id: "training", name: "Training", time: minutes(20) },
    ];
    expect([rows[0]?.pauses, pauses]).toEqual([expected, expected]);
    expect(report({ queues: ["A"] }).pauses).toBeUndefined();
  });
});
