/**
 * One webhook: what it is to be told, in order, and how far that has come. Synchronous: every step is one transaction, so that a crash leaves the one
 * before or the one after. Between an answer and its note a crash can come too: then the message is sent again, with the same id.
 */
import { isFresh, migrate } from "../directory/migrate.ts";
import type { Sql } from "../kernel/index.ts";
import type {
  Disabled,
  Happened,
  ReportReady,
  WebhookConfigured,
  WebhookData,
  WebhookSettings,
} from "../protocol/webhook.ts";
import type { Duration, Instant } from "../words/index.ts";
import { minutes } from "../words/index.ts";
import { nextTry, patience } from "./backOff.ts";
import type { AttemptProblem, DeliveriesWanted, Delivery, DeliveryPage, DeliveryState, ReplayWanted } from "./port.ts";
import { webhookMigrations } from "./schema.ts";

/** How many messages are kept of one webhook, whether they wait or are through, and for how long. */
export const mostKept = 100_000;
export const longestKept: Duration = minutes(7 * 24 * 60);
/** For how long a secret that has been replaced is signed with as well. */
export const secretOverlap: Duration = minutes(24 * 60);

/** What is to be sent now. */
export interface Attempt {
  /** Its place among the messages, and how often it has been tried: what its outcome is noted by. */
  readonly place: number;
  readonly tries: number;
  readonly id: string;
  readonly at: Instant;
  readonly data: WebhookData;
  readonly settings: WebhookSettings;
  /** As they were put in, the newest first; never empty. */
  readonly secrets: readonly string[];
}

export type Outcome =
  | { readonly taken: true; readonly status: number }
  | {
      readonly taken: false;
      readonly problem: AttemptProblem;
      /** What was answered, if anything was. */
      readonly status?: number | undefined;
      /** The receiver's wish. */
      readonly notBefore?: Instant | undefined;
    };

interface Head extends Pick<Attempt, "place" | "tries" | "id" | "at" | "data"> {
  readonly due: Instant;
}

interface Endpoint {
  readonly revision: number;
  readonly settings: WebhookSettings | undefined;
  /** Up to which of the ledger's numbers everything has been taken. */
  readonly taken: number;
  /** When the first attempt failed since one succeeded last. Null: none has. */
  readonly failing: Instant | null;
  /** That it is disabled, and the directory does not know it yet. */
  readonly disabled: Disabled | undefined;
}

export class WebhookBook {
  readonly #sql: Sql;
  readonly #atomically: <T>(work: () => T) => T;
  readonly #mostKept: number;
  #ready = false;

  constructor(sql: Sql, atomically: <T>(work: () => T) => T, kept = mostKept) {
    this.#sql = sql;
    this.#atomically = atomically;
    this.#mostKept = kept;
  }

