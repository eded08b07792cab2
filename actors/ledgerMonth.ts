/** The records of one month of an application, named `<application>/ledger-2026-08`. Only the application's ledger asks it for anything. */
import { DurableObject } from "cloudflare:workers";
import { MonthBook, type Month, type MonthRecord } from "../src/ledger/month.ts";
import type { CallerKey } from "../src/protocol/reference.ts";

export class LedgerMonthActor extends DurableObject implements Month {
  readonly #book = new MonthBook(this.ctx.storage.sql, (work) => this.ctx.storage.transactionSync(work));

  async put(records: readonly MonthRecord[]): Promise<void> {
    this.#book.put(records);
  }

  async summaries(places: readonly number[]): Promise<readonly Pick<MonthRecord, "place" | "summary">[]> {
    return this.#book.summaries(places);
  }

  async records(places: readonly number[]): Promise<readonly Omit<MonthRecord, "kept">[]> {
    return this.#book.records(places);
  }

  async kept(places: readonly number[]): Promise<readonly Pick<MonthRecord, "place" | "kept">[]> {
    return this.#book.kept(places);
  }

  async erase(places: readonly number[], caller: CallerKey): Promise<void> {
    this.#book.erase(places, caller);
  }

  async strip(places: readonly number[], what: "timeline" | "kept"): Promise<void> {
    this.#book.strip(places, what);
  }

  /** With its last record it ceases to exist. */
  async forget(places: readonly number[]): Promise<void> {
    this.#book.forget(places);
    if (this.#book.isEmpty()) await this.ctx.storage.deleteAll();
  }
}
