/** How calls turn out, and why operators pause. */
import * as z from "zod";
import { pauseStatuses, usualReason } from "../../protocol/reason.ts";
import { languages, minutes } from "../../words/index.ts";
import { dispositionId, given, name, pauseReasonId } from "./basics.ts";

export const dispositionBody = z
  .strictObject({
    name,
    order: z.int().min(0).max(1_000_000).default(100).meta({ description: "In which order operators see them." }),
    group: name.nullable().default(null).meta({ description: "Under which heading it is shown; null: under none." }),
    active: z.boolean().default(true).meta({
      description: "One that is not is chosen no longer. What has been chosen keeps it.",
    }),
  })
  .meta({ id: "DispositionBody", example: { name: "Sold", group: "Sales", order: 10 } });

/** A name in other languages than the one that it is in. */
const names = z
  .partialRecord(z.enum(languages), name)
  .default(usualReason.names)
  .meta({
    description: "In the place of the name, for those who read that language.",
    example: { ru: "Обед" },
  });

export const pauseReasonBody = z
  .strictObject({
    name,
    names,
    status: z.enum(pauseStatuses).default(usualReason.status).meta({ description: "As what such a pause is shown." }),
    order: z
      .int()
      .min(0)
      .max(1_000_000)
      .default(usualReason.order)
      .meta({ description: "In which order operators see them." }),
    paid: z.boolean().default(usualReason.paid).meta({
      description: "Whether it is working time. What is not is left out of the time that `utilisation` is a share of.",
    }),
    longest: z
      .int()
      .min(minutes(1))
      .max(minutes(24 * 60))
      .nullable()
      .default(usualReason.longest)
      .meta({
        description:
          "In milliseconds: a pause that lasts longer is marked for supervisors, and goes on. Null: it may last as long as it does.",
      }),
  })
  .meta({ id: "PauseReasonBody", example: { name: "Lunch", names: { ru: "Обед" }, paid: false, longest: 2_700_000 } });

/** A pause's reason as it was when it was chosen. */
export const ownReason = z
  .object({
    id: pauseReasonId,
    name,
    names: z.partialRecord(z.enum(languages), z.string()),
    status: z.enum(pauseStatuses),
    paid: z.boolean(),
    longest: z.int().nullable(),
  })
  .meta({ id: "OwnReason", description: "One of the application's own reasons, as it was when it was chosen." });

export const disposition = given(dispositionId, dispositionBody).meta({ id: "Disposition" });

export const pauseReason = given(pauseReasonId, pauseReasonBody).meta({ id: "PauseReason" });
