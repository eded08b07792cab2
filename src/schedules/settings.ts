/** A report that is made and sent again and again, as it is set up. */
import type { FileFormat } from "../exports/file.ts";
import type { Weekday } from "../protocol/hours.ts";
import type { Wanted } from "../reports/make.ts";
import type { Language, WebhookId } from "../words/index.ts";

export const namedPeriods = ["yesterday", "lastWeek", "lastMonth"] as const;
export const countedPeriods = ["lastDays", "lastHours"] as const;

/** Which time a report is about, seen from when it is due; always whole days, weeks (from Monday), months or hours. */
export type RelativePeriod =
  | { readonly of: (typeof namedPeriods)[number] }
  | { readonly of: (typeof countedPeriods)[number]; readonly count: number };

/** `at`: HH:MM by the local clock. Months that have no such day: on their last. */
export type When =
  | { readonly every: "day"; readonly at: string }
  | { readonly every: "week"; readonly on: Weekday; readonly at: string }
  | { readonly every: "month"; readonly day: number; readonly at: string };

export interface ScheduleSettings {
  readonly name: string;
  readonly report: Wanted["report"];
  readonly query: Omit<Wanted, "report" | "timeZone">;
  readonly period: RelativePeriod;
  readonly when: When;
  /** Whose clock `when` and `period` go by; an IANA name. */
  readonly timeZone: string;
  /** Of the file that e-mails bring. */
  readonly format: FileFormat;
  readonly emails: readonly string[];
  readonly webhooks: readonly WebhookId[];
  /** Of the e-mails. */
  readonly language: Language;
  readonly enabled: boolean;
}
