/**
 * The calls of one application: those alive, few and unindexed because each comes and goes, and those that have ended, for good.
 * A call is told of when it starts and again when it ends; the order in which the two arrive does not matter.
 */
import { isFresh, migrate } from "../directory/migrate.ts";
import type { Sql } from "../kernel/index.ts";
import type { CallRecord, LedgerFact } from "../protocol/record.ts";
import type { CallId, Instant, OperatorId } from "../words/index.ts";
import { as } from "../words/index.ts";
import type { CallPage, CallQuery, CallSummary } from "./port.ts";

const migrations = [
  `
  CREATE TABLE call (
    id TEXT PRIMARY KEY,
    started INTEGER NOT NULL,
    ended INTEGER,
    outcome TEXT,
    queue TEXT,
    operator TEXT,
    room TEXT NOT NULL,
    summary TEXT NOT NULL,
    timeline TEXT NOT NULL
  ) WITHOUT ROWID;
  CREATE INDEX call_by_start ON call (started DESC, id DESC);
  CREATE INDEX call_by_queue ON call (queue, started DESC, id DESC);
  CREATE INDEX call_alive ON call (started) WHERE ended IS NULL;
  `,
  `
  CREATE TABLE alive (
    id TEXT PRIMARY KEY,
    started INTEGER NOT NULL,
    queue TEXT,
    room TEXT NOT NULL,
    summary TEXT NOT NULL
  ) WITHOUT ROWID;
  INSERT INTO alive (id, started, queue, room, summary) SELECT id, started, queue, room, summary FROM call WHERE ended IS NULL;
  DROP INDEX call_alive;
  DELETE FROM call WHERE ended IS NULL;
  `,
  `
  CREATE TABLE last_talk (number TEXT PRIMARY KEY, operator TEXT NOT NULL, ended INTEGER NOT NULL) WITHOUT ROWID;
  `,
];

export class LedgerBook {
  readonly #sql: Sql;
  readonly #atomically: (work: () => void) => void;
  #ready = false;

  constructor(sql: Sql, atomically: (work: () => void) => void) {
    this.#sql = sql;
    this.#atomically = atomically;
  }

