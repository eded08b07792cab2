/** Reports that are sent. */
import * as z from "zod";
import { fileFormats } from "../../exports/file.ts";
import { isTimeZone } from "../../hours/zone.ts";
import { isEmail } from "../../mail/address.ts";
import { weekdays } from "../../protocol/hours.ts";
import { intervalNames } from "../../reports/intervals.ts";
import { repeatLimits, usualTerms } from "../../reports/metrics.ts";
import { reportNames } from "../../reports/names.ts";
import { namedPeriods } from "../../schedules/settings.ts";
import { given, language, name, number, operatorId, queueId, reportScheduleId, scenario, webhookId } from "./basics.ts";
import { serviceTerms } from "./serviceTerms.ts";

const clockTime = z
  .string()
  .regex(/^(?:[01]\d|2[0-3]):[0-5]\d$/, "Write hours and minutes: 08:00.")
  .meta({ description: "By the local clock.", example: "08:00" });

const counted = (most: number) => z.int().min(1).max(most);

export const reportScheduleBody = z
  .strictObject({
    name: name.meta({ description: "Shown to people, and the subject of e-mails." }),
    report: z.enum(reportNames).meta({ description: "By what it is counted." }),
    query: z
      .strictObject({
        interval: z.enum(intervalNames).optional().meta({ description: "How the period is divided; not given: not." }),
        queue: queueId.optional(),
        number: number.optional(),
        channel: z.enum(["phone", "web"]).optional(),
        scenario: scenario.optional(),
        operator: operatorId.optional(),
        ...serviceTerms(() => z.int()),
        repeatWithin: z.int().min(repeatLimits.least).max(repeatLimits.most).optional(),
      })
      .default({ threshold: usualTerms.threshold, shortAbandon: usualTerms.shortAbandon })
      .meta({ description: "As of `GET …/reports/{report}`." }),
    period: z
      .discriminatedUnion("of", [
        z.strictObject({ of: z.enum(namedPeriods) }).meta({ title: "A whole day, week (from Monday) or month" }),
        z.strictObject({ of: z.literal("lastDays"), count: counted(366) }).meta({ title: "Whole days up to midnight" }),
        z.strictObject({ of: z.literal("lastHours"), count: counted(168) }).meta({ title: "Whole hours" }),
      ])
      .meta({ id: "RelativePeriod", description: "Which time it is about, seen from when it is due." }),
    when: z
      .discriminatedUnion("every", [
        z.strictObject({ every: z.literal("day"), at: clockTime }),
        z.strictObject({ every: z.literal("week"), on: z.enum(weekdays), at: clockTime }),
        z.strictObject({
          every: z.literal("month"),
          day: z.int().min(1).max(31).meta({ description: "In months that have no such day: on their last." }),
          at: clockTime,
        }),
      ])
      .meta({ id: "ReportWhen", description: "When it is made and sent." }),
    timeZone: z.string().max(64).refine(isTimeZone, "Give a name of the IANA database: Europe/Berlin.").meta({
      description: "Whose clock `when` and `period` go by: a name of the IANA database.",
      example: "Europe/Berlin",
    }),
    format: z.enum(fileFormats).default("xlsx").meta({ description: "Of the file that e-mails bring." }),
    emails: z
      .array(z.string().refine(isEmail, "Write an address in ASCII: anna@example.com."))
      .max(20)
      .refine((all) => new Set(all).size === all.length, "Name each address once.")
      .default([])
      .meta({ description: "To whom it is sent by e-mail, to each alone.", example: ["anna@example.com"] }),
    webhooks: z
      .array(webhookId)
      .max(10)
      .refine((all) => new Set(all).size === all.length, "Name each webhook once.")
      .default([])
      .meta({ description: "Which webhooks are told `report.ready`, whatever else they want to be told." }),
    language: language.default("ru").meta({ description: "Of the e-mails." }),
    enabled: z.boolean().default(true),
  })
  .meta({
    id: "ReportScheduleBody",
    example: {
      name: "Queues, daily",
      report: "queues",
      query: { interval: "1h" },
      period: { of: "yesterday" },
      when: { every: "day", at: "08:00" },
      timeZone: "Europe/Moscow",
      webhooks: [],
      emails: ["anna@example.com"],
    },
  });

export const reportSchedule = given(reportScheduleId, reportScheduleBody)
  .extend({
    author: z.string().nullable().meta({
      description:
        "Who put it last: a person's id, `key` (the admin key) or `key:<id>`. It is made with what they may do then.",
    }),
  })
  .meta({ id: "ReportSchedule" });
