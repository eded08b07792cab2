/**
 * Which reports are due when, and how far each has come. Synchronous: every step is one transaction. An attempt is noted before it is made, so that
 * one that takes the process with it is not made again and again at once; what was sent before a crash and not noted is sent again, with its id.
 */
import { isFresh, migrate } from "../directory/migrate.ts";
import type { Sql } from "../kernel/index.ts";
import { nextTry } from "../webhooks/backOff.ts";
import { as, type Instant, type ReportScheduleId } from "../words/index.ts";
import type {
  ReportDelivery,
  Run,
  RunAsked,
  RunProblem,
  RunState,
  ScheduleConfigured,
  ScheduleState,
  Stop,
} from "./port.ts";
import { scheduleMigrations } from "./schema.ts";
import type { ScheduleSettings } from "./settings.ts";
import { lastDue, nextDue, periodAt } from "./when.ts";

/** How many runs are kept of each schedule. */
const runsKept = 20;

export interface Attempt extends Pick<Run, "id" | "from" | "until" | "deliveries"> {
  readonly schedule: ReportScheduleId;
  readonly author: string | null;
  readonly settings: ScheduleSettings;
}

export type Outcome =
  /** Made, and sent as far as each delivery says. */
  | { readonly what: "sent"; readonly deliveries: readonly ReportDelivery[] }
  /** It cannot be made, `fault` excepted, which passes. */
  | { readonly what: "failed"; readonly problem: Exclude<RunProblem, Stop | "disabled"> }
  /** Nor will any other. */
  | { readonly what: "stopped"; readonly because: Stop };

interface Known {
  readonly id: ReportScheduleId;
  readonly revision: number;
  readonly author: string | null;
  readonly settings: ScheduleSettings | undefined;
  readonly due: Instant | null;
  readonly stopped: { readonly at: Instant; readonly because: Stop } | null;
}

export class ScheduleBook {
  readonly #sql: Sql;
  readonly #atomically: <T>(work: () => T) => T;
  #ready = false;

  constructor(sql: Sql, atomically: <T>(work: () => T) => T) {
    this.#sql = sql;
    this.#atomically = atomically;
  }

