/**
 * The calls of one application: those alive, few and unindexed because each comes and goes (living.ts), and those that have ended, for good.
 * A call is told of when it starts and again when it ends; the order in which the two arrive does not matter.
 */
import { erased, withNumbers, withReferences } from "../protocol/reference.ts";
import type { Seal } from "../sealed/index.ts";
import { isFresh, migrate } from "../directory/migrate.ts";
import type { Sql } from "../kernel/index.ts";
import type { CallbackRecord } from "../protocol/callback.ts";
import type { Disposal } from "../protocol/disposition.ts";
import type { CallRecord, LedgerFact } from "../protocol/record.ts";
import type { RetentionWanted } from "../protocol/retention.ts";
import type { Happened, WebhooksWanted } from "../protocol/webhook.ts";
import type { Missing, Work, WorkLine } from "../protocol/work.ts";
import type { ApplicationId, CallId, Instant, OperatorId, WebhookId } from "../words/index.ts";
import { as, no, yes } from "../words/index.ts";
import { kindsOf, type ReportPart, type ReportQuery } from "../reports/query.ts";
import { Sums } from "../reports/sums.ts";
import type { CallerFound, CallPage, CallQuery, CallSummary, EraseAnswer, LedgerHealth } from "./port.ts";
import { callbacksOf, keepCallback } from "./callbacks.ts";
import { Callers } from "./callers.ts";
import { countDisposals, disposalsOf, keepDisposal } from "./disposals.ts";
import { Outbox } from "./outbox.ts";
import { countRepeats } from "./repeats.ts";
import { findCall, type CallFound } from "./find.ts";
import { askMonths, isMoved, movedOf } from "./months.ts";
import { Rollups } from "./rollups.ts";
import { Living } from "./living.ts";
import { callsOf, eraseCalls, eraseNumber, isCalling, isPromised, promisesOf, type Person } from "./person.ts";
import { Sweep } from "./sweep.ts";
import { Flaws, flawOf, flawsListed } from "./flaws.ts";
import { migrations } from "./schema.ts";
import { atOnce, type Slices } from "./slices.ts";
import { WorkBook } from "./work.ts";

/** Whose ledger it is, and what seals its callers' numbers. */
export interface LedgerOf {
  readonly application: ApplicationId;
  readonly seal: Seal;
}

export class LedgerBook {
  readonly #sql: Sql;
  readonly #atomically: (work: () => void) => void;
  readonly #rollups: Rollups;
  readonly #flaws: Flaws;
  readonly #work: WorkBook;
  readonly #outbox: Outbox;
  readonly #callers: Callers;
  readonly #sweep: Sweep;
  readonly #living: Living;
  #ready = false;