  tell(fact: LedgerFact): void {
    this.#prepare();
    this.#atomically(() => {
      if (fact.type === "call.started") return this.#started(fact.call);
      this.#ended(fact.record);
      if (fact.recalled === true) this.#talked(fact.record);
    });
  }

  live(): { callId: CallId; room: string; startedAt: Instant }[] {
    return this.#rows("SELECT id, room, started FROM alive ORDER BY started, id").map((row) => ({
      callId: as<CallId>(String(row["id"])),
      room: String(row["room"]),
      startedAt: Number(row["started"]),
    }));
  }

  read(callId: CallId): CallRecord | undefined {
    const [ended] = this.#rows("SELECT summary, timeline FROM call WHERE id = ?", callId);
    if (ended !== undefined) {
      return { ...summaryOf(ended), timeline: JSON.parse(String(ended["timeline"])) as CallRecord["timeline"] }; // written by #ended
    }
    const [alive] = this.#rows("SELECT summary FROM alive WHERE id = ?", callId);
    return alive && { ...summaryOf(alive), timeline: [] };
  }

  lastTalk(number: string): { operatorId: OperatorId; endedAt: Instant } | undefined {
    const [talk] = this.#rows("SELECT operator, ended FROM last_talk WHERE number = ?", number);
    return talk && { operatorId: as<OperatorId>(String(talk["operator"])), endedAt: Number(talk["ended"]) };
  }

  /** One page, newest first. A call that starts or ends while somebody leafs through moves no other call to another page. */
  list({ state, queues, from, to, after, limit }: CallQuery): CallPage {
    const conditions: [string, ...(string | number)[]][] = [];
    if (from !== undefined) conditions.push(["started >= ?", from]);
    if (to !== undefined) conditions.push(["started < ?", to]);
    if (after !== undefined) conditions.push(["(started, id) < (?, ?)", after.startedAt, after.callId]);
    const newest = (table: "alive" | "call", ...more: typeof conditions): CallSummary[] => {
      const all = [...more, ...conditions];
      const where = all.length === 0 ? "" : `WHERE ${all.map(([condition]) => condition).join(" AND ")}`;
      return this.#rows(
        `SELECT summary FROM ${table} ${where} ORDER BY started DESC, id DESC LIMIT ?`,
        ...all.flatMap(([, ...bindings]) => bindings),
        limit + 1,
      ).map(summaryOf);
    };
    const tables = [...(state === "ended" ? [] : ["alive" as const]), ...(state === "live" ? [] : ["call" as const])];
    // Queue by queue: each has its calls in order already, while all of several would have to be sorted for one page.
    const found = tables
      .flatMap((table) => queues?.flatMap((queue) => newest(table, ["queue = ?", queue])) ?? newest(table))
      .toSorted(byStart);
    const calls = found.slice(0, limit);
    const last = calls.at(-1);
    return found.length > limit && last !== undefined
      ? { calls, next: { startedAt: last.startedAt, callId: last.callId } }
      : { calls };
  }

  /** A start that comes late, or again, changes nothing about a call that has ended. */
  #started(call: CallSummary): void {
    this.#sql.exec(
      `INSERT OR REPLACE INTO alive (id, started, queue, room, summary)
       SELECT ?1, ?2, ?3, ?4, ?5 WHERE NOT EXISTS (SELECT 1 FROM call WHERE id = ?1)`,
      call.callId,
      call.startedAt,
      call.queueId ?? null,
      call.room,
      JSON.stringify(call),
    );
  }

  #ended({ timeline, ...call }: CallRecord): void {
    this.#sql.exec("DELETE FROM alive WHERE id = ?", call.callId);
    this.#sql.exec(
      `INSERT INTO call (id, started, ended, outcome, queue, operator, room, summary, timeline) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)
       ON CONFLICT DO UPDATE SET started = excluded.started, ended = excluded.ended, outcome = excluded.outcome, queue = excluded.queue,
         operator = excluded.operator, room = excluded.room, summary = excluded.summary, timeline = excluded.timeline`,
      call.callId,
      call.startedAt,
      call.endedAt ?? null,
      call.outcome ?? null,
      call.queueId ?? null,
      call.operatorId ?? null,
      call.room,
      JSON.stringify(call),
      JSON.stringify(timeline),
    );
  }

  #talked({ from, operatorId, connectedAt, talks, endedAt }: CallRecord): void {
    const last = talks?.at(-1)?.operatorId ?? (connectedAt === undefined ? undefined : operatorId);
    if (from === "" || last === undefined || endedAt === undefined) return;
    this.#sql.exec(
      `INSERT INTO last_talk (number, operator, ended) VALUES (?, ?, ?)
       ON CONFLICT DO UPDATE SET operator = excluded.operator, ended = excluded.ended WHERE excluded.ended > last_talk.ended`,
      from,
      last,
      endedAt,
    );
  }

  #rows(query: string, ...bindings: (string | number)[]): Record<string, unknown>[] {
    if (!this.#ready && isFresh(this.#sql)) return [];
    this.#prepare();
    return this.#sql.exec(query, ...bindings).toArray();
  }

  #prepare(): void {
    if (this.#ready) return;
    this.#atomically(() => migrate(this.#sql, migrations));
    this.#ready = true;
  }
}

const summaryOf = (row: Record<string, unknown>): CallSummary => JSON.parse(String(row["summary"])) as CallSummary; // written above

/** Newest first, and by id among those of one millisecond, as the tables are read. */
const byStart = (a: CallSummary, b: CallSummary): number => b.startedAt - a.startedAt || (a.callId < b.callId ? 1 : -1);
