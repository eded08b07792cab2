/**
 * The reports of an application that are made and sent again and again, named `<application>/schedules`. The alarm does everything, one report at a
 * time: the earliest that is due.
 */
import { DurableObject } from "cloudflare:workers";
import type { Directory } from "../src/directory/port.ts";
import type { Ledger } from "../src/ledger/port.ts";
import { actorName, partsOfActorName } from "../src/protocol/actors.ts";
import { ScheduleBook, type Attempt, type Outcome } from "../src/schedules/book.ts";
import { perform } from "../src/schedules/perform.ts";
import type { ReportReceiver, RunAsked, ScheduleConfigured, Schedules, ScheduleState } from "../src/schedules/port.ts";
import { minutes, type Duration, type ReportScheduleId } from "../src/words/index.ts";
import { mailer, type MailEnv } from "./mailer.ts";

interface Named<Port> {
  getByName(name: string): Port;
}

interface ScheduleEnv extends MailEnv {
  readonly DIRECTORY: Named<Pick<Directory, "grantOf" | "list">>;
  readonly LEDGER: Named<Pick<Ledger, "report">>;
  readonly WEBHOOK: Named<ReportReceiver>;
}

/** An alarm may run for 15 minutes; after this long it begins anew. */
const longestRun: Duration = minutes(5);
/** When something went wrong that should not. */
const comesAgain: Duration = minutes(1);

export class ScheduleActor extends DurableObject<ScheduleEnv> implements Schedules {
  readonly #application = partsOfActorName(this.ctx.id.name ?? "").application;
  readonly #book = new ScheduleBook(this.ctx.storage.sql, (work) => this.ctx.storage.transactionSync(work));

  async tell(fact: ScheduleConfigured): Promise<void> {
    this.#book.configure(fact, Date.now());
    await this.#wake();
  }

  async state(id: ReportScheduleId): Promise<ScheduleState | undefined> {
    return this.#book.state(id);
  }

  async runNow(id: ReportScheduleId, run: string, by: string): Promise<RunAsked> {
    const asked = this.#book.runNow(id, run, by, Date.now());
    await this.#wake();
    return asked;
  }

  override async alarm(): Promise<void> {
    let notBefore = 0;
    try {
      const until = Date.now() + longestRun;
      this.#book.begin(Date.now());
      while (Date.now() < until) {
        const attempt = this.#book.next(Date.now(), Math.random());
        if (attempt === undefined) break;
        this.#book.note(attempt, await this.#perform(attempt), Date.now());
      }
    } catch (fault) {
      // An alarm that throws is given up by the platform after some tries.
      this.#complain("schedules.fault", fault);
      notBefore = Date.now() + comesAgain;
    }
    await this.#wake(notBefore);
  }

  async #perform(attempt: Attempt): Promise<Outcome> {
    const application = this.#application;
    const directory = this.env.DIRECTORY.getByName(actorName(application, "directory"));
    try {
      const outcome = await perform(attempt, {
        application,
        now: Date.now(),
        grantOf: (author) => directory.grantOf(author),
        count: (query) => this.env.LEDGER.getByName(actorName(application, "ledger")).report(query),
        people: () => directory.list("person"),
        mail: mailer(this.env),
        receiverOf: (application, webhook) => this.env.WEBHOOK.getByName(actorName(application, webhook)),
      });
      this.#tell(attempt, outcome);
      return outcome;
    } catch (fault) {
      this.#complain("report.fault", fault, attempt.id);
      return { what: "failed", problem: "fault" };
    }
  }

  /** How many have it and why others have not; to whom it goes stands in no log. */
  #tell({ id }: Attempt, outcome: Outcome): void {
    const deliveries = outcome.what === "sent" ? outcome.deliveries : [];
    const problems = deliveries.flatMap(({ problem }) => problem ?? []);
    const isGood = outcome.what === "sent" && problems.length === 0;
    const because =
      outcome.what === "stopped" ? outcome.because : outcome.what === "failed" ? outcome.problem : undefined;
    const line = {
      level: isGood ? "info" : "warn",
      event: isGood ? "report.sent" : "report.failed",
      application: this.#application,
      run: id,
      deliveries: deliveries.length,
      because: because ?? (isGood ? undefined : [...new Set(problems)].join(",")),
    };
    console[isGood ? "info" : "warn"](JSON.stringify(line));
  }

  #complain(event: string, fault: unknown, run?: string): void {
    const what = fault instanceof Error ? fault.name : "unknown";
    console.error(JSON.stringify({ level: "error", event, application: this.#application, run, what }));
  }

  /** Sets the alarm for what is to be done next. */
  async #wake(notBefore = 0): Promise<void> {
    const due = this.#book.due();
    if (due === undefined) await this.ctx.storage.deleteAlarm();
    else await this.ctx.storage.setAlarm(Math.max(due, notBefore, Date.now()));
  }
}