  /** What comes late or again changes nothing. One that goes on is due when it was; one that is put anew begins anew, also if it was stopped. */
  configure({ id, revision, author, settings }: ScheduleConfigured, now: Instant): void {
    this.#change(() => {
      const before = this.#known(id);
      if (before !== undefined && before.revision >= revision) return;
      if (settings === undefined) this.#sql.exec("DELETE FROM run WHERE schedule = ?", id);
      if (settings?.enabled === false) this.#giveUp(id);
      const goesOn = settings?.enabled === true && isSameTime(settings, before?.settings);
      const due = settings?.enabled === true ? nextDue(settings.when, settings.timeZone, now) : null;
      this.#sql.exec(
        `INSERT INTO schedule (id, revision, author, settings, due) VALUES (?, ?, ?, ?, ?)
         ON CONFLICT DO UPDATE SET revision = excluded.revision, author = excluded.author, settings = excluded.settings,
           due = excluded.due, stopped = NULL`,
        id,
        revision,
        author,
        settings === undefined ? null : JSON.stringify(settings),
        goesOn ? (before?.due ?? due) : due,
      );
    });
  }

  /** Runs of what is due come into being; of several that were missed the last. */
  begin(now: Instant): void {
    if (!this.#exists()) return;
    this.#change(() => {
      // Their last attempt took the process with it.
      this.#sql.exec("UPDATE run SET state = 'failed', problem = 'fault' WHERE state = 'waiting' AND next IS NULL");
      const due = this.#sql.exec("SELECT id FROM schedule WHERE due <= ? ORDER BY due", now).toArray();
      for (const row of due) {
        const known = this.#known(String(row["id"]));
        if (known?.settings === undefined || known.due === null) continue;
        const { when, timeZone } = known.settings;
        const at = lastDue(when, timeZone, known.due, now);
        const stamp = new Date(at).toISOString().replaceAll(/[-:]|\.\d+/g, "");
        this.#add(known.id, known.settings, { id: `${known.id}_${stamp}`, at, by: null, now });
        this.#sql.exec("UPDATE schedule SET due = ? WHERE id = ?", nextDue(when, timeZone, now), known.id);
      }
    });
  }

  /** One at a time: whoever may ask for it may not have hundreds sent. */
  runNow(id: ReportScheduleId, run: string, by: string, now: Instant): RunAsked {
    const settings = this.#exists() ? this.#known(id)?.settings : undefined;
    if (settings === undefined) return "unknown";
    return this.#change(() => {
      const waiting = this.#sql
        .exec(
          "SELECT id FROM run WHERE schedule = ? AND state = 'waiting' AND next IS NOT NULL AND asked_by IS NOT NULL",
          id,
        )
        .toArray();
      if (waiting.some((row) => row["id"] !== run)) return "busy";
      this.#add(id, settings, { id: run, at: now, by, now });
      return "asked";
    });
  }

  /** What is to be tried at this moment: counts as tried from now on. `chance`: in [0, 1). */
  next(now: Instant, chance: number): Attempt | undefined {
    if (!this.#exists()) return undefined;
    return this.#change(() => {
      const [row] = this.#sql
        .exec("SELECT * FROM run WHERE state = 'waiting' AND next <= ? ORDER BY next, place LIMIT 1", now)
        .toArray();
      const known = row && this.#known(String(row["schedule"]));
      if (row === undefined || known?.settings === undefined) return undefined;
      const [tries, firstTry] = [Number(row["tries"]) + 1, Number(row["first_try"] ?? now)];
      this.#sql.exec(
        "UPDATE run SET tries = ?, first_try = ?, last_try = ?, next = ? WHERE id = ?",
        tries,
        firstTry,
        now,
        // Null: this is the last time.
        nextTry({ tries, firstTry, now, chance }) ?? null,
        String(row["id"]),
      );
      const { id, from, until, deliveries } = runOf(row);
      return { id, from, until, deliveries, schedule: known.id, author: known.author, settings: known.settings };
    });
  }

  /** How an attempt has ended. */
  note({ id, schedule }: Pick<Attempt, "id" | "schedule">, outcome: Outcome, now: Instant): void {
    this.#change(() => {
      const [row] = this.#sql.exec("SELECT * FROM run WHERE id = ? AND state = 'waiting'", id).toArray();
      const known = this.#known(schedule);
      if (row === undefined || known === undefined) return;
      const isLast = row["next"] === null;
      if (outcome.what === "sent") {
        const deliveries = outcome.deliveries.map((one) =>
          isLast && one.state === "waiting" ? { ...one, state: "failed" as const } : one,
        );
        this.#end(id, stateOf(deliveries), null, deliveries);
        // Its author may again: it goes on.
        if (known.stopped !== null && known.settings?.enabled === true) {
          const { when, timeZone } = known.settings;
          const due = nextDue(when, timeZone, now);
          this.#sql.exec("UPDATE schedule SET stopped = NULL, due = ? WHERE id = ?", due, schedule);
        }
        return;
      }
      if (outcome.what === "failed") {
        this.#end(id, outcome.problem === "fault" && !isLast ? "waiting" : "failed", outcome.problem);
        return;
      }
      this.#end(id, "failed", outcome.because);
      const stopped = JSON.stringify({ at: now, because: outcome.because });
      this.#sql.exec("UPDATE schedule SET stopped = ?, due = NULL WHERE id = ?", stopped, schedule);
    });
  }

  state(id: ReportScheduleId): ScheduleState | undefined {
    const known = this.#exists() ? this.#known(id) : undefined;
    if (known?.settings === undefined) return undefined;
    const rows = this.#sql
      .exec("SELECT * FROM run WHERE schedule = ? ORDER BY place DESC LIMIT ?", id, runsKept)
      .toArray();
    return { nextRunAt: known.due, stopped: known.stopped, runs: rows.map(runOf) };
  }

  /** When something is to be done. Undefined: nothing is. */
  due(): Instant | undefined {
    if (!this.#exists()) return undefined;
    const [row] = this.#sql
      .exec(
        `SELECT min(at) AS at FROM (
           SELECT min(due) AS at FROM schedule UNION ALL SELECT min(next) AS at FROM run WHERE state = 'waiting'
         )`,
      )
      .toArray();
    return row?.["at"] == null ? undefined : Number(row["at"]);
  }

  #add(
    schedule: ReportScheduleId,
    { period, timeZone, emails, webhooks }: ScheduleSettings,
    {
      id,
      at,
      by,
      now,
    }: { readonly id: string; readonly at: Instant; readonly by: string | null; readonly now: Instant },
  ): void {
    const { from, until } = periodAt(period, timeZone, at);
    const waiting = { state: "waiting", problem: null } as const;
    const deliveries: readonly ReportDelivery[] = [
      ...emails.map((to) => ({ by: "email" as const, to, ...waiting })),
      ...webhooks.map((to) => ({ by: "webhook" as const, to, ...waiting })),
    ];
    this.#sql.exec(
      `INSERT OR IGNORE INTO run (id, schedule, due, asked_by, since, until, state, tries, next, deliveries)
       VALUES (?, ?, ?, ?, ?, ?, 'waiting', 0, ?, ?)`,
      id,
      schedule,
      at,
      by,
      from,
      until,
      now,
      JSON.stringify(deliveries),
    );
    this.#sql.exec(
      `DELETE FROM run WHERE schedule = ?1 AND state <> 'waiting'
       AND place NOT IN (SELECT place FROM run WHERE schedule = ?1 ORDER BY place DESC LIMIT ?2)`,
      schedule,
      runsKept,
    );
  }

  /** `waiting`: it is tried again when the attempt that has just ended said so. */
  #end(id: string, state: RunState, problem: RunProblem | null, deliveries?: readonly ReportDelivery[]): void {
    this.#sql.exec(
      "UPDATE run SET state = ?, problem = ?, next = CASE WHEN ?1 = 'waiting' THEN next END, deliveries = coalesce(?, deliveries) WHERE id = ?",
      state,
      problem,
      deliveries === undefined ? null : JSON.stringify(deliveries),
      id,
    );
  }

  /** What waits is not sent any more. */
  #giveUp(schedule: ReportScheduleId): void {
    this.#sql.exec(
      "UPDATE run SET state = 'failed', problem = 'disabled', next = NULL WHERE schedule = ? AND state = 'waiting'",
      schedule,
    );
  }

  #known(id: string): Known | undefined {
    const [row] = this.#sql.exec("SELECT * FROM schedule WHERE id = ?", id).toArray();
    return (
      row && {
        id: as<ReportScheduleId>(id),
        revision: Number(row["revision"]),
        // As they were written above.
        author: row["author"] as string | null,
        settings: written<ScheduleSettings>(row["settings"]),
        due: row["due"] as Instant | null,
        stopped: written<NonNullable<Known["stopped"]>>(row["stopped"]) ?? null,
      }
    );
  }

  /** Who only asks does not bring it into being. */
  #exists(): boolean {
    if (!this.#ready && !isFresh(this.#sql)) this.#prepare();
    return this.#ready;
  }

  #prepare(): void {
    if (this.#ready) return;
    this.#atomically(() => migrate(this.#sql, scheduleMigrations));
    this.#ready = true;
  }

  #change<T>(work: () => T): T {
    this.#prepare();
    return this.#atomically(work);
  }
}

const isSameTime = (a: ScheduleSettings, b: ScheduleSettings | undefined): boolean =>
  b?.enabled === true && a.timeZone === b.timeZone && JSON.stringify(a.when) === JSON.stringify(b.when);

function stateOf(deliveries: readonly ReportDelivery[]): RunState {
  if (deliveries.some(({ state }) => state === "waiting")) return "waiting";
  return deliveries.some(({ state }) => state === "failed") ? "failed" : "done";
}

/** JSON that was written above. */
const written = <T>(json: unknown): T | undefined => (typeof json === "string" ? (JSON.parse(json) as T) : undefined);

const runOf = (row: Record<string, unknown>): Run => ({
  id: String(row["id"]),
  dueAt: Number(row["due"]),
  // As they were written above.
  askedBy: row["asked_by"] as string | null,
  from: Number(row["since"]),
  until: Number(row["until"]),
  state: row["state"] as RunState,
  tries: Number(row["tries"]),
  lastTryAt: row["last_try"] as Instant | null,
  nextTryAt: row["state"] === "waiting" ? (row["next"] as Instant | null) : null,
  problem: row["problem"] as RunProblem | null,
  deliveries: written<ReportDelivery[]>(row["deliveries"]) ?? [],
});
