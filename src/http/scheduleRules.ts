/** What is asked of a report schedule before it is kept, whether it comes alone or in a file. */
import type { Draft } from "../directory/resources.ts";
import { boundsOf } from "../reports/intervals.ts";
import { foreignField, mostIntervals } from "../reports/make.ts";
import type { Grant } from "../rights/index.ts";
import { periodAt } from "../schedules/when.ts";
import type { Instant } from "../words/index.ts";
import type { FieldProblem } from "./problem.ts";

/** It shows no more than its author may see; who may see no report cannot be one. */
export const grantOfSchedule: Grant = { rights: ["reports.read"], scope: { queues: [] } };

/** `mail`: e-mail can be sent from here. */
export function wrongSchedule(
  { report, query, period, timeZone, emails, webhooks }: Draft<"reportSchedule">,
  { mail, now }: { readonly mail: boolean; readonly now: Instant },
): FieldProblem[] {
  const wrong: FieldProblem[] = [];
  const foreign = foreignField({ report, ...query });
  if (foreign !== undefined)
    wrong.push({
      field: `query.${foreign}`,
      problem: `cannot narrow the report \`${report}\``,
      remedy: "Leave it out.",
    });
  const { interval } = query;
  const { from, until } = periodAt(period, timeZone, now);
  if (boundsOf({ from, until, interval, timeZone }, mostIntervals + 1).at(-1) !== until)
    wrong.push({
      field: "query.interval",
      problem: "divides the period into too many",
      remedy: `Give a longer one: ${mostIntervals} at most.`,
    });
  if (emails.length > 0 && !mail)
    wrong.push({
      field: "emails",
      problem: "cannot be reached: e-mail is not set up here",
      remedy: "Set ACD_SMTP_URL and ACD_MAIL_FROM, or name webhooks only.",
    });
  if (emails.length + webhooks.length === 0)
    wrong.push({ field: "emails", problem: "names nobody", remedy: "Name an address, or a webhook under `webhooks`." });
  return wrong;
}