  /** What comes late or again changes nothing. */
  configure({ revision, settings }: WebhookConfigured): void {
    this.#change(() => {
      const before = this.#endpoint();
      if (before !== undefined && before.revision >= revision) return;
      if (settings === undefined) this.#clear();
      const anew =
        settings?.enabled === true && !(before?.settings?.enabled === true && before.settings.url === settings.url);
      this.#sql.exec(
        `INSERT INTO endpoint (one, revision, settings, taken, dropped) VALUES (1, ?, ?, 0, 0)
         ON CONFLICT DO UPDATE SET revision = excluded.revision, settings = excluded.settings, disabled = NULL`,
        revision,
        settings === undefined ? null : JSON.stringify(settings),
      );
      // Whoever says that it is good again does not want to wait for the next attempt.
      if (anew) {
        this.#sql.exec("UPDATE endpoint SET failing = NULL");
        this.#sql.exec(
          "UPDATE message SET tries = 0, first_try = NULL, due = 0 WHERE place = ?",
          this.#head()?.place ?? null,
        );
      }
    });
  }

  /** Answers up to which number everything has been taken; undefined: nobody has said where to send it. */
  take(happened: readonly Happened[], now: Instant): number | undefined {
    if (!this.#isConfigured()) return undefined;
    return this.#change(() => {
      let { taken } = this.#endpoint() ?? { taken: 0 };
      for (const { seq, id, at, data } of happened) {
        if (seq <= taken) continue;
        this.#add(id, at, data, now);
        taken = seq;
      }
      this.#sql.exec("UPDATE endpoint SET taken = ?", taken);
      this.#prune(now);
      return taken;
    });
  }

  addTest(id: string, by: string, now: Instant): void {
    if (!this.#isConfigured()) return;
    this.#change(() => {
      this.#add(id, now, { type: "webhook.test", by }, now);
      this.#prune(now);
    });
  }

  /** False: there is no such webhook, or it is disabled. The same run again is the same message. */
  addReport(report: ReportReady, at: Instant, now: Instant): boolean {
    if (!this.#exists() || this.#endpoint()?.settings?.enabled !== true) return false;
    this.#change(() => {
      this.#add(`msg_report_ready_${report.run}`, at, { type: "report.ready", report }, now);
      this.#prune(now);
    });
    return true;
  }

  /** Answers until when the secret before it is signed with; undefined: there was none. */
  newSecret(secret: string, now: Instant): Instant | undefined {
    return this.#change(() => {
      const [last] = this.#sql.exec("SELECT place FROM secret WHERE until IS NULL").toArray();
      const until = now + secretOverlap;
      // Two live at a time: an older one ends at once.
      this.#sql.exec("DELETE FROM secret WHERE until IS NOT NULL");
      this.#sql.exec("UPDATE secret SET until = ?", until);
      this.#sql.exec("INSERT INTO secret (value) VALUES (?)", secret);
      return last === undefined ? undefined : until;
    });
  }

  /** Puts secrets down anew that are to be kept otherwise; null: as it is. */
  keepSecrets(otherwise: (secret: string) => string | null): void {
    if (!this.#exists()) return;
    for (const { place, value } of this.#sql.exec("SELECT place, value FROM secret").toArray()) {
      const other = otherwise(String(value));
      if (other !== null) this.#sql.exec("UPDATE secret SET value = ? WHERE place = ?", other, Number(place));
    }
  }

  /** What is to be sent at this moment. Nothing while it is disabled, has no secret, or the first in the line is not due. */
  next(now: Instant): Attempt | undefined {
    const head = this.#exists() ? this.#sendable(now) : undefined;
    const settings = this.#endpoint()?.settings;
    if (head === undefined || settings === undefined || head.due > now) return undefined;
    return { ...head, settings, secrets: this.#secrets(now) };
  }

  /** When something is to be done: sent, told to the directory, or thrown away. Undefined: nothing is. */
  due(now: Instant): Instant | undefined {
    if (!this.#exists()) return undefined;
    if (this.#endpoint()?.disabled !== undefined) return now;
    const [oldest] = this.#sql.exec("SELECT min(came) AS came FROM message").toArray();
    if (oldest?.["came"] == null) return undefined;
    return Math.min(Number(oldest["came"]) + longestKept, this.#sendable(now)?.due ?? Number.POSITIVE_INFINITY);
  }

  /** How an attempt has ended. `chance`: in [0, 1). What is not in its place any more is passed over. */
  note({ place, tries }: Pick<Attempt, "place" | "tries">, outcome: Outcome, now: Instant, chance: number): void {
    this.#change(() => {
      const [row] = this.#sql
        .exec("SELECT first_try FROM message WHERE place = ? AND state = 'waiting' AND tries = ?", place, tries)
        .toArray();
      const endpoint = this.#endpoint();
      if (row === undefined || endpoint === undefined) return;
      const firstTry = row["first_try"] === null ? now : Number(row["first_try"]);
      const again = outcome.taken ? undefined : nextTry({ ...outcome, tries: tries + 1, firstTry, now, chance });
      const state: DeliveryState = outcome.taken ? "delivered" : again === undefined ? "failed" : "waiting";
      this.#sql.exec(
        `UPDATE message SET state = ?, tries = tries + 1, first_try = ?, last_try = ?, due = ?, status = ?, problem = ?
         WHERE place = ?`,
        state,
        firstTry,
        now,
        again ?? 0,
        outcome.status ?? null,
        outcome.taken ? null : outcome.problem,
        place,
      );
      this.#sql.exec(
        "UPDATE endpoint SET failing = ?1 WHERE failing IS NOT ?1",
        outcome.taken ? null : (endpoint.failing ?? now),
      );
      const because = outcome.taken ? undefined : whyDisabled(outcome, firstTry, endpoint.failing ?? now, now);
      if (because !== undefined && endpoint.settings?.enabled === true)
        this.#disable(endpoint.settings, { at: now, because });
      this.#prune(now);
    });
  }

  /** What the directory is to be told: that this is disabled, of the settings with that revision. */
  untold(): (Disabled & { readonly revision: number }) | undefined {
    const endpoint = this.#exists() ? this.#endpoint() : undefined;
    return endpoint?.disabled && { ...endpoint.disabled, revision: endpoint.revision };
  }

  /** The directory knows. */
  told(revision: number): void {
    this.#change(() => this.#sql.exec("UPDATE endpoint SET disabled = NULL WHERE revision = ?", revision));
  }

  deliveries({ state, after, limit }: DeliveriesWanted, now: Instant): DeliveryPage {
    if (!this.#exists()) return { items: [], waiting: 0, failed: 0, dropped: 0, hasSecret: false };
    const rows = this.#sql
      .exec(
        `SELECT * FROM message WHERE place < ? ${state === undefined ? "" : "AND state = ?"} ORDER BY place DESC LIMIT ?`,
        after ?? Number.MAX_SAFE_INTEGER,
        ...(state === undefined ? [] : [state]),
        limit + 1,
      )
      .toArray();
    const counts = new Map(
      this.#sql
        .exec("SELECT state, count(*) AS n FROM message GROUP BY state")
        .toArray()
        .map((row) => [row["state"], Number(row["n"])]),
    );
    const shown = rows.slice(0, limit);
    return {
      items: shown.map(deliveryOf),
      ...(rows.length > limit && { next: Number(shown.at(-1)?.["place"]) }),
      waiting: counts.get("waiting") ?? 0,
      failed: counts.get("failed") ?? 0,
      dropped: Number(this.#sql.exec("SELECT dropped FROM endpoint").toArray()[0]?.["dropped"] ?? 0),
      hasSecret: this.#secrets(now).length > 0,
    };
  }

  /** Those that wait stay where they are. */
  replay(wanted: ReplayWanted): number {
    if (!this.#exists()) return 0;
    const [which, given] =
      "since" in wanted
        ? (["at >= ?", wanted.since] as const)
        : (["id IN (SELECT value FROM json_each(?))", JSON.stringify(wanted.ids)] as const);
    return this.#change(() => {
      const last = this.#lastPlace();
      // Behind all others, in the order that they had.
      return this.#sql
        .exec(
          `UPDATE message SET place = ? + again.n, state = 'waiting', tries = 0, first_try = NULL, due = 0
           FROM (SELECT id, row_number() OVER (ORDER BY place) AS n FROM message WHERE state <> 'waiting' AND ${which}) AS again
           WHERE message.id = again.id RETURNING message.id`,
          last,
          given,
        )
        .toArray().length;
    });
  }

  /** Throws away what has been kept for long enough. */
  prune(now: Instant): void {
    if (this.#exists()) this.#change(() => this.#prune(now));
  }

  #add(id: string, at: Instant, data: WebhookData, now: Instant): void {
    this.#sql.exec(
      `INSERT OR IGNORE INTO message (id, type, at, data, came, state, tries, due) VALUES (?, ?, ?, ?, ?, 'waiting', 0, 0)`,
      id,
      data.type,
      at,
      JSON.stringify(data),
      now,
    );
  }

  /** Those that are through go first; of those that wait the oldest, and it is counted. */
  #prune(now: Instant): void {
    const old = now - longestKept;
    this.#count(this.#sql.exec("DELETE FROM message WHERE came <= ? RETURNING state", old).toArray());
    // There are no more than places from the first to the last: most often that is answer enough.
    const [ends] = this.#sql.exec("SELECT min(place) AS first, max(place) AS last FROM message").toArray();
    if (Number(ends?.["last"]) - Number(ends?.["first"]) < this.#mostKept) return;
    const [row] = this.#sql.exec("SELECT count(*) AS n FROM message").toArray();
    const tooMany = Number(row?.["n"]) - this.#mostKept;
    if (tooMany <= 0) return;
    // A few more, so that it is not to be done again for the very next one.
    const room = Math.floor(this.#mostKept / 100);
    this.#count(
      this.#sql
        .exec(
          "DELETE FROM message WHERE place IN (SELECT place FROM message ORDER BY state = 'waiting', place LIMIT ?) RETURNING state",
          tooMany + room,
        )
        .toArray(),
    );
  }

  #count(thrownAway: readonly Record<string, unknown>[]): void {
    const unsent = thrownAway.filter(({ state }) => state === "waiting").length;
    if (unsent > 0) this.#sql.exec("UPDATE endpoint SET dropped = dropped + ?", unsent);
  }

  #disable(settings: WebhookSettings, disabled: Disabled): void {
    this.#sql.exec(
      "UPDATE endpoint SET settings = ?, disabled = ?",
      JSON.stringify({ ...settings, enabled: false }),
      JSON.stringify(disabled),
    );
  }

  /** Of what has been removed only the revision is kept, so that what comes late does not bring it back. */
  #clear(): void {
    for (const table of ["message", "secret", "endpoint"]) this.#sql.exec(`DELETE FROM ${table}`);
  }

  #head(): Head | undefined {
    const [row] = this.#sql
      .exec("SELECT place, tries, id, at, data, due FROM message WHERE state = 'waiting' ORDER BY place LIMIT 1")
      .toArray();
    return (
      row && {
        place: Number(row["place"]),
        tries: Number(row["tries"]),
        id: String(row["id"]),
        at: Number(row["at"]),
        data: JSON.parse(String(row["data"])) as WebhookData, // written by #add
        due: Number(row["due"]),
      }
    );
  }

  /** The first in the line, if anything may be sent. */
  #sendable(now: Instant): Head | undefined {
    const may = this.#endpoint()?.settings?.enabled === true && this.#secrets(now).length > 0;
    return may ? this.#head() : undefined;
  }

  #secrets(now: Instant): string[] {
    return this.#sql
      .exec("SELECT value FROM secret WHERE until IS NULL OR until > ? ORDER BY place DESC", now)
      .toArray()
      .map((row) => String(row["value"]));
  }

  #lastPlace(): number {
    return Number(this.#sql.exec("SELECT coalesce(max(place), 0) AS last FROM message").toArray()[0]?.["last"]);
  }

  #endpoint(): Endpoint | undefined {
    const [row] = this.#sql.exec("SELECT * FROM endpoint").toArray();
    return (
      row && {
        revision: Number(row["revision"]),
        // As they were written above.
        settings: written<WebhookSettings>(row["settings"]),
        taken: Number(row["taken"]),
        failing: row["failing"] as Instant | null,
        disabled: written<Disabled>(row["disabled"]),
      }
    );
  }

  #isConfigured(): boolean {
    return this.#exists() && this.#endpoint()?.settings !== undefined;
  }

  /** Who only asks does not bring it into being. */
  #exists(): boolean {
    if (!this.#ready && !isFresh(this.#sql)) this.#prepare();
    return this.#ready;
  }

  #prepare(): void {
    if (this.#ready) return;
    this.#atomically(() => migrate(this.#sql, webhookMigrations));
    this.#ready = true;
  }

  #change<T>(work: () => T): T {
    this.#prepare();
    return this.#atomically(work);
  }
}

/**
 * A receiver that says that it is gone; or one that has taken nothing for a day, and not for the sake of one message: the first that
 * failed for a day has been set aside, and another is refused as well.
 */
function whyDisabled(
  { status }: { readonly status?: number | undefined },
  firstTry: Instant,
  failing: Instant,
  now: Instant,
): Disabled["because"] | undefined {
  if (status === 410) return "gone";
  return now - failing >= patience && firstTry > failing ? "failing" : undefined;
}

/** JSON that was written above. */
const written = <T>(json: unknown): T | undefined => (typeof json === "string" ? (JSON.parse(json) as T) : undefined);

const deliveryOf = (row: Record<string, unknown>): Delivery => ({
  id: String(row["id"]),
  type: String(row["type"]),
  at: Number(row["at"]),
  // As they were written above.
  state: row["state"] as DeliveryState,
  tries: Number(row["tries"]),
  lastTryAt: row["last_try"] as Instant | null,
  lastStatus: row["status"] as number | null,
  problem: row["problem"] as AttemptProblem | null,
  nextTryAt: row["state"] === "waiting" && Number(row["due"]) > 0 ? Number(row["due"]) : null,
});
