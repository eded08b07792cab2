/** Opening hours. */
import * as z from "zod";
import { isDate } from "../../hours/calendar.ts";
import { isTimeZone } from "../../hours/zone.ts";
import { weekdays } from "../../protocol/hours.ts";
import { given, hoursId, instant, name } from "./basics.ts";

const clock = (pattern: RegExp, what: string, example: string) =>
  z.string().regex(pattern, "Write hours and minutes: 09:00.").meta({ description: what, example });

const interval = {
  from: clock(/^(?:[01]\d|2[0-3]):[0-5]\d$/, "When it begins, by the local clock.", "09:00"),
  to: clock(
    /^(?:(?:[01]\d|2[0-3]):[0-5]\d|24:00)$/,
    "When it ends. Not later than `from`: on the next day; so 22:00 to 06:00 passes midnight, and 00:00 to 24:00 is a whole day.",
    "18:00",
  ),
};

const specialDay = z.strictObject({
  date: z
    .string()
    .refine(isDate, "Write a date that exists: 2026-12-31.")
    .meta({ description: "Which day.", example: "2026-12-31" }),
  yearly: z
    .boolean()
    .default(false)
    .meta({ description: "The same day of every year. A date of one year goes before one of every year." }),
  name: z.string().trim().max(100).default("").meta({ description: "What people call it." }),
  intervals: z
    .array(z.strictObject(interval))
    .max(10)
    .default([])
    .meta({ description: "When it is open, in the place of the week's intervals. None: closed all day." }),
});

const isOnce = (days: readonly { readonly date: string; readonly yearly: boolean }[]): boolean =>
  new Set(days.map(({ date, yearly }) => (yearly ? date.slice("YYYY-".length) : date))).size === days.length;

export const hoursBody = z
  .strictObject({
    name,
    timeZone: z
      .string()
      .max(64)
      .refine(isTimeZone, "Give a name of the IANA database: Europe/Berlin.")
      .meta({ description: "Whose clocks count: a name of the IANA time zone database.", example: "Europe/Berlin" }),
    week: z
      .array(
        z.strictObject({
          days: z.array(z.enum(weekdays)).min(1).max(7).meta({ description: "On which days it begins." }),
          ...interval,
        }),
      )
      .max(50)
      .default([])
      .meta({ description: "When it is open every week. Intervals may overlap." }),
    special: z
      .array(specialDay)
      .max(100)
      .refine(isOnce, "Name each day once.")
      .default([])
      .meta({ description: "Holidays and other days that are not like the others." }),
  })
  .meta({
    id: "HoursBody",
    example: {
      name: "Office",
      timeZone: "Europe/Berlin",
      week: [{ days: ["monday", "tuesday", "wednesday", "thursday", "friday"], from: "09:00", to: "18:00" }],
      special: [
        { date: "2026-12-25", yearly: true, name: "Christmas" },
        { date: "2026-12-24", name: "Christmas Eve", intervals: [{ from: "09:00", to: "12:00" }] },
      ],
    },
  });

export const override = z
  .object({
    open: z.boolean(),
    by: z.string().meta({ description: "Who did it: a person's id, or `key`." }),
    since: instant,
    until: instant.nullable().meta({ description: "When the timetable has its say again; null: when it is lifted." }),
  })
  .meta({ id: "HoursOverride" });

export const hours = given(hoursId, hoursBody)
  .extend({
    override: override.nullable().meta({ description: "The last time that it was opened or closed by hand." }),
  })
  .meta({ id: "Hours" });
