/** The calls of one application. A row is written when a call starts and again when it ends; the order in which the two arrive does not matter. */
import { isFresh, migrate } from "../directory/migrate.ts";
import type { Sql } from "../kernel/index.ts";
import type { CallRecord, LedgerFact } from "../protocol/record.ts";
import type { CallId, Instant } from "../words/index.ts";
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
    const { timeline, ...call } = fact.type === "call.ended" ? fact.record : { ...fact.call, timeline: [] };
    this.#prepare();
    this.#atomically(() => {
      this.#sql.exec(
        // A start that comes late, or again, changes nothing about a call that has ended.
        `INSERT INTO call (id, started, ended, outcome, queue, operator, room, summary, timeline) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)
         ON CONFLICT DO UPDATE SET started = excluded.started, ended = excluded.ended, outcome = excluded.outcome, queue = excluded.queue,
           operator = excluded.operator, room = excluded.room, summary = excluded.summary, timeline = excluded.timeline
         WHERE call.ended IS NULL OR excluded.ended IS NOT NULL`,
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
    });
  }

  live(): { callId: CallId; room: string; startedAt: Instant }[] {
    return this.#rows("SELECT id, room, started FROM call WHERE ended IS NULL ORDER BY started, id").map((row) => ({
      callId: as<CallId>(String(row["id"])),
      room: String(row["room"]),
      startedAt: Number(row["started"]),
    }));
  }

  read(callId: CallId): CallRecord | undefined {
    const [row] = this.#rows("SELECT summary, timeline FROM call WHERE id = ?", callId);
    return row && { ...summaryOf(row), timeline: JSON.parse(String(row["timeline"])) as CallRecord["timeline"] }; // written by tell
  }

  /** One page, newest first. A call that starts or ends while somebody leafs through moves no other call to another page. */
  list({ state, queue, from, to, after, limit }: CallQuery): CallPage {
    const conditions: [string, ...(string | number)[]][] = [];
    if (state !== undefined) conditions.push([state === "live" ? "ended IS NULL" : "ended IS NOT NULL"]);
    if (queue !== undefined) conditions.push(["queue = ?", queue]);
    if (from !== undefined) conditions.push(["started >= ?", from]);
    if (to !== undefined) conditions.push(["started < ?", to]);
    if (after !== undefined) conditions.push(["(started, id) < (?, ?)", after.startedAt, after.callId]);
    const where = conditions.length === 0 ? "" : `WHERE ${conditions.map(([condition]) => condition).join(" AND ")}`;
    const rows = this.#rows(
      `SELECT summary FROM call ${where} ORDER BY started DESC, id DESC LIMIT ?`,
      ...conditions.flatMap(([, ...bindings]) => bindings),
      limit + 1,
    );
    const calls = rows.slice(0, limit).map(summaryOf);
    const last = calls.at(-1);
    return rows.length > limit && last !== undefined
      ? { calls, next: { startedAt: last.startedAt, callId: last.callId } }
      : { calls };
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

const summaryOf = (row: Record<string, unknown>): CallSummary => JSON.parse(String(row["summary"])) as CallSummary; // written by tell
