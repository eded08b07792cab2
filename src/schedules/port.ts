import type { MailProblem } from "../mail/port.ts";
import type { ReportReady } from "../protocol/webhook.ts";
import type { ApplicationId, Instant, ReportScheduleId, WebhookId } from "../words/index.ts";
import type { ScheduleSettings } from "./settings.ts";

/** Told by the directory. Without settings: it has been removed. */
export interface ScheduleConfigured {
  readonly type: "schedule.configured";
  readonly at: Instant;
  readonly revision: number;
  readonly id: ReportScheduleId;
  /** Who put it last: a bearer's name. It does what they may do. Null: nobody who is known. */
  readonly author: string | null;
  readonly settings: ScheduleSettings | undefined;
}

/** Why nothing is sent any more. `author_gone`: whoever put it last is not there any more; `no_right`: they may not read and send reports any more. */
export const stops = ["author_gone", "no_right"] as const;
export type Stop = (typeof stops)[number];

/** `fault`: it could not be made, and is tried again. `disabled`: the schedule was, while it waited. */
export const runProblems = [...stops, "too_large", "too_many_intervals", "fault", "disabled"] as const;
export type RunProblem = (typeof runProblems)[number];

/** Besides those of e-mail: `noMail`: none can be sent from here; `noWebhook`: there is none, or it is disabled. */
export const deliveryProblems = [
  "refused",
  "signIn",
  "noTls",
  "unreachable",
  "timeout",
  "noMail",
  "noWebhook",
] as const satisfies readonly (MailProblem | "noMail" | "noWebhook")[];
export type DeliveryProblem = (typeof deliveryProblems)[number];

export const runStates = ["waiting", "done", "failed"] as const;
export type RunState = (typeof runStates)[number];

/** To one address or one webhook. Of a webhook done means that it has the message, and sends it on by its own rules. */
export interface ReportDelivery {
  readonly by: "email" | "webhook";
  readonly to: string;
  readonly state: RunState;
  /** Of the last attempt. */
  readonly problem: DeliveryProblem | null;
}

export interface Run {
  /** The same for every attempt, and in everything that is sent. */
  readonly id: string;
  readonly dueAt: Instant;
  /** Who wanted it now. Null: the clock. */
  readonly askedBy: string | null;
  readonly from: Instant;
  readonly until: Instant;
  /** `failed`: somebody has not got it, and it is not tried any more. */
  readonly state: RunState;
  readonly tries: number;
  readonly lastTryAt: Instant | null;
  readonly nextTryAt: Instant | null;
  readonly problem: RunProblem | null;
  readonly deliveries: readonly ReportDelivery[];
}

export interface ScheduleState {
  /** Null: it is disabled, or stopped. */
  readonly nextRunAt: Instant | null;
  readonly stopped: { readonly at: Instant; readonly because: Stop } | null;
  /** The newest first. */
  readonly runs: readonly Run[];
}

/** `busy`: another that was asked for still waits. `unknown`: there is no such schedule, as far as is known by now. */
export type RunAsked = "asked" | "busy" | "unknown";

/** An application's schedules. */
export interface Schedules {
  tell(fact: ScheduleConfigured): Promise<void>;
  /** Undefined: there is none, as far as is known by now. */
  state(id: ReportScheduleId): Promise<ScheduleState | undefined>;
  /** Makes and sends it now. The same `run` again is the same run. */
  runNow(id: ReportScheduleId, run: string, by: string): Promise<RunAsked>;
}

/** Takes a message for a webhook. False: there is no such webhook, or it is disabled. */
export interface ReportReceiver {
  takeReport(report: ReportReady, at: Instant): Promise<boolean>;
}

export type ReceiverOf = (application: ApplicationId, webhook: WebhookId) => ReportReceiver;
