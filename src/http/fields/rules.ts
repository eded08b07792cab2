/** What is said once for a whole application. */
import * as z from "zod";
import { retentionLimits, usualRetention } from "../../protocol/retention.ts";
import { roleName } from "./basics.ts";

const days = (of: keyof typeof usualRetention, description: string) =>
  z
    .int()
    .min(of === "audit" ? retentionLimits.leastAudit : retentionLimits.least)
    .max(retentionLimits.most)
    .nullable()
    .default(usualRetention[of])
    .meta({ description: `${description} In days; null: for ever.` });

export const retention = z
  .strictObject({
    calls: days(
      "calls",
      "Records of calls, how they turned out, the notes on them, and how promises to phone somebody ended. Reports keep what they have summed up.",
    ),
    timelines: days("timelines", "What happened in a call, moment by moment."),
    replays: days("replays", "What came in to a call, for going through it again."),
    numbers: days(
      "numbers",
      "Numbers of callers who have not called for so long (up to a week longer). Their calls show the last digits from then on.",
    ),
    work: days("work", "What operators did, stretch by stretch. Reports keep what they have summed up."),
    audit: days("audit", "The lines of the audit log. What is left can be verified as before."),
  })
  .meta({
    id: "Retention",
    description: "For how long what is kept of people is kept, by its kind.",
    example: { ...usualRetention },
  });

export const signInRules = z
  .strictObject({
    secondFactor: z.array(roleName).max(100).meta({
      description: "The roles that must have a second factor. Who has none may do nothing but set it up.",
    }),
  })
  .meta({ id: "SignInRules", example: { secondFactor: ["admin"] } });
