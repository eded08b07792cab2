/**
 * What is still to be handed to webhooks: one row for each event that any of them wants to know of, written with the fact itself, and deleted when
 * all who want it have it. While no webhook wants anything nothing is written.
 */
import type { Sql } from "../kernel/index.ts";
import {
  wants,
  type Happened,
  type WantedEvents,
  type WebhookData,
  type WebhookEvent,
  type WebhooksWanted,
} from "../protocol/webhook.ts";
import type { Instant, WebhookId } from "../words/index.ts";
import { as } from "../words/index.ts";

export const outboxTables = `
  CREATE TABLE webhooks_wanted (revision INTEGER NOT NULL, last INTEGER NOT NULL);
  INSERT INTO webhooks_wanted (revision, last) VALUES (0, 0);
  CREATE TABLE webhook (id TEXT PRIMARY KEY, events TEXT NOT NULL, taken INTEGER NOT NULL) WITHOUT ROWID;
  CREATE TABLE happened (
    seq INTEGER PRIMARY KEY, id TEXT NOT NULL, type TEXT NOT NULL, at INTEGER NOT NULL, data TEXT NOT NULL
  );
`;

/** So many are handed over at a time. */
const batch = 50;

/** An id as it may stand in a message's: without dots, which separate what is signed; two that differ stay so. */
const plain = (id: string): string =>
  id.replaceAll(/[^\w-]/g, (other) => `~${other.charCodeAt(0).toString(16).padStart(4, "0")}`);

interface Wanting {
  readonly id: WebhookId;
  readonly events: WantedEvents;
  /** Up to which number it has everything. */
  readonly taken: number;
}

export class Outbox {
  readonly #sql: Sql;

  constructor(sql: Sql) {
    this.#sql = sql;
  }

  /** One that is new is told what happens from now on. */
  configure({ revision, webhooks }: WebhooksWanted): void {
    const [known] = this.#sql.exec("SELECT revision, last FROM webhooks_wanted").toArray();
    if (Number(known?.["revision"]) >= revision) return;
    this.#sql.exec("UPDATE webhooks_wanted SET revision = ?", revision);
    this.#sql.exec(
      "DELETE FROM webhook WHERE id NOT IN (SELECT value FROM json_each(?))",
      JSON.stringify(webhooks.map(({ id }) => id)),
    );
    for (const { id, events } of webhooks)
      this.#sql.exec(
        "INSERT INTO webhook (id, events, taken) VALUES (?, ?, ?) ON CONFLICT DO UPDATE SET events = excluded.events",
        id,
        JSON.stringify(events),
        Number(known?.["last"]),
      );
    this.#forget();
  }

  isWanted(event: WebhookEvent): boolean {
    return this.#all().some(({ events }) => wants(events, event));
  }

  /** `of`: what tells it from all others of its type, for the id. */
  add(data: WebhookData & { readonly type: WebhookEvent }, of: string, at: Instant): void {
    if (!this.isWanted(data.type)) return;
    const id = `msg_${data.type.replace(".", "_")}_${plain(of)}`;
    const [row] = this.#sql.exec("UPDATE webhooks_wanted SET last = last + 1 RETURNING last").toArray();
    this.#sql.exec(
      "INSERT INTO happened (seq, id, type, at, data) VALUES (?, ?, ?, ?, ?)",
      Number(row?.["last"]),
      id,
      data.type,
      at,
      JSON.stringify(data),
    );
  }

  /** The webhooks for which something is there. */
  waiting(): WebhookId[] {
    const all = this.#all();
    if (all.length === 0) return [];
    const [newest] = this.#sql.exec("SELECT max(seq) AS seq FROM happened").toArray();
    return all.filter(({ taken }) => taken < Number(newest?.["seq"] ?? 0)).map(({ id }) => id);
  }

  /** What this webhook is to take next, and up to which number it has everything then. Undefined: it has everything. */
  next(webhook: WebhookId): { readonly happened: readonly Happened[]; readonly upTo: number } | undefined {
    const found = this.#all().find(({ id }) => id === webhook);
    const rows = this.#sql
      .exec("SELECT seq, id, type, at, data FROM happened WHERE seq > ? ORDER BY seq LIMIT ?", found?.taken ?? 0, batch)
      .toArray();
    const last = rows.at(-1);
    if (found === undefined || last === undefined) return undefined;
    const happened = rows
      .filter(({ type }) => wants(found.events, type as WebhookEvent)) // as it was written above
      .map((row) => ({
        seq: Number(row["seq"]),
        id: String(row["id"]),
        at: Number(row["at"]),
        data: JSON.parse(String(row["data"])) as WebhookData, // likewise
      }));
    return { happened, upTo: Number(last["seq"]) };
  }

  /** A webhook has everything up to there. */
  taken(webhook: WebhookId, upTo: number): void {
    this.#sql.exec("UPDATE webhook SET taken = ?1 WHERE id = ?2 AND taken < ?1", upTo, webhook);
    this.#forget();
  }

  #forget(): void {
    const all = this.#all();
    this.#sql.exec(
      "DELETE FROM happened WHERE seq <= ?",
      Math.min(...all.map(({ taken }) => taken), Number.MAX_SAFE_INTEGER),
    );
  }

  #all(): Wanting[] {
    return this.#sql
      .exec("SELECT id, events, taken FROM webhook ORDER BY id")
      .toArray()
      .map((row) => ({
        id: as<WebhookId>(String(row["id"])),
        events: JSON.parse(String(row["events"])) as WantedEvents, // written above
        taken: Number(row["taken"]),
      }));
  }
}
