import type { ReportReady, WebhookPort } from "../protocol/webhook.ts";
import type { Instant } from "../words/index.ts";

export const deliveryStates = ["waiting", "delivered", "failed"] as const;
export type DeliveryState = (typeof deliveryStates)[number];

/** Why an attempt came to nothing: what the receiver answered was no 2xx; it answered nothing in time; it could not be reached, or must not be. */
export type AttemptProblem = "refused" | "timeout" | "unreachable" | "forbidden";

/** A message, as far as it has come. */
export interface Delivery {
  /** The same for every attempt, and in every webhook that is told of it. */
  readonly id: string;
  readonly type: string;
  /** When it happened. */
  readonly at: Instant;
  readonly state: DeliveryState;
  readonly tries: number;
  readonly lastTryAt: Instant | null;
  /** What the receiver answered last. Null: nothing. */
  readonly lastStatus: number | null;
  readonly problem: AttemptProblem | null;
  /** When it is tried again; null: it is not, or as soon as those before it are through. */
  readonly nextTryAt: Instant | null;
}

export interface DeliveriesWanted {
  readonly state?: DeliveryState | undefined;
  /** Where the page before ended. */
  readonly after?: number | undefined;
  readonly limit: number;
}

export interface DeliveryPage {
  /** The newest first. */
  readonly items: readonly Delivery[];
  readonly next?: number | undefined;
  readonly waiting: number;
  readonly failed: number;
  /** Messages that were thrown away unsent, because too many waited or for too long. */
  readonly dropped: number;
  /** Whether there is a secret to sign with; nothing is sent without one. */
  readonly hasSecret: boolean;
}

/** Which messages are to be sent again: those that happened since then, or these. */
export type ReplayWanted = { readonly since: Instant } | { readonly ids: readonly string[] };

/** A webhook as those see it who look after it. */
export interface Webhook extends WebhookPort {
  /** Signs with this from now on, and for a day with the one before as well. Answers until when; undefined: there was none. */
  newSecret(secret: string): Promise<Instant | undefined>;
  /** Puts a test message in. The same id again is the same message. (`test` is a name that workerd keeps for itself.) */
  sendTest(id: string, by: string): Promise<void>;
  /** Takes a report that was made for it. False: there is no such webhook, or it is disabled. */
  takeReport(report: ReportReady, at: Instant): Promise<boolean>;
  deliveries(wanted: DeliveriesWanted): Promise<DeliveryPage>;
  /** Puts messages that are through in again, in their order. Answers how many. */
  replay(wanted: ReplayWanted): Promise<number>;
}
