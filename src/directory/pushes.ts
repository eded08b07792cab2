/**
 * The directory's outbox: what queues, operators, webhooks, sounds, the ledger and the schedules are still to be told. A row stands until its recipient has taken it; the newest fact of
 * a kind takes the place of an older one that still waits.
 */
import type { Sql } from "../kernel/index.ts";
import type { OperatorPort, QueuePort } from "../protocol/actors.ts";
import type { RetentionWanted } from "../protocol/retention.ts";
import type { SoundRemoved } from "../protocol/sound.ts";
import type { WebhookConfigured, WebhooksWanted } from "../protocol/webhook.ts";
import type { ScheduleConfigured } from "../schedules/port.ts";
import type { Duration, Instant, OperatorId, QueueId, SoundId, WebhookId } from "../words/index.ts";
import { as } from "../words/index.ts";

export type QueueFact = Extract<Parameters<QueuePort["tell"]>[0], { type: "queue.configured" }>;
export type OperatorFact = Extract<
  Parameters<OperatorPort["tell"]>[0],
  { type: "operator.configured" | "operator.revoked" | "sessions.ended" }
>;

type Fact =
  | QueueFact
  | OperatorFact
  | SoundRemoved
  | WebhookConfigured
  | WebhooksWanted
  | RetentionWanted
  | ScheduleConfigured;

export interface Recipients {
  readonly queue: (id: QueueId) => { tell(fact: QueueFact): Promise<void> };
  readonly operator: (id: OperatorId) => { tell(fact: OperatorFact): Promise<void> };
  readonly webhook: (id: WebhookId) => { tell(fact: WebhookConfigured): Promise<void> };
  readonly sound: (id: SoundId) => { tell(fact: SoundRemoved): Promise<void> };
  readonly ledger: () => { tell(fact: WebhooksWanted | RetentionWanted): Promise<void> };
  readonly schedules: () => { tell(fact: ScheduleConfigured): Promise<void> };
}

const firstRetry: Duration = 250;
const lastRetry: Duration = 8_000;
/** A recipient that has not answered by then is tried again; its own idempotence makes that harmless. */
const patience: Duration = 2_000;
const batch = 32;

export function pushToQueue(sql: Sql, id: QueueId, fact: QueueFact, revision: number): void {
  push(sql, "queue", id, fact, revision);
}

export function pushToOperator(sql: Sql, id: OperatorId, fact: OperatorFact, revision: number): void {
  push(sql, "operator", id, fact, revision);
}

export function pushToWebhook(sql: Sql, id: WebhookId, fact: WebhookConfigured): void {
  push(sql, "webhook", id, fact, fact.revision);
}

export function pushToSound(sql: Sql, id: SoundId, fact: SoundRemoved, revision: number): void {
  push(sql, "sound", id, fact, revision);
}

export function pushToLedger(sql: Sql, fact: WebhooksWanted | RetentionWanted): void {
  push(sql, "ledger", "", fact, fact.revision);
}

export function pushToSchedules(sql: Sql, fact: ScheduleConfigured): void {
  push(sql, "schedules", fact.id, fact, fact.revision);
}

function push(sql: Sql, recipient: keyof Recipients, id: string, fact: Fact, revision: number): void {
  sql.exec(
    "INSERT OR REPLACE INTO push (recipient, id, fact, body, revision, tries, due) VALUES (?, ?, ?, ?, ?, 0, ?)",
    recipient,
    id,
    fact.type,
    JSON.stringify(fact),
    revision,
    fact.at,
  );
}

/** When the next push is to be tried; undefined when all have been delivered. */
export function nextPush(sql: Sql): Instant | undefined {
  const due = sql.exec("SELECT min(due) AS due FROM push").toArray()[0]?.["due"];
  return typeof due === "number" ? due : undefined;
}

/** Tries everything that is due, once. What fails stays and becomes due again later. */
export async function deliverPushes(sql: Sql, recipients: Recipients, now: () => Instant): Promise<void> {
  for (;;) {
    const due = sql
      .exec(
        "SELECT recipient, id, fact, body, revision, tries FROM push WHERE due <= ? ORDER BY due, id LIMIT ?",
        now(),
        batch,
      )
      .toArray();
    if (due.length === 0) return;
    await Promise.all(due.map((row) => deliver(sql, row, recipients, now)));
  }
}

async function deliver(
  sql: Sql,
  row: Record<string, unknown>,
  recipients: Recipients,
  now: () => Instant,
): Promise<void> {
  const { recipient, id, body } = {
    recipient: String(row["recipient"]),
    id: String(row["id"]),
    body: String(row["body"]),
  };
  // Only this very fact: a newer one may have taken its place meanwhile.
  const which = "recipient = ? AND id = ? AND fact = ? AND revision = ?";
  const key = [recipient, id, String(row["fact"]), Number(row["revision"])] as const;
  try {
    await within(patience, tell(recipients, recipient, id, JSON.parse(body)));
    sql.exec(`DELETE FROM push WHERE ${which}`, ...key);
  } catch {
    const wait = Math.min(lastRetry, firstRetry * 2 ** Number(row["tries"]));
    sql.exec(`UPDATE push SET tries = tries + 1, due = ? WHERE ${which}`, now() + wait, ...key);
  }
}

function tell(recipients: Recipients, recipient: string, id: string, fact: unknown): Promise<void> {
  // Each is told what push wrote for it above.
  switch (recipient) {
    case "queue":
      return recipients.queue(as<QueueId>(id)).tell(fact as QueueFact);
    case "operator":
      return recipients.operator(as<OperatorId>(id)).tell(fact as OperatorFact);
    case "webhook":
      return recipients.webhook(as<WebhookId>(id)).tell(fact as WebhookConfigured);
    case "sound":
      return recipients.sound(as<SoundId>(id)).tell(fact as SoundRemoved);
    case "schedules":
      return recipients.schedules().tell(fact as ScheduleConfigured);
    default:
      return recipients.ledger().tell(fact as WebhooksWanted | RetentionWanted);
  }
}

async function within<T>(limit: Duration, work: Promise<T>): Promise<T> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error("no answer in time")), limit);
  });
  try {
    return await Promise.race([work, late]);
  } finally {
    clearTimeout(timer);
  }
}
