/** One attempt at a run: may its author do that, what does the report say, and does it reach everybody who has not got it yet? */
import { fileOf, type ExportedFile } from "../exports/file.ts";
import { dateOf, isoDate } from "../hours/calendar.ts";
import { wallAt } from "../hours/zone.ts";
import type { Message } from "../mail/message.ts";
import type { SendMail } from "../mail/port.ts";
import { makeReport, type Report, type Sources } from "../reports/make.ts";
import { sheetOf } from "../reports/sheet.ts";
import { answerOf } from "../reports/answer.ts";
import type { Grant, Right } from "../rights/index.ts";
import { as, minutes, type ApplicationId, type Instant, type WebhookId } from "../words/index.ts";
import type { Attempt, Outcome } from "./book.ts";
import { letterOf } from "./letter.ts";
import type { ReportReady } from "../protocol/webhook.ts";
import type { ReceiverOf, ReportDelivery } from "./port.ts";

/** What a schedule's author must be allowed when it runs. */
export const rightsNeeded: readonly Right[] = ["reports.read", "schedules.write"];

/** Servers take 25 MB at most, mostly; as base64 a file is a third longer. */
const largestFile = 10 * 2 ** 20;
/** A webhook's message is kept for a week. */
const longestBody = 64 * 1_024;

export interface Surroundings extends Sources {
  readonly application: ApplicationId;
  readonly now: Instant;
  /** What this bearer may do at this moment. Undefined: they are not there any more. */
  readonly grantOf: (author: string) => Promise<Grant | undefined>;
  /** Undefined: no e-mail can be sent from here. */
  readonly mail: SendMail | undefined;
  readonly receiverOf: ReceiverOf;
}

export async function perform(attempt: Attempt, surroundings: Surroundings): Promise<Outcome> {
  const { author, settings, from, until } = attempt;
  const grant = author === null ? undefined : await surroundings.grantOf(author);
  if (grant === undefined) return { what: "stopped", because: "author_gone" };
  if (!rightsNeeded.every((right) => grant.rights.includes(right))) return { what: "stopped", because: "no_right" };
  const { report: name, query, timeZone } = settings;
  const report = await makeReport({ ...query, report: name, timeZone }, { from, until }, grant.scope, surroundings);
  if (report === "too_many_intervals") return { what: "failed", problem: report };
  const open = attempt.deliveries.filter(({ state }) => state === "waiting");
  const file = open.some(({ by }) => by === "email") ? await fileOf(sheetOf(report), settings.format) : "none";
  if (file === undefined || (file !== "none" && file.bytes.length > largestFile))
    return { what: "failed", problem: "too_large" };
  const deliveries: ReportDelivery[] = [];
  for (const [place, delivery] of attempt.deliveries.entries()) {
    if (delivery.state !== "waiting") deliveries.push(delivery);
    else if (delivery.by === "webhook") deliveries.push(await post(delivery, attempt, report, surroundings));
    else if (file !== "none") deliveries.push(await mail(delivery, place, attempt, report, file, surroundings));
  }
  return { what: "sent", deliveries };
}

async function mail(
  delivery: ReportDelivery,
  place: number,
  { id, settings: { name, language } }: Attempt,
  report: Report,
  { type, bytes, name: fileName }: ExportedFile,
  { mail: send, application, now }: Surroundings,
): Promise<ReportDelivery> {
  if (send === undefined) return { ...delivery, problem: "noMail" };
  const day = isoDate(dateOf(Math.floor(wallAt(report.timeZone, report.from) / minutes(24 * 60))));
  const attachment = { name: `${day}_${fileName}`, type, bytes };
  const message: Omit<Message, "from"> = {
    // Each person has their own, the same at every attempt.
    id: `${application}.${plain(id)}.${place}@acd`,
    at: now,
    to: delivery.to,
    ...letterOf(name, language, report, attachment.name),
    attachment,
  };
  const outcome = await send(message);
  if (outcome.sent) return { ...delivery, state: "done", problem: null };
  return { ...delivery, state: outcome.forGood ? "failed" : "waiting", problem: outcome.problem };
}

async function post(
  delivery: ReportDelivery,
  { id, schedule, settings: { name, query } }: Attempt,
  report: Report,
  { receiverOf, application, now }: Surroundings,
): Promise<ReportDelivery> {
  const { from, until, timeZone } = report;
  const asked = Object.entries({ from, until, timeZone, ...query }).flatMap(([field, value]) =>
    value === undefined ? [] : [[field, String(value)]],
  );
  const path = `/v1/applications/${application}/reports/${report.report}?${new URLSearchParams(asked).toString()}`;
  const body = answerOf(report);
  const ready: ReportReady = {
    run: plain(id),
    schedule,
    name,
    report: report.report,
    from,
    until,
    timeZone,
    path,
    body: JSON.stringify(body).length > longestBody ? null : body,
  };
  const taken = await receiverOf(application, as<WebhookId>(delivery.to)).takeReport(ready, now);
  return taken ? { ...delivery, state: "done", problem: null } : { ...delivery, state: "failed", problem: "noWebhook" };
}

/** Without dots, which mean something in both kinds of ids; two that differ stay so. */
const plain = (id: string): string => id.replaceAll(".", "~");
