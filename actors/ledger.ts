/** The calls of an application, named `<application>/ledger`. */
import { DurableObject } from "cloudflare:workers";
import { LedgerBook } from "../src/ledger/book.ts";
import { handOver } from "../src/ledger/handOver.ts";
import { inTurns } from "../src/ledger/slices.ts";
import type { CallPage, CallQuery, Ledger } from "../src/ledger/port.ts";
import type { ReportQuery } from "../src/reports/query.ts";
import type { Missing, Work } from "../src/protocol/work.ts";
import type { CallRecord, LedgerFact } from "../src/protocol/record.ts";
import type { WebhookPort, WebhooksWanted } from "../src/protocol/webhook.ts";
import { actorName, partsOfActorName } from "../src/protocol/actors.ts";
import { sealOf } from "../src/sealed/index.ts";
import type { CallId, Duration } from "../src/words/index.ts";
import { seconds } from "../src/words/index.ts";

interface LedgerEnv {
  readonly ACD_SEAL_KEY: string;
  readonly WEBHOOK: { getByName(name: string): Pick<WebhookPort, "take"> };
}

/** When a webhook could not be told. */
const handsAgain: Duration = seconds(5);

export class LedgerActor extends DurableObject<LedgerEnv> implements Ledger {
  readonly #application = partsOfActorName(this.ctx.id.name ?? "").application;
  readonly #book = new LedgerBook(this.ctx.storage.sql, (work) => this.ctx.storage.transactionSync(work), {
    application: this.#application,
    seal: sealOf(this.env.ACD_SEAL_KEY),
  });

  async tell(fact: LedgerFact | WebhooksWanted): Promise<void> {
    this.#book.tell(fact);
    await this.#handOverSoon();
  }

  override async alarm(): Promise<void> {
    const webhookOf = (id: string) => this.env.WEBHOOK.getByName(actorName(this.#application, id));
    // An alarm that throws is given up by the platform after some tries.
    const all = await handOver(this.#book, webhookOf).catch(() => false);
    if (!all) await this.ctx.storage.setAlarm(Date.now() + handsAgain);
  }

  async work(work: Work): Promise<Missing | undefined> {
    const missing = this.#book.work(work);
    await this.#handOverSoon();
    return missing;
  }

  async live(): ReturnType<Ledger["live"]> {
    return this.#book.live();
  }

  async read(callId: CallId): Promise<CallRecord | undefined> {
    return this.#book.read(callId);
  }

  async kept(callId: CallId): Promise<string | undefined> {
    return this.#book.kept(callId);
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

  async report(query: ReportQuery): ReturnType<Ledger["report"]> {
    return inTurns(this.#book.reportInSlices(query), () => scheduler.wait(0));
  }

  async health(): ReturnType<Ledger["health"]> {
    return { ...this.#book.health(), bytes: this.ctx.storage.sql.databaseSize };
  }

  async list(query: CallQuery): Promise<CallPage> {
    return this.#book.list(query);
  }

  /** Nobody waits for webhooks. Dies this before the alarm is set, then what was told has not been answered and is told again. */
  async #handOverSoon(): Promise<void> {
    if (this.#book.toHand().length > 0 && (await this.ctx.storage.getAlarm()) === null)
      await this.ctx.storage.setAlarm(Date.now());
  }
}
