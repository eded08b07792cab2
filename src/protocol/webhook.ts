/**
 * The ledger, a webhook's actor and whoever set the webhook up: how what happens is told to other people's servers.
 *
 *   directory                  ledger                         webhook                        receiver
 *     │ ── webhooks.wanted ──────▶│                              │
 *     │ ── webhook.configured ───────────────────────────────────▶│
 *     │                          │ ask take: what happened ─────▶│   numbered; what is known already is passed over
 *     │                          │ ◀──── up to which number ─────│
 *     │                          │                              │ ── POST, signed ──────────▶│   one at a time, in order
 *     │ ◀──────────── disableWebhook ────────────────────────────│   nothing was taken for a day, or 410
 */
import type { Instant, OperatorId, ReportScheduleId, WebhookId } from "../words/index.ts";
import type { CallbackRecord } from "./callback.ts";
import type { CallRecord } from "./record.ts";
import type { OfferLine, StatusLine } from "./work.ts";

/** What a webhook may be told of. */
export const webhookEvents = ["call.started", "call.ended", "callback.ended", "offer.ended", "status.ended"] as const;
export type WebhookEvent = (typeof webhookEvents)[number];
/** `*`: of everything, also of what is added to the list one day. */
export type WantedEvents = readonly WebhookEvent[] | "*";

export const wants = (events: WantedEvents, event: WebhookEvent): boolean => events === "*" || events.includes(event);

/** What is told of a report by webhook. */
export interface ReportReady {
  readonly run: string;
  readonly schedule: ReportScheduleId;
  readonly name: string;
  readonly report: string;
  readonly from: Instant;
  readonly until: Instant;
  readonly timeZone: string;
  /** Where the API has the same. */
  readonly path: string;
  /** As the API answers it. Null: it is too long for a message. */
  readonly body: unknown;
}

/** What has happened, with references in the place of callers' numbers (reference.ts). */
export type WebhookData =
  | { readonly type: "call.started" | "call.ended"; readonly call: Omit<CallRecord, "timeline"> }
  | { readonly type: "callback.ended"; readonly callback: CallbackRecord }
  | { readonly type: "offer.ended"; readonly operatorId: OperatorId; readonly offer: Omit<OfferLine, "what"> }
  /** An operator was in one status for so long. */
  | { readonly type: "status.ended"; readonly operatorId: OperatorId; readonly status: Omit<StatusLine, "what"> }
  /** A report that is sent again and again is there: for the webhooks that its schedule names, whatever else they want to be told. */
  | { readonly type: "report.ready"; readonly report: ReportReady }
  /** Somebody wanted to see whether anything arrives. */
  | { readonly type: "webhook.test"; readonly by: string };

/** Something that the ledger has written down. */
export interface Happened {
  /** Grows; the ledger's own. */
  readonly seq: number;
  /** The same for every webhook that is told of it, and for every attempt. */
  readonly id: string;
  readonly at: Instant;
  readonly data: WebhookData;
}

/** Told to the ledger: who wants to know what, now. Those who are not in the list are told nothing any more. */
export interface WebhooksWanted {
  readonly type: "webhooks.wanted";
  readonly at: Instant;
  readonly revision: number;
  readonly webhooks: readonly { readonly id: WebhookId; readonly events: WantedEvents }[];
}

export interface WebhookSettings {
  readonly revision: number;
  readonly url: string;
  readonly enabled: boolean;
  /** Whether callers' numbers are told whole. */
  readonly numbers: "masked" | "whole";
}

/** Told to the webhook's actor. Without settings: it has been removed. */
export interface WebhookConfigured {
  readonly type: "webhook.configured";
  readonly at: Instant;
  readonly revision: number;
  readonly settings: WebhookSettings | undefined;
}

/** Why nothing is sent there any more, and since when. */
export interface Disabled {
  readonly at: Instant;
  readonly because: "gone" | "failing";
}

export interface WebhookPort {
  tell(fact: WebhookConfigured): Promise<void>;
  /** Answers with the number up to which everything has been taken. Undefined: not now, because it does not know yet where to send it. */
  take(happened: readonly Happened[]): Promise<number | undefined>;
}
