/** Ids, names, times: what more than one resource is made of. */
import * as z from "zod";
import { wrapUpModes } from "../../protocol/settings.ts";
import { everyRight, type RoleName } from "../../rights/index.ts";
import {
  type ApplicationId,
  type CallId,
  type DispositionId,
  type HoursId,
  type IdentityProviderId,
  type KeyId,
  languages,
  type MediaWorkerId,
  minutes,
  type OperatorId,
  type PauseReasonId,
  type QueueId,
  type ReportScheduleId,
  type RoleId,
  type ScenarioId,
  seconds,
  type SkillGroupId,
  type SoundId,
  type WebhookId,
} from "../../words/index.ts";

/** A string whose brand exists only for the compiler. */
export const branded = <T extends string>(schema: z.ZodString): z.ZodType<T, string> =>
  schema as unknown as z.ZodType<T, string>;

export const plainId = (what: string, example: string): z.ZodString =>
  z
    .string()
    .regex(
      /^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$/,
      "Use 1 to 64 letters, digits, dots, hyphens and underscores, a letter or digit first.",
    )
    .meta({ description: what, example });

/** Part of every room's name, up to the first underscore (protocol/rooms.ts): so it has none itself. */
export const applicationId = branded<ApplicationId>(
  z
    .string()
    .regex(
      /^[a-z0-9](?:[a-z0-9-]{0,38}[a-z0-9])?$/,
      "Use 1 to 40 small letters, digits and hyphens, a hyphen neither first nor last.",
    )
    .meta({ description: "The application.", example: "callcenter" }),
);

export const queueId = branded<QueueId>(plainId("The queue.", "MainQueue"));

export const hoursId = branded<HoursId>(plainId("The opening hours.", "Office"));

export const skillGroupId = branded<SkillGroupId>(plainId("The skill group.", "Support"));

export const operatorId = branded<OperatorId>(
  plainId("The operator; also the name to sign in with.", "operator1").refine(
    (id) => id !== "key",
    "In timelines `key` is the admin key: use another name.",
  ),
);

export const ruleId = plainId("The rule.", "InboundCalls");

export const webhookId = branded<WebhookId>(plainId("The webhook.", "crm"));

export const reportScheduleId = branded<ReportScheduleId>(plainId("The report schedule.", "DailyQueues"));

export const callId = branded<CallId>(
  z
    .string()
    .regex(/^[A-Za-z0-9_-]{1,64}$/, "Use the id that a list of calls gave you.")
    .meta({ description: "The call.", example: "c_5kq2m4x7ytz3wnb6aejd" }),
);

export const mediaWorkerId = branded<MediaWorkerId>(plainId("The media worker.", "w_1"));

export const number = z
  .string()
  .regex(/^\+?[0-9A-Za-z._-]{2,32}$/, "Write it as the carrier sends it, in international form: +74951234567.")
  .meta({ description: "A telephone number, as the carrier sends it.", example: "+74951234567" });

export const name = z.string().trim().min(1).max(100).meta({ description: "Shown to people." });

export const language = z.enum(languages).meta({ description: "In which callers are spoken to." });

export const instant = z.int().meta({ description: "Milliseconds since 1970 (UTC)." });

/** A moment in an address. */
export const moment = z
  .union([z.coerce.number().int(), z.iso.datetime({ offset: true }).transform((text) => Date.parse(text))])
  .meta({
    description: "Milliseconds since 1970, or an ISO 8601 date and time.",
    type: "string",
    example: "2026-11-23T08:00:00Z",
  });

export const scenario = branded<ScenarioId>(plainId("The call flow.", "ACD"));

export const soundId = branded<SoundId>(plainId("The sound.", "Greeting"));

export const keyId = branded<KeyId>(
  z
    .string()
    .regex(/^[0-9a-f]{12}$/, "Use the id that the list of keys gave you.")
    .meta({ description: "The API key.", example: "5f0c3a91b7de" }),
);

export const roleId = branded<RoleId>(plainId("The role.", "TeamLead"));

export const roleName = branded<RoleName>(
  plainId("The role: `operator`, `supervisor`, `admin`, or one of the application's own.", "operator"),
);

export const identityProviderId = branded<IdentityProviderId>(plainId("The identity provider.", "company"));

export const dispositionId = branded<DispositionId>(plainId("The disposition.", "Sold"));

export const pauseReasonId = branded<PauseReasonId>(plainId("The pause reason.", "Lunch"));

export const right = z.enum(everyRight).meta({ id: "Right", description: "What may be allowed; listed under Rights." });

/** A length of time in milliseconds. */
export const duration = (what: string, least: number, most: number, usual: number) =>
  z
    .int()
    .min(least)
    .max(most)
    .default(usual)
    .meta({ description: `${what} In milliseconds, ${least} to ${most}; ${usual} unless given.` });

export const [leastRing, longestRing] = [seconds(5), seconds(120)];

export const longestWrapUp = minutes(60);

export const wrapUpMode = z.enum(wrapUpModes).meta({
  description:
    "What follows a call before calls come again: `none`, nothing; `optional`, until the operator finishes it or its time is over; `mandatory`, until the operator finishes it; `timed`, its time, no less; `forced`, until the operator finishes it, who is paused when its time runs out first; `onRequest`, as `optional`, if the operator asked for it during the call.",
});

export const skillGroups = z.array(skillGroupId).max(100);

export const priority = z.int().min(1).max(100);

/** A parameter that is on or off. */
export const flag = (description: string) =>
  z
    .enum(["true", "false"])
    .default("false")
    .transform((text) => text === "true")
    .meta({ description, type: "string" });

/** A resource as it is shown: with its id, and with every field, also those that may be left out of a body. */
export const given = <Id extends z.ZodType, Shape extends z.ZodRawShape>(id: Id, body: z.ZodObject<Shape>) =>
  z.object({ id, ...shown(body.shape) });

type Shown<Shape> = { [Field in keyof Shape]: Shape[Field] extends z.ZodDefault<infer Type> ? Type : Shape[Field] };

function shown<Shape extends z.ZodRawShape>(shape: Shape): Shown<Shape> {
  const fields = Object.entries(shape).map(([field, type]) => {
    if (!(type instanceof z.ZodDefault)) return [field, type];
    const { id: _, ...meta } = type.meta() ?? {};
    return [field, (type.unwrap() as z.ZodType).meta(meta)];
  });
  return Object.fromEntries(fields) as Shown<Shape>; // fromEntries forgets the keys
}

/** A line of a call's timeline. */
export const callMoment = z.object({
  seq: z.int().meta({ description: "Counts from 1 without a gap." }),
  at: instant,
  what: z.string(),
  detail: z.record(z.string(), z.union([z.string(), z.number(), z.boolean(), z.null()])).optional(),
});

/** A filter of lists. */
export const partOf = (what: string) =>
  z
    .string()
    .min(1)
    .max(100)
    .optional()
    .meta({ description: `Only those with this in ${what}, whatever its case.` });
