/**
 * How long reports take over a month of a large call centre: a million calls in one ledger, which the ledger has been told one by one.
 * Ten queues, five numbers, two hundred operators; by day ten times as many calls as by night. The operators' work is told as well.
 */
import { mkdtempSync, rmSync, statSync } from "node:fs";
import { cpus, tmpdir } from "node:os";
import { join } from "node:path";
import { DatabaseSync, type StatementSync } from "node:sqlite";
import type { Sql } from "../src/kernel/index.ts";
import { LedgerBook } from "../src/ledger/book.ts";
import { MonthBook } from "../src/ledger/month.ts";
import { recordsStay } from "../src/ledger/months.ts";
import { atOnce } from "../src/ledger/slices.ts";
import { boundsOf, type IntervalName } from "../src/reports/intervals.ts";
import { metricsIn, usualTerms } from "../src/reports/metrics.ts";
import type { ReportBy, ReportQuery } from "../src/reports/query.ts";
import { tableOf } from "../src/reports/table.ts";
import { sealOf } from "../src/sealed/index.ts";
import { as, minutes, seconds, type ApplicationId } from "../src/words/index.ts";
import { seeded } from "../test/support/chance.ts";
import { rounded } from "./measure/statistics.ts";
import { monthOfWork } from "./reports/work.ts";
import { monthOfCalls } from "./reports/calls.ts";

const howMany = 1_000_000;
const timeZone = "Europe/Moscow";
const [from, until] = [Date.parse("2026-10-01T00:00:00+03:00"), Date.parse("2026-11-01T00:00:00+03:00")];
const day = minutes(24 * 60);

const folder = mkdtempSync(join(tmpdir(), "acd-reports-"));
try {
  const file = join(folder, "ledger.sqlite");
  const db = new DatabaseSync(file);
  db.exec("PRAGMA journal_mode = WAL; PRAGMA synchronous = OFF;");
  const book = new LedgerBook(sqlOf(db), (work) => work(), {
    application: as<ApplicationId>("bench"),
    seal: sealOf(Buffer.alloc(32, 1).toString("base64url")),
  });

  const began = performance.now();
  db.exec("BEGIN");
  let told = 0;
  for (const record of monthOfCalls(howMany, from, until, seeded(1))) {
    book.tell({ type: "call.ended", record });
    told += 1;
    if (told % 50_000 === 0) db.exec("COMMIT; BEGIN");
  }
  const filling = performance.now() - began;
  let lines = 0;
  for (const work of monthOfWork(from, until, seeded(2))) {
    book.work(work);
    lines += work.lines.length;
  }
  db.exec("COMMIT; PRAGMA wal_checkpoint(TRUNCATE);");
  const { size } = statSync(file);
  console.log(`${lines} lines of work told in ${rounded((performance.now() - began - filling) / seconds(1))} s`);
  console.log(`${told} calls told in ${rounded(filling / seconds(1))} s; ${rounded(size / 2 ** 20)} MiB`);

  /** The calls' months: all in one file, which stands for an actor's. */
  const months = new DatabaseSync(join(folder, "months.sqlite"));
  months.exec("PRAGMA journal_mode = WAL; PRAGMA synchronous = OFF;");
  const monthBook = new MonthBook(sqlOf(months), (work) => work());
  const monthsAtHand = (): MonthBook => monthBook;

  const report = (by: ReportBy, days: number, interval: IntervalName | undefined, more: Partial<ReportQuery> = {}) => {
    const start = until - days * day;
    const took = [1, 2, 3].map(() => {
      const before = performance.now();
      const bounds = boundsOf({ from: start, until, interval, timeZone }, 10_000);
      const { rows, total } = tableOf(
        metricsIn(by === "operator" ? "operators" : "queues"),
        atOnce(book.reportInSlices({ by, bounds, timeZone, ...more }), monthsAtHand),
        bounds,
        usualTerms,
      );
      const time = performance.now() - before;
      console.log(
        `${by} ${days} days by ${interval ?? "all"}: ${rows.length} rows, ${total["talks"]} talks, ${rounded(time)} ms`,
      );
      return time;
    });
    return rounded(Math.max(...took));
  };
  const dayMs = { queues: report("queue", 1, "1h"), operators: report("operator", 1, undefined) };
  const monthMs = {
    queues: report("queue", 31, "1d"),
    hours: report("hour", 31, undefined),
    operators: report("operator", 31, "1d"),
    repeats: report("queue", 31, undefined, { repeatWithin: 7 * day }),
  };

  const beforeMove = performance.now();
  const later = until + recordsStay;
  while ((book.sweepDue() ?? later + 1) <= later) atOnce(book.sweepInSlices(later), monthsAtHand);
  const moving = performance.now() - beforeMove;
  db.exec("PRAGMA wal_checkpoint(TRUNCATE); VACUUM; PRAGMA wal_checkpoint(TRUNCATE);");
  const left = statSync(file).size;
  console.log(
    `records moved to their months in ${rounded(moving / seconds(1))} s; ${rounded(left / 2 ** 20)} MiB left`,
  );
  const afterwards = report("queue", 31, "1d");
  console.log(
    JSON.stringify({
      reports: {
        calls: told,
        linesOfWork: lines,
        bytesPerCallWithWork: Math.round(size / told),
        toldPerSecond: Math.round(told / (filling / seconds(1))),
        dayMs,
        monthMs,
        moved: {
          callsPerSecond: Math.round(told / (moving / seconds(1))),
          bytesLeftPerCallWithWork: Math.round(left / told),
          monthMs: { queues: afterwards },
        },
        machine: { cpus: cpus().length, model: cpus()[0]?.model, node: process.version },
      },
    }),
  );
  db.close();
  months.close();
} finally {
  rmSync(folder, { recursive: true, force: true });
}

/** As a Durable Object's storage offers it; statements are prepared once, as they are there. */
function sqlOf(db: DatabaseSync): Sql {
  const statements = new Map<string, StatementSync>();
  return {
    exec(query, ...bindings) {
      const statement = statements.get(query) ?? db.prepare(query);
      statements.set(query, statement);
      const rows = statement.all(...bindings) as Record<string, unknown>[]; // sqlite's rows are plain objects
      return { toArray: () => rows };
    },
  };
}