  constructor(sql: Sql, atomically: (work: () => void) => void, { seal, application }: LedgerOf) {
    this.#sql = sql;
    this.#living = new Living(sql, (id) => this.#find(id, "started").known !== undefined);
    this.#atomically = (work) => {
      try {
        atomically(work);
      } catch (fault) {
        this.#living.findAnew();
        this.#rollups.countAnew();
        throw fault;
      }
    };
    this.#rollups = new Rollups(sql);
    this.#flaws = new Flaws(sql);
    this.#work = new WorkBook(sql, this.#flaws);
    this.#outbox = new Outbox(sql);
    this.#callers = new Callers(sql, seal, application);
    this.#sweep = new Sweep(sql, this.#callers, this.#rollups);
  }

  tell(fact: LedgerFact | WebhooksWanted | RetentionWanted): void {
    this.#prepare();
    this.#atomically(() => {
      if (fact.type === "webhooks.wanted") return this.#outbox.configure(fact);
      if (fact.type === "retention.wanted") return this.#sweep.configure(fact);
      if (fact.type === "call.started") return this.#started(fact.call);
      if (fact.type === "callback.ended") return this.#callbackEnded(fact.callback);
      if (fact.type === "call.disposed") return keepDisposal(this.#sql, fact.disposal);
      this.#ended(fact.record, fact.kept);
      if (fact.recalled === true) this.#talked(fact.record);
      // How long it took until they talked counts with the call in which it was promised.
      if (fact.record.callbackOf !== undefined) this.#changed(fact.record.callbackOf, fact.record.endedAt ?? 0);
      this.#rollups.settle(fact.record.endedAt ?? 0);
    });
  }

  /** What an operator has done lately. Answers with the first lines of theirs that are missing, if any are. */
  work(work: Work): Missing | undefined {
    this.#prepare();
    let missing: Missing | undefined;
    this.#atomically(() => {
      missing = this.#work.tell(work, (line, number) => this.#worked(work.operatorId, line, number));
    });
    return missing;
  }

  /** The webhooks that are still to be told something. */
  toHand(): readonly WebhookId[] {
    return this.#exists() ? this.#outbox.waiting() : [];
  }

  /** What a webhook is to take next, and up to which number it has everything then. Undefined: it has everything. */
  nextToHand(webhook: WebhookId): { readonly happened: readonly Happened[]; readonly upTo: number } | undefined {
    return this.#exists() ? this.#outbox.next(webhook) : undefined;
  }

  /** A webhook has everything up to this number. */
  handed(webhook: WebhookId, upTo: number): void {
    this.#atomically(() => this.#outbox.taken(webhook, upTo));
  }

  live(): { callId: CallId; room: string; startedAt: Instant }[] {
    if (!this.#exists()) return [];
    const [isLiving, left] = this.#living.condition;
    return this.#rows(`SELECT id, room, started FROM living WHERE ${isLiving} ORDER BY started, id`, left).map(
      (row) => ({
        callId: as<CallId>(String(row["id"])),
        room: this.#opened<string>(JSON.stringify(row["room"])),
        startedAt: Number(row["started"]),
      }),
    );
  }

  *readInSlices(callId: CallId): Slices<CallRecord | undefined> {
    if (!this.#exists()) return undefined;
    const { place: placed, known } = this.#find(callId, "started, summary, timeline");
    if (known !== undefined) {
      const [ended] = isMoved(known)
        ? yield* askMonths(movedOf([{ ...known, place: placed }]), (month, places) => month.records(places))
        : [known];
      return ended && { ...this.#summaryOf(ended), timeline: this.#opened<CallRecord["timeline"]>(ended["timeline"]) };
    }
    const place = this.#living.placeOf(callId);
    const [alive] = place === undefined ? [] : this.#rows("SELECT summary FROM living WHERE place = ?", place);
    return alive && { ...this.#summaryOf(alive), timeline: [] };
  }

  read(callId: CallId): CallRecord | undefined {
    return atOnce(this.readInSlices(callId));
  }

  /** What came in to a call that has ended (`KeptCall` as JSON); undefined where that has not been kept. */
  *keptInSlices(callId: CallId): Slices<string | undefined> {
    if (!this.#exists()) return undefined;
    const { place, known } = this.#find(callId, "started, summary, kept");
    if (known === undefined) return undefined;
    const [found] = isMoved(known)
      ? yield* askMonths(movedOf([{ ...known, place }]), (month, places) => month.kept(places))
      : [known];
    return typeof found?.["kept"] === "string" ? this.open(found["kept"]) : undefined;
  }

  kept(callId: CallId): string | undefined {
    return atOnce(this.keptInSlices(callId));
  }

  /** JSON of this ledger's with callers' numbers in it; of those who have been erased or forgotten what is left. */
  open(json: string): string {
    return this.#exists() ? withNumbers(json, (key) => this.#callers.numberOf(key)) : json;
  }

  /** What is kept of the caller with this number; undefined: nothing. */
  *findCaller(number: string, now: Instant): Slices<CallerFound | undefined> {
    if (!this.#exists()) return undefined;
    const person = this.#personWith(number);
    const registered = this.#callers.registered(person.key);
    const calls = yield* callsOf(this.#sql, person, now + 1);
    if (registered === undefined && calls.length === 0) return undefined;
    return {
      reference: person.key,
      isRegistered: registered !== undefined,
      since: Math.min(registered?.since ?? now, ...calls.map(({ started }) => started)),
      seen: registered?.seen ?? calls[0]?.started ?? now,
      isCalling: isCalling(this.#sql, person, this.#living),
      isPromised: isPromised(this.#sql, calls, now),
      calls: calls.map(({ id }) => id),
      callbacks: promisesOf(this.#sql, calls),
    };
  }

  /**
   * Erases the caller with this number: their key at once, and then what is left of them in their calls. Whoever dies in between is asked again. Not while they
   * are on the line or are to be phoned, since then their number is needed, and would come back with the call's end.
   */
  *eraseCaller(number: string, now: Instant): Slices<EraseAnswer> {
    if (!this.#exists()) return no("unknown");
    const person = this.#personWith(number);
    const calls = yield* callsOf(this.#sql, person, now + 1);
    if (isCalling(this.#sql, person, this.#living)) return no("calling");
    if (isPromised(this.#sql, calls, now)) return no("promised");
    if (calls.length === 0 && this.#callers.registered(person.key) === undefined) return no("unknown");
    this.#atomically(() => {
      eraseNumber(this.#sql, this.#callers, person);
      this.#living.clear();
    });
    yield* eraseCalls(this.#sql, person, calls, this.#atomically);
    return yes({ reference: person.key, calls: calls.length });
  }

  /** Throws away what has been kept for long enough. */
  *sweepInSlices(now: Instant): Slices {
    if (!this.#exists()) return;
    this.#atomically(() => this.#living.clear());
    yield* this.#sweep.everything(now, this.#atomically);
  }

  /** When that is to be done again. Undefined: there is nothing. */
  sweepDue(): Instant | undefined {
    return this.#exists() ? this.#sweep.due() : undefined;
  }

  #personWith(number: string): Person {
    return { number, key: this.#callers.keyOf(number) };
  }

  /** How the promises that were made in a call have ended, as far as they have. */
  callbacks(callId: CallId): CallbackRecord[] {
    return this.#exists() ? callbacksOf(this.#sql, callId) : [];
  }

  /** How the talks of these calls turned out, as far as it has been said. */
  disposals(calls: readonly CallId[]): Disposal[] {
    return this.#exists() ? disposalsOf(this.#sql, calls) : [];
  }

  lastTalk(number: string): { operatorId: OperatorId; endedAt: Instant } | undefined {
    if (!this.#exists()) return undefined;
    const [talk] = this.#rows("SELECT operator, ended FROM last_talk WHERE number = ?", this.#callers.keyOf(number));
    return talk && { operatorId: as<OperatorId>(String(talk["operator"])), endedAt: Number(talk["ended"]) };
  }

  /** The counts for each interval and key. What comes between two slices is in them or is not; nothing is in them twice. */
  *reportInSlices(query: ReportQuery): Slices<ReportPart[]> {
    if (!this.#exists()) return [];
    const sums = new Sums(query);
    if (query.by === "disposition") {
      yield* countDisposals(this.#sql, query, sums);
      return sums.parts();
    }
    yield* this.#rollups.count(query.bounds[0] ?? 0, query.bounds.at(-1) ?? 0, sums);
    if (kindsOf(query).includes("work")) yield* this.#work.count(query, sums);
    if (query.repeatWithin !== undefined) yield* countRepeats(this.#sql, query, query.repeatWithin, sums);
    return sums.parts();
  }

  report(query: ReportQuery): ReportPart[] {
    return atOnce(this.reportInSlices(query));
  }

  health(): LedgerHealth {
    const [isLiving, left] = this.#exists() ? this.#living.condition : ["?", ""];
    const [living] = this.#rows(`SELECT count(*) AS calls, min(started) AS oldest FROM living WHERE ${isLiving}`, left);
    const [stale] = this.#rows("SELECT count(*) AS slots FROM stale");
    return {
      living: Number(living?.["calls"] ?? 0),
      oldestLiving: living?.["oldest"] == null ? undefined : Number(living["oldest"]),
      toFold: Number(stale?.["slots"] ?? 0),
      flaws: this.#rows(flawsListed).map(flawOf),
    };
  }

  /** One page, newest first. A call that starts or ends while somebody leafs through moves no other call to another page. */
  *listInSlices({ state, queues, disposition, from, to, after, limit }: CallQuery): Slices<CallPage> {
    const conditions: [string, ...(string | number)[]][] = [];
    if (queues !== undefined) conditions.push(["queue IN (SELECT value FROM json_each(?))", JSON.stringify(queues)]);
    if (disposition !== undefined)
      conditions.push(["id IN (SELECT call FROM disposal WHERE disposition = ?)", disposition]);
    if (from !== undefined) conditions.push(["started >= ?", from]);
    if (to !== undefined) conditions.push(["started < ?", to]);
    if (after !== undefined) conditions.push(["(started, id) < (?, ?)", after.startedAt, after.callId]);
    if (!this.#exists()) return { calls: [] };
    // Of calls that have ended the index alone is read, newest first, until there are enough: it has the queues in it.
    const newest = (table: "living" | "call"): Listed[] => {
      const all = table === "living" ? [...conditions, this.#living.condition] : conditions;
      const where = all.length === 0 ? "" : `WHERE ${all.map(([condition]) => condition).join(" AND ")}`;
      return this.#rows(
        `SELECT place, id, started, summary FROM ${table} ${where} ORDER BY started DESC, id DESC LIMIT ?`,
        ...all.flatMap(([, ...bindings]) => bindings),
        limit + 1,
      ).map(listedIn);
    };
    const found = [...(state === "ended" ? [] : newest("living")), ...(state === "live" ? [] : newest("call"))];
    if (state === undefined) found.sort(byStart);
    const page = found.slice(0, limit);
    const last = page.at(-1);
    const told = yield* askMonths(page.filter(isMoved), (month, places) => month.summaries(places));
    const summaries = new Map(told.map(({ place, summary }) => [place, summary]));
    const calls = page
      .map((listed) => (isMoved(listed) ? summaries.get(listed.place) : listed.summary))
      .flatMap((summary) => (summary === undefined ? [] : this.#opened<CallSummary>(summary)));
    return found.length > limit && last !== undefined
      ? { calls, next: { startedAt: last.started, callId: last.id } }
      : { calls };
  }

  list(query: CallQuery): CallPage {
    return atOnce(this.listInSlices(query));
  }

  /** A start that comes late, or again, changes nothing about a call that has ended. */
  #started(told: CallSummary): void {
    if (this.#find(told.callId, "started").known !== undefined) return;
    const { call } = this.#referring({ call: told }, told);
    this.#tellStarted(call);
    this.#living.put(call);
  }

  /** The same end may be told twice, the second time with more of the timeline. */
  #ended(told: CallRecord, toldKept: string | undefined): void {
    const now = told.endedAt ?? told.startedAt;
    const { place, known } = this.#find(told.callId, "started, summary, timeline");
    // What is told late would bring them back; and of a call whose record lies in its month nothing new is to be told.
    if (known !== undefined && (isMoved(known) || isErased(known))) return;
    const taken = toldKept === undefined ? undefined : (JSON.parse(toldKept) as unknown);
    const { record, kept, caller } = this.#referring({ record: told, kept: taken }, told);
    const { timeline, ...call } = record;
    if (known !== undefined) {
      const before = JSON.parse(String(known["timeline"])) as CallRecord["timeline"]; // written below
      const shared = Math.min(before.length, timeline.length);
      const alike = JSON.stringify(before.slice(0, shared)) === JSON.stringify(timeline.slice(0, shared));
      const isSame = alike && known["summary"] === JSON.stringify(call);
      if (isSame && timeline.length <= before.length) return;
      if (!isSame) this.#flaws.note(`call/${call.callId}`, "difference", 0, 0, now);
      this.#rollups.touch(Number(known["started"]), now);
    }
    if (known === undefined) {
      this.#tellStarted(call);
      this.#outbox.add({ type: "call.ended", call }, call.callId, now);
    }
    this.#living.end(call.callId);
    this.#write(place, { record, kept, caller });
    const odd = timeline.findIndex(({ seq }, i) => seq !== i + 1);
    if (odd >= 0) this.#flaws.note(`call/${call.callId}`, "gap", odd + 1, (timeline[odd]?.seq ?? odd + 2) - 1, now);
    if (known === undefined) this.#rollups.add(record, now);
    else this.#rollups.touch(call.startedAt, now);
  }

  /** Of a call that has ended and whose start has not come yet: what is known of it from the end. */
  #tellStarted({ callId, room, channel, from, to, scenario, startedAt, callbackOf }: CallSummary): void {
    if (!this.#outbox.isWanted("call.started")) return;
    if (this.#living.placeOf(callId) !== undefined) return;
    const call = { callId, room, channel, from, to, scenario, startedAt, callbackOf };
    this.#outbox.add({ type: "call.started", call }, callId, startedAt);
  }

  #worked(operatorId: OperatorId, line: WorkLine, number: number): void {
    const of = `${operatorId}_${number}`;
    if (line.what === "offer") {
      const { what: _, ...offer } = line;
      return this.#outbox.add({ type: "offer.ended", operatorId, offer }, of, offer.until);
    }
    const { what: _, ...status } = line;
    this.#outbox.add({ type: "status.ended", operatorId, status }, of, status.until);
  }

  #callbackEnded(callback: CallbackRecord): void {
    if (!keepCallback(this.#sql, callback)) return;
    this.#outbox.add({ type: "callback.ended", callback }, callback.entryId, callback.endedAt);
    this.#changed(callback.of, callback.endedAt);
  }

  /** Something is known of a call that is counted with it. One that has not ended is counted when it has. */
  #changed(callId: CallId, now: Instant): void {
    const { known } = this.#find(callId, "started");
    if (known !== undefined) this.#rollups.touch(Number(known["started"]), now);
  }

  /** What is kept of a call, with references in the place of its caller's number. */
  #referring<T extends object>(
    kept: T,
    { from, startedAt, endedAt }: CallSummary,
  ): T & { readonly caller: string | null } {
    const caller = from === "" ? null : this.#callers.register(from, endedAt ?? startedAt);
    return { ...withReferences(kept, from, caller ?? ""), caller };
  }

  #write(place: number, { record: { timeline, ...call }, kept, caller }: Kept): void {
    this.#sql.exec(
      `INSERT OR REPLACE INTO call
         (place, id, started, ended, outcome, queue, operator, caller, number, channel, scenario, summary, timeline, kept)
       VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
      place,
      call.callId,
      call.startedAt,
      call.endedAt ?? null,
      call.outcome ?? null,
      call.queueId ?? null,
      call.operatorId ?? null,
      // Who has been phoned has not called.
      call.callbackOf === undefined ? caller : null,
      call.to,
      call.channel,
      call.scenario ?? null,
      JSON.stringify(call),
      JSON.stringify(timeline),
      kept === undefined ? null : JSON.stringify(kept),
    );
  }

  #find(id: string, columns: string): CallFound {
    return findCall(this.#sql, id, columns);
  }

  #talked({ from, operatorId, connectedAt, talks, endedAt }: CallRecord): void {
    const last = talks?.at(-1)?.operatorId ?? (connectedAt === undefined ? undefined : operatorId);
    if (from === "" || last === undefined || endedAt === undefined) return;
    this.#sql.exec(
      `INSERT INTO last_talk (number, operator, ended) VALUES (?, ?, ?)
       ON CONFLICT DO UPDATE SET operator = excluded.operator, ended = excluded.ended WHERE excluded.ended > last_talk.ended`,
      this.#callers.keyOf(from),
      last,
      endedAt,
    );
  }

  #rows(query: string, ...bindings: (string | number)[]): Record<string, unknown>[] {
    return this.#exists() ? this.#sql.exec(query, ...bindings).toArray() : [];
  }

  /** Whether there is anything to read. Who only asks does not bring a ledger into being. */
  #exists(): boolean {
    if (!this.#ready && isFresh(this.#sql)) return false;
    this.#prepare();
    return true;
  }

  #prepare(): void {
    if (this.#ready) return;
    this.#atomically(() => {
      migrate(this.#sql, migrations);
      this.#callers.prepare();
      this.#moveFromBefore();
    });
    this.#ready = true;
  }

  /** What an older version kept under ids. */
  #moveFromBefore(): void {
    const old = this.#sql.exec("SELECT 1 FROM sqlite_master WHERE type = 'table' AND name = 'call_before'").toArray();
    if (old.length === 0) return;
    for (const row of this.#sql.exec("SELECT summary, timeline FROM call_before").toArray()) {
      const call = JSON.parse(String(row["summary"])) as CallSummary; // written by an older #write
      const timeline = JSON.parse(String(row["timeline"])) as CallRecord["timeline"]; // likewise
      const { place } = this.#find(call.callId, "started");
      this.#write(place, { kept: undefined, ...this.#referring({ record: { ...call, timeline } }, call) });
      this.#rollups.touch(call.startedAt, 0);
    }
    this.#sql.exec("DROP TABLE call_before");
  }

  #summaryOf(row: { readonly summary?: unknown }): CallSummary {
    return this.#opened<CallSummary>(row["summary"]);
  }

  /** What this book has written as JSON. */
  #opened<T>(json: unknown): T {
    return JSON.parse(this.open(String(json))) as T;
  }
}

/** As `#write` takes it: referring to its caller. */
interface Kept {
  readonly record: CallRecord;
  readonly kept: unknown;
  readonly caller: string | null;
}

/** Its caller has been erased: what else is told of it is not for keeping. */
const isErased = (row: Record<string, unknown>): boolean =>
  (JSON.parse(String(row["summary"])) as CallSummary).from === erased; // written by #write

/** Newest first, and by id among those of one millisecond, as the tables are read. */
const byStart = (a: Listed, b: Listed): number => b.started - a.started || (a.id < b.id ? 1 : -1);

/** A row of `call` or of `living`. */
interface Listed {
  readonly place: number;
  readonly id: string;
  readonly started: Instant;
  readonly summary: unknown;
}

const listedIn = ({ place, id, started, summary }: Record<string, unknown>): Listed => ({
  place: Number(place),
  id: String(id),
  started: Number(started),
  summary,
});
