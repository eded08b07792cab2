/** The calls of an application, named `<application>/ledger`. */
import { DurableObject } from "cloudflare:workers";
import { LedgerBook } from "../src/ledger/book.ts";
import { handOver } from "../src/ledger/handOver.ts";
import type { Month } from "../src/ledger/month.ts";
import { inTurns, type Slices } from "../src/ledger/slices.ts";
import type { CallPage, CallQuery, Ledger } from "../src/ledger/port.ts";
import type { ReportQuery } from "../src/reports/query.ts";
import type { Missing, Work } from "../src/protocol/work.ts";
import type { CallRecord, LedgerFact } from "../src/protocol/record.ts";
import type { RetentionWanted } from "../src/protocol/retention.ts";
import type { WebhookPort, WebhooksWanted } from "../src/protocol/webhook.ts";
import { actorName, partsOfActorName } from "../src/protocol/actors.ts";
import { sealOf } from "../src/sealed/index.ts";
import type { CallId, Duration, Instant } from "../src/words/index.ts";
import { minutes, seconds } from "../src/words/index.ts";

interface LedgerEnv {
  readonly ACD_SEAL_KEY: string;
  readonly WEBHOOK: { getByName(name: string): Pick<WebhookPort, "take"> };
  readonly LEDGER_MONTH: { getByName(name: string): Month };
}

/** When a webhook could not be told. */
const handsAgain: Duration = seconds(5);
/** When something went wrong with throwing away what is old. */
const sweepsAgain: Duration = minutes(10);
/** Calls begin and end meanwhile. */
const pause = (): Promise<void> => scheduler.wait(0);

export class LedgerActor extends DurableObject<LedgerEnv> implements Ledger {
  readonly #application = partsOfActorName(this.ctx.id.name ?? "").application;
  readonly #book = new LedgerBook(this.ctx.storage.sql, (work) => this.ctx.storage.transactionSync(work), {
    application: this.#application,
    seal: sealOf(this.env.ACD_SEAL_KEY),
  });

  /** Something went wrong with throwing away what is old: not again before this. */
  #sweepsFrom: Instant = 0;
  /** When the alarm will ring, null: never; undefined: not looked up yet. Remembered, because it is asked for with every fact. */
  #alarm: Instant | null | undefined;

  async tell(fact: LedgerFact | WebhooksWanted | RetentionWanted): Promise<void> {
    this.#book.tell(fact);
    await this.#wake();
  }

  override async alarm(): Promise<void> {
    this.#alarm = null;
    const webhookOf = (id: string) => this.env.WEBHOOK.getByName(actorName(this.#application, id));
    // An alarm that throws is given up by the platform after some tries.
    const all = await handOver(this.#book, webhookOf).catch(() => false);
    const now = Date.now();
    const due = this.#sweepDue();
    if (due !== undefined && due <= now && !(await this.#sweep(now))) this.#sweepsFrom = Date.now() + sweepsAgain;
    if (all) await this.#wake();
    else await this.#ringAt(Date.now() + handsAgain);
  }

  #sweepDue(): Instant | undefined {
    const due = this.#book.sweepDue();
    return due === undefined ? undefined : Math.max(due, this.#sweepsFrom);
  }

  /** False: something went wrong. */
  async #sweep(now: Instant): Promise<boolean> {
    try {
      await this.#inTurns(this.#book.sweepInSlices(now));
      return true;
    } catch (fault) {
      const what = fault instanceof Error ? fault.name : "unknown";
      console.error(JSON.stringify({ level: "error", event: "ledger.fault", application: this.#application, what }));
      return false;
    }
  }

  async work(work: Work): Promise<Missing | undefined> {
    const missing = this.#book.work(work);
    await this.#wake();
    return missing;
  }

  async live(): ReturnType<Ledger["live"]> {
    return this.#book.live();
  }

  async read(callId: CallId): Promise<CallRecord | undefined> {
    return this.#inTurns(this.#book.readInSlices(callId));
  }

  async kept(callId: CallId): Promise<string | undefined> {
    return this.#inTurns(this.#book.keptInSlices(callId));
  }

  async open(json: string): Promise<string> {
    return this.#book.open(json);
  }

  async callbacks(callId: CallId): ReturnType<Ledger["callbacks"]> {
    return this.#book.callbacks(callId);
  }

  async disposals(calls: readonly CallId[]): ReturnType<Ledger["disposals"]> {
    return this.#book.disposals(calls);
  }

  async lastTalk(number: string): ReturnType<Ledger["lastTalk"]> {
    return this.#book.lastTalk(number);
  }

  async findCaller(number: string): ReturnType<Ledger["findCaller"]> {
    return this.#inTurns(this.#book.findCaller(number, Date.now()));
  }

  async eraseCaller(number: string): ReturnType<Ledger["eraseCaller"]> {
    return this.#inTurns(this.#book.eraseCaller(number, Date.now()));
  }

  async report(query: ReportQuery): ReturnType<Ledger["report"]> {
    return this.#inTurns(this.#book.reportInSlices(query));
  }

  async health(): ReturnType<Ledger["health"]> {
    return { ...this.#book.health(), bytes: this.ctx.storage.sql.databaseSize };
  }

  async list(query: CallQuery): Promise<CallPage> {
    return this.#inTurns(this.#book.listInSlices(query));
  }

  #inTurns<Result>(slices: Slices<Result>): Promise<Result> {
    const monthOf = (month: string) => this.env.LEDGER_MONTH.getByName(actorName(this.#application, `ledger-${month}`));
    return inTurns(slices, pause, monthOf);
  }

  /**
   * Nobody waits for webhooks, nor for what is thrown away. Dies this before the alarm is set, then what was told has not been answered and is told again. An
   * alarm that is set costs a row: one that comes soon enough stays.
   */
  async #wake(): Promise<void> {
    const now = Date.now();
    const isToHand = this.#book.toHand().length > 0;
    const due = isToHand ? now : this.#sweepDue();
    if (due === undefined) return;
    if (this.#alarm === undefined) this.#alarm = await this.ctx.storage.getAlarm();
    if (this.#alarm === null || this.#alarm > Math.max(due, now) + handsAgain) await this.#ringAt(Math.max(due, now));
  }

  async #ringAt(at: Instant): Promise<void> {
    this.#alarm = at;
    await this.ctx.storage.setAlarm(at);
  }
}
