/**
 * Somebody else's server that is told what happens, named `<application>/<webhook>`. The alarm does everything: one message at a time, in order, each
 * attempt noted before the next, so that whatever dies in between goes on where it was.
 */
import { DurableObject } from "cloudflare:workers";
import { actorName, partsOfActorName } from "../src/protocol/actors.ts";
import type { Disabled, Happened, ReportReady, WebhookConfigured } from "../src/protocol/webhook.ts";
import { sealOf } from "../src/sealed/index.ts";
import { WebhookBook } from "../src/webhooks/book.ts";
import { deliver } from "../src/webhooks/deliver.ts";
import type { DeliveriesWanted, DeliveryPage, ReplayWanted, Webhook } from "../src/webhooks/port.ts";
import type { Duration, Instant, WebhookId } from "../src/words/index.ts";
import { as, minutes, seconds } from "../src/words/index.ts";

interface WebhookEnv {
  readonly DIRECTORY: {
    getByName(name: string): {
      disableWebhook(id: WebhookId, revision: number, disabled: Disabled): Promise<void>;
    };
  };
  readonly LEDGER: { getByName(name: string): { open(json: string): Promise<string> } };
  readonly ACD_SEAL_KEY: string;
  /** What reaches the Internet and nothing else. Absent on Cloudflare, whose own `fetch` is such. */
  readonly WEBHOOKS?: Fetcher;
  /** Not empty: this machine may be posted to. */
  readonly ACD_LOCAL_WEBHOOKS?: string;
}

/** An alarm may run for 15 minutes; after this long it begins anew. */
const longestRun: Duration = minutes(2);
/** When the directory could not be told, or something else went wrong. */
const comesAgain: Duration = seconds(10);

export class WebhookActor extends DurableObject<WebhookEnv> implements Webhook {
  readonly #name = partsOfActorName(this.ctx.id.name ?? "");
  readonly #book = new WebhookBook(this.ctx.storage.sql, (work) => this.ctx.storage.transactionSync(work));

  readonly #seal = sealOf(this.env.ACD_SEAL_KEY);
  readonly #secretPlace = { application: this.#name.application, kind: "webhook.secret", id: this.#name.id };

  async tell(fact: WebhookConfigured): Promise<void> {
    this.#book.configure(fact);
    await this.#wake();
  }

  async take(happened: readonly Happened[]): Promise<number | undefined> {
    const taken = this.#book.take(happened, Date.now());
    await this.#wake();
    return taken;
  }

  async newSecret(secret: string): Promise<Instant | undefined> {
    const until = this.#book.newSecret(this.#sealed(secret), Date.now());
    await this.#wake();
    return until;
  }

  async sendTest(id: string, by: string): Promise<void> {
    this.#book.addTest(id, by, Date.now());
    await this.#wake();
  }

  async takeReport(report: ReportReady, at: Instant): Promise<boolean> {
    const taken = this.#book.addReport(report, at, Date.now());
    await this.#wake();
    return taken;
  }

  async deliveries(wanted: DeliveriesWanted): Promise<DeliveryPage> {
    return this.#book.deliveries(wanted, Date.now());
  }

  async replay(wanted: ReplayWanted): Promise<number> {
    const again = this.#book.replay(wanted);
    await this.#wake();
    return again;
  }

  override async alarm(): Promise<void> {
    let isDone = false;
    try {
      await this.#send();
      isDone = await this.#tellDirectory();
    } catch (fault) {
      // An alarm that throws is given up by the platform after some tries.
      const what = fault instanceof Error ? fault.name : "unknown";
      console.error(JSON.stringify({ level: "error", event: "webhook.fault", ...this.#name, what }));
    }
    await this.#wake(isDone ? 0 : Date.now() + comesAgain);
  }

  async #send(): Promise<void> {
    const until = Date.now() + longestRun;
    this.#book.prune(Date.now());
    // Those that an older version has kept as they are, or that are sealed with a key that is to be replaced.
    this.#book.keepSecrets((secret) => {
      if (secret.startsWith("whsec_")) return this.#sealed(secret);
      return this.#seal.isOld(secret) ? this.#sealed(this.#seal.open(secret, this.#secretPlace)) : null;
    });
    for (;;) {
      const attempt = this.#book.next(Date.now());
      if (attempt === undefined || Date.now() >= until) return;
      const secrets = attempt.secrets.map((secret) => this.#seal.open(secret, this.#secretPlace));
      const outcome = await deliver(
        { ...attempt, secrets },
        {
          application: this.#name.application,
          local: Boolean(this.env.ACD_LOCAL_WEBHOOKS),
          now: Date.now,
          withNumbers: (json) => this.#ledger().open(json),
          fetch: (url, init) => (this.env.WEBHOOKS ?? globalThis).fetch(url, init),
        },
      );
      this.#book.note(attempt, outcome, Date.now(), Math.random());
    }
  }

  #sealed(secret: string): string {
    return this.#seal.seal(secret, this.#secretPlace);
  }

  #ledger() {
    return this.env.LEDGER.getByName(actorName(this.#name.application, "ledger"));
  }

  /** False: it could not be told. */
  async #tellDirectory(): Promise<boolean> {
    const untold = this.#book.untold();
    if (untold === undefined) return true;
    const { application, id } = this.#name;
    const { revision, at, because } = untold;
    console.warn(JSON.stringify({ level: "warn", event: "webhook.disabled", application, webhook: id, because }));
    try {
      const directory = this.env.DIRECTORY.getByName(actorName(application, "directory"));
      await directory.disableWebhook(as<WebhookId>(id), revision, { at, because });
      this.#book.told(revision);
      return true;
    } catch {
      return false;
    }
  }

  /** Sets the alarm for what is to be done next, in the transaction of whatever made it so. */
  async #wake(notBefore: Instant = 0): Promise<void> {
    const due = this.#book.due(Date.now());
    if (due !== undefined) await this.ctx.storage.setAlarm(Math.max(due, notBefore, Date.now()));
  }
}
