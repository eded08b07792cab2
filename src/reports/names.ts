import type { ReportBy } from "./query.ts";

export const reportNames = ["queues", "groups", "operators", "numbers", "scenarios", "hours", "dispositions"] as const;
export type ReportName = (typeof reportNames)[number];

/** What a report is counted by. Groups are the sums of those who are in them now. */
export const countedBy = {
  queues: "queue",
  groups: "operator",
  operators: "operator",
  numbers: "number",
  scenarios: "scenario",
  hours: "hour",
  dispositions: "disposition",
} as const satisfies Record<ReportName, ReportBy>;

/** What the first column is called. */
export const keyNames = {
  queues: "queue",
  groups: "group",
  operators: "operator",
  numbers: "number",
  scenarios: "scenario",
  hours: "hour",
  dispositions: "disposition",
} as const satisfies Record<ReportName, string>;
