/** The fields of requests and answers, with their limits and what they mean. */
import * as z from "zod";
import { maskPattern } from "../directory/rules.ts";
import { soundStates, soundUses } from "../protocol/sound.ts";
import {
  flows,
  lines,
  promptLines,
  usualCallbackKey,
  usualScenario,
  type Flow,
  type ScenarioSettings,
} from "../protocol/scenario.ts";
import { isDate } from "../hours/calendar.ts";
import { isTimeZone } from "../hours/zone.ts";
import { weekdays } from "../protocol/hours.ts";
import {
  admissions,
  callbackModes,
  strategyNames,
  usualOperator,
  usualPriority,
  usualQueue,
  wrapUpModes,
} from "../protocol/settings.ts";
import type {
  ApplicationId,
  CallId,
  DispositionId,
  HoursId,
  IdentityProviderId,
  KeyId,
  MediaWorkerId,
  OperatorId,
  PauseReasonId,
  QueueId,
  ReportScheduleId,
  RoleId,
  ScenarioId,
  SkillGroupId,
  SkillId,
  SoundId,
  WebhookId,
} from "../words/index.ts";
import { fileFormats } from "../exports/file.ts";
import { isEmail } from "../mail/address.ts";
import { webhookEvents } from "../protocol/webhook.ts";
import { finest } from "../reports/histogram.ts";
import { intervalNames } from "../reports/intervals.ts";
import { repeatLimits, usualTerms } from "../reports/metrics.ts";
import { reportNames } from "../reports/names.ts";
import { namedPeriods } from "../schedules/settings.ts";
import { dispositionNeeds } from "../protocol/disposition.ts";
import { pauseStatuses, usualReason } from "../protocol/reason.ts";
import { everyRight, type RoleName } from "../rights/index.ts";
import { languages, minutes, seconds } from "../words/index.ts";

/** A string whose brand exists only for the compiler. */
const branded = <T extends string>(schema: z.ZodString): z.ZodType<T, string> =>
  schema as unknown as z.ZodType<T, string>;

const plainId = (what: string, example: string): z.ZodString =>
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
const rights = z
  .array(right)
  .max(everyRight.length)
  .refine((rights) => new Set(rights).size === rights.length, "Name each right once.")
  .meta({ description: "What it allows. Nobody gives a right that they do not have." });
const scope = z
  .strictObject({
    queues: z
      .array(queueId)
      .max(100)
      .refine((queues) => new Set(queues).size === queues.length, "Name each queue once."),
  })
  .nullable()
  .default(null)
  .meta({
    description:
      "The queues that the rights are about. Null: all. What belongs to other queues (settings, callers, calls, operators, rules) is neither seen nor changed.",
    example: { queues: ["MainQueue"] },
  });

/** A length of time in milliseconds. */
const duration = (what: string, least: number, most: number, usual: number) =>
  z
    .int()
    .min(least)
    .max(most)
    .default(usual)
    .meta({ description: `${what} In milliseconds, ${least} to ${most}; ${usual} unless given.` });

/** A length of time that a person may have of their own, in milliseconds. */
const ownDuration = (what: string, least: number, most: number) =>
  z
    .int()
    .min(least)
    .max(most)
    .nullable()
    .default(null)
    .meta({ description: `${what} In milliseconds, ${least} to ${most}; null, unless given: as the queue says.` });

const rest = (when: string, usual: number) =>
  duration(`For how long an operator is offered nothing, by any queue, ${when}.`, 0, minutes(10), usual);

const [leastRing, longestRing] = [seconds(5), seconds(120)];
const longestWrapUp = minutes(60);
const wrapUpMode = z.enum(wrapUpModes).meta({
  description:
    "What follows a call before calls come again: `none`, nothing; `optional`, until the operator finishes it or its time is over; `mandatory`, until the operator finishes it; `timed`, its time, no less; `forced`, until the operator finishes it, who is paused when its time runs out first; `onRequest`, as `optional`, if the operator asked for it during the call.",
});

const skillGroups = z.array(skillGroupId).max(100);

export const applicationBody = z
  .strictObject({ name, language: language.default("ru") })
  .meta({ id: "ApplicationBody", example: { name: "Call centre", language: "ru" } });

export const skillGroupBody = z.strictObject({ name }).meta({ id: "SkillGroupBody", example: { name: "Support" } });

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

const words = z
  .partialRecord(z.enum(languages), z.string().trim().min(1).max(1_000))
  .default({})
  .meta({ description: "What is said, by language; the usual words in those that are left out.", example: {} });

const priority = z.int().min(1).max(100);

export const target = z
  .discriminatedUnion("to", [
    z.strictObject({ to: z.literal("announcement"), text: words }).meta({ title: "Say it and hang up" }),
    z
      .strictObject({
        to: z.literal("queue"),
        queue: queueId,
        time: z
          .enum(["keep", "reset"])
          .default("keep")
          .meta({ description: "Whether the time that they have waited counts in that queue." }),
        priority: priority.nullable().default(null).meta({ description: "In that queue; null: they keep theirs." }),
      })
      .meta({ title: "Into another queue, at most once into each" }),
    z
      .strictObject({ to: z.literal("voicemail"), text: words })
      .meta({ title: "Marked for voicemail, say it, hang up" }),
    z.strictObject({ to: z.literal("callback"), text: words }).meta({
      title: "Phoned where the queue does that (`callback`), marked for it in any case; say it, hang up",
    }),
    z
      .strictObject({
        to: z.literal("event"),
        name: z
          .string()
          .regex(/^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$/, "Use 1 to 64 letters, digits, dots, hyphens and underscores."),
      })
      .meta({ title: "The scenario hears this name" }),
  ])
  .meta({ id: "Target", description: "What becomes of callers whom a queue does not serve." });

const targets = z
  .strictObject({
    nobody_serves: target.optional().meta({ description: "Nobody is there of whom one must be (`admission`)." }),
    full: target.optional().meta({ description: "As many wait as may (`capacity`)." }),
    too_long: target.optional().meta({ description: "The expected wait is too long (`longestExpectedWait`)." }),
    closed: target.optional().meta({ description: "They come outside the `hours`." }),
    waited: target.optional().meta({ description: "They have waited for the `longestWait`." }),
    left_alone: target.optional().meta({ description: "Those of whom one must stay (`staying`) have all left." }),
    closing: target.optional().meta({ description: "They wait when the `hours` end. Left out: they stay." }),
  })
  .default({});

const skillLevel = z
  .union([z.literal(1), z.literal(2), z.literal(3), z.literal(4), z.literal(5)], "Write a level from 1 to 5.")
  .meta({ description: "1 a beginner, 5 an expert.", type: "integer", minimum: 1, maximum: 5 });
export const skillId = branded<SkillId>(plainId("A skill.", "english"));
const needs = z
  .array(z.strictObject({ skill: skillId, level: skillLevel }))
  .max(16)
  .default([])
  .meta({ example: [{ skill: "english", level: 3 }] });
const relaxing = z
  .array(
    z.strictObject({
      after: z.int().min(seconds(1)).max(minutes(240)).meta({ description: "Milliseconds since the caller came." }),
      by: z.int().min(1).max(5),
      skills: z.array(skillId).max(16).default([]),
    }),
  )
  .max(10)
  .refine(
    (steps) => steps.every(({ after }, at) => at === 0 || after > (steps[at - 1]?.after ?? 0)),
    "Let each step come later than the one before it.",
  )
  .default([])
  .meta({ example: [{ after: 30_000, by: 1, skills: [] }] });

export const queueBody = z
  .strictObject({
    name,
    skillGroups: skillGroups.default([]).meta({ description: "Whose members serve the queue." }),
    weight: z
      .int()
      .min(0)
      .max(100)
      .default(usualQueue.weight)
      .meta({ description: "Between queues of one operator the higher weight is served first." }),
    serviceProbability: z.int().min(1).max(100).default(usualQueue.serviceProbability).meta({
      description:
        "How often, in percent, an operator who becomes free asks this queue in its turn; otherwise last, so that lighter queues never starve.",
    }),
    ringTime: duration("How long an offer rings.", leastRing, longestRing, usualQueue.ringTime),
    wrapUpMode: wrapUpMode.default(usualQueue.wrapUpMode),
    wrapUp: duration(
      "How long a wrap-up lasts, except in the mode `mandatory`; 0 means that there is none.",
      0,
      longestWrapUp,
      usualQueue.wrapUp,
    ),
    wrapUpExtension: duration(
      "By how much an operator may prolong a wrap-up, once, in the modes `optional`, `forced` and `onRequest`; 0 means not at all.",
      0,
      minutes(10),
      usualQueue.wrapUpExtension,
    ),
    serviceTime: duration(
      "The mean length of a service before the queue has measured its own.",
      seconds(10),
      minutes(120),
      usualQueue.serviceTime,
    ),
    patience: duration("The mean time after which a caller gives up.", seconds(10), minutes(120), usualQueue.patience),
    capacity: z
      .int()
      .min(1)
      .max(10_000)
      .default(usualQueue.capacity)
      .meta({ description: "The most callers that may wait at once." }),
    strategy: z.enum(strategyNames).default(usualQueue.strategy).meta({
      description:
        "Which of the free operators is offered a call: `longestIdle`; `roundRobin` (longest since this queue's last offer); `fewestCalls` and `leastTalk` (of this queue since they signed in); `random`; `weightedRandom` (by skill); `topDown` (by `order`); `mostQualified` and `leastQualified` (in the skills that the caller needs).",
    }),
    order: z.array(operatorId).max(1_000).default([]).meta({
      description: "For `topDown`: the operators, the first to be asked first. Who is left out comes last.",
    }),
    needs: needs.meta({ description: "What every caller of this queue needs of an operator." }),
    relaxing: relaxing.meta({
      description:
        "How the needs are lowered while a caller waits: `after` so long, `by` so many levels of those `skills` (none named: all). A need below level 1 is given up.",
    }),
    tiers: z.record(skillGroupId, z.int().min(1).max(10)).default({}).meta({
      description: "Groups that are not asked at once: tier 1 (usual) first, tier 2 after `tierWait`, and so on.",
    }),
    tierWait: duration(
      "How long each tier has a caller for itself; one in which nobody works has none. 0: all are asked, the first tiers first.",
      0,
      minutes(30),
      usualQueue.tierWait,
    ),
    ringAtOnce: z.int().min(1).max(50).default(usualQueue.ringAtOnce).meta({
      description: "How many operators are rung at once for one caller. The first who says yes has them.",
    }),
    ageing: z.number().min(0).max(50).default(usualQueue.ageing).meta({
      description:
        "How many points of priority a caller gains for each minute of waiting, so that callers of low priority do not starve.",
    }),
    admission: z.enum(admissions).default(usualQueue.admission).meta({
      description:
        "Who must be there for callers to be let in: an operator who is `signedIn`, be they paused; one who is `working`, not paused; or nobody (`always`).",
    }),
    longestExpectedWait: duration(
      "A caller whose expected wait would be longer is not let in; 0 means no limit.",
      0,
      minutes(240),
      usualQueue.longestExpectedWait,
    ),
    hours: hoursId.nullable().default(usualQueue.hours).meta({
      description: "When callers are let in. Null: always. Who comes outside of them goes where `targets.closed` says.",
    }),
    longestWait: duration(
      "A caller who has waited for so long goes where `targets.waited` says, unless it rings for them just then; 0 means no limit.",
      0,
      minutes(24 * 60),
      usualQueue.longestWait,
    ),
    staying: z.enum(admissions).default(usualQueue.staying).meta({
      description:
        "Who must be there for waiting callers to stay: an operator who is `signedIn`, one who is `working`, or nobody (`always`). Else they go where `targets.left_alone` says.",
    }),
    stayingGrace: duration(
      "For how long nobody of those may be there before callers are let go.",
      0,
      minutes(30),
      usualQueue.stayingGrace,
    ),
    targets: targets.meta({
      description:
        'What becomes of callers who are not let in (`nobody_serves`, `full`, `too_long`, `closed`) or are let go (`waited`, `left_alone`, `closing`), by why: `{"to": "announcement", "text": {…}}`, `{"to": "queue", "queue": …}`, `{"to": "voicemail"}`, `{"to": "callback"}`, `{"to": "event", "name": …}`. What is left out means: they are told why and hung up on; at `closing` they stay.',
    }),
    transferTime: z.enum(["keep", "reset"]).default(usualQueue.transferTime).meta({
      description:
        "Whether callers who are transferred into this queue come at the time they first came, or at its end.",
    }),
    transferPriority: priority.nullable().default(usualQueue.transferPriority).meta({
      description: "The priority that they have in this queue; null: they keep theirs.",
    }),
    resumeWithin: duration(
      "For how long a caller who hung up while waiting gets the place back by calling again from the same number; 0 means not at all.",
      0,
      minutes(60),
      usualQueue.resumeWithin,
    ),
    callback: z.enum(callbackModes).default(usualQueue.callback).meta({
      description:
        "Whether callers may leave the line to be phoned, at the time they came: `operatorFirst`, an operator says yes and then the caller is phoned; `callerFirst`, the caller is phoned while an operator is kept free; `off`.",
    }),
    callbackAttempts: z
      .int()
      .min(1)
      .max(10)
      .default(usualQueue.callbackAttempts)
      .meta({ description: "How often somebody is phoned at most." }),
    callbackGap: duration(
      "How long after an attempt in vain the next one may be made.",
      0,
      minutes(24 * 60),
      usualQueue.callbackGap,
    ),
    callbackExpiry: duration(
      "How long after it was promised a callback is given up.",
      minutes(10),
      minutes(14 * 24 * 60),
      usualQueue.callbackExpiry,
    ),
    dispositions: z.array(dispositionId).max(1_000).default([]).meta({
      description: "Which dispositions may be chosen for its calls. None named: all that are active.",
    }),
    dispositionNeeded: z.enum(dispositionNeeds).default(usualQueue.dispositionNeeded).meta({
      description:
        "`toFinish`: the operator cannot finish a wrap-up without a disposition; one whose time is over ends without, and the record says so. `no`: none is needed.",
    }),
    pauseAfterMisses: z.int().min(0).max(10).default(usualQueue.pauseAfterMisses).meta({
      description: "After so many offers in a row that were left to ring, an operator is paused; 0 means never.",
    }),
    restAfterDeclined: rest("after declining", usualQueue.restAfterDeclined),
    restAfterMissed: rest("after a miss that does not pause them", usualQueue.restAfterMissed),
    restAfterBusy: rest("after an offer that found them busy, counted from then", usualQueue.restAfterBusy),
    restAfterUnreachable: rest("after going offline while it rang", usualQueue.restAfterUnreachable),
  })
  .meta({ id: "QueueBody", example: { name: "Main queue", skillGroups: ["Support"], ringTime: 20_000 } });

export const operatorBody = z
  .strictObject({
    name,
    role: roleName.default("operator"),
    scope,
    skillGroups: skillGroups.default([]).meta({ description: "The skill groups the person is in." }),
    skills: z
      .record(skillId, skillLevel)
      .refine((skills) => Object.keys(skills).length <= 64, "Name at most 64 skills.")
      .default({})
      .meta({ description: "What the person can do, at which level.", example: { english: 4, billing: 2 } }),
    queueOrder: z.array(queueId).max(100).default([]).meta({
      description:
        "The queues that the person is to serve before the others, the first first; all others follow by weight.",
    }),
    ringTime: ownDuration(
      "The longest that an offer rings at this operator: of this and the queue's the smaller counts.",
      leastRing,
      longestRing,
    ),
    wrapUpMode: wrapUpMode
      .nullable()
      .default(usualOperator.wrapUpMode)
      .meta({ description: "What follows this operator's calls; null: what the queue says." }),
    wrapUp: ownDuration("How long this operator's wrap-ups last.", 0, longestWrapUp),
    password: z.string().min(8).max(200).optional().meta({
      description:
        "A new password; left out, the present one stays. It is never shown. Setting one signs the person out everywhere.",
    }),
  })
  .meta({
    id: "OperatorBody",
    example: { name: "Anna", role: "operator", skillGroups: ["Support"], password: "correct horse battery" },
  });

export const roleBody = z
  .strictObject({ name, rights })
  .meta({ id: "RoleBody", example: { name: "Team lead", rights: ["calls.read", "queues.watch"] } });

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

export const keyBody = z
  .strictObject({
    name,
    rights,
    scope,
    expiresAt: instant
      .nullable()
      .default(null)
      .meta({ description: "When it ends, in milliseconds since 1970 (UTC). Null: when it is revoked." }),
  })
  .meta({ id: "KeyBody", example: { name: "Wallboard", rights: ["queues.watch"], expiresAt: null } });

export const numberBody = z
  .strictObject({ label: z.string().trim().max(100).default("").meta({ description: "What the number is for." }) })
  .meta({ id: "NumberBody", example: { label: "Main line" } });

export const ruleBody = z
  .strictObject({
    mask: z
      .string()
      .max(33)
      .regex(maskPattern, "Write a whole number, or the beginning of one and a * : +7495*, or * alone.")
      .meta({
        description: "Which numbers the rule takes: a whole number, or a beginning followed by `*`.",
        example: "+7495*",
      }),
    scenario: scenario.default("ACD" as ScenarioId),
    queue: queueId,
    priority: z
      .int()
      .min(1)
      .max(100)
      .default(usualPriority)
      .meta({ description: "Of its callers in the queue: 1 is served first, 100 last." }),
    order: z
      .int()
      .min(0)
      .max(1_000_000)
      .default(100)
      .meta({ description: "Rules are tried in this order; the first that matches wins." }),
    lastOperator: z
      .strictObject({
        within: z
          .int()
          .min(minutes(1))
          .max(minutes(90 * 24 * 60))
          .meta({ description: "How recently that talk has ended, in milliseconds." }),
        for: z.int().min(0).max(minutes(60)).nullable().default(minutes(1)).meta({
          description: "For how long nobody else is asked, in milliseconds; null: for as long as it takes.",
        }),
      })
      .nullable()
      .default(null)
      .meta({
        description:
          "A caller who comes back gets the operator they talked to last, while that one is signed in. Null: anybody.",
      }),
    needs: needs.meta({ description: "What its callers need of an operator, besides what the queue asks for." }),
    language: language.nullable().default(null).meta({ description: "Null: the application's." }),
    closed: target.nullable().default(null).meta({
      description: "What becomes of its callers while the queue is closed. Null: what the queue says.",
    }),
    announceEvery: duration("How often a waiting caller is told their place.", seconds(5), minutes(10), seconds(30)),
  })
  .meta({ id: "RuleBody", example: { mask: "+74951234567", scenario: "ACD", queue: "MainQueue" } });

const ownText = z.string().trim().max(1_000);
const byLanguage = <Field extends z.ZodType>(field: Field) => z.partialRecord(z.enum(languages), field).default({});

const scenarioSettings = z
  .strictObject({
    texts: byLanguage(z.partialRecord(z.enum(lines), ownText)).meta({
      description:
        "Words of one's own, by language; what is not given is said as usual, an empty text says nothing. `{place}` stands for the place in the line, `{minutes}` for the minutes with their word, `{key}` for the key.",
      example: { ru: { greeting: "Здравствуйте! Вы позвонили в «Ромашку»." } },
    }),
    prompts: byLanguage(z.partialRecord(z.enum(promptLines), soundId)).meta({
      description: "Sounds in the place of texts, by language. What cannot be played is spoken.",
      example: { ru: { greeting: "Greeting" } },
    }),
    music: soundId.nullable().default(null).meta({ description: "Plays to those who wait. Null: the usual music." }),
    announceEvery: z.int().min(seconds(5)).max(minutes(10)).nullable().default(null).meta({
      description: "How often a caller is told how they stand, in milliseconds. Null: as the rule says.",
    }),
    sayPlace: z.boolean().default(true).meta({ description: "Whether callers are told their place." }),
    sayWait: z.boolean().default(true).meta({ description: "Whether callers are told the expected wait." }),
    callbackKey: z
      .string()
      .regex(/^[0-9*#]$/, "Give one key: a digit, * or #.")
      .nullable()
      .default(usualCallbackKey)
      .meta({
        description:
          "The key with which callers leave the line to be phoned, where the queue phones people. Null: none.",
      }),
  })
  .meta({ id: "ScenarioSettings" });

const flow = z.enum(flows).meta({
  description:
    "What callers go through. `ACD`: they wait for an operator; `Closed`: they are told that nobody is there.",
});

/** What is said or done in the flow `Closed` is one line; of the rest nothing may be set that would have no effect. */
const withoutEffect = ({ flow, settings }: { readonly flow: Flow; readonly settings: ScenarioSettings }): string[] => {
  if (flow !== "Closed") return [];
  const lines = (["texts", "prompts"] as const).flatMap((field) =>
    Object.entries(settings[field]).flatMap(([language, own]) =>
      Object.keys(own).flatMap((line) => (line === "nobodyServes" ? [] : [`${field}.${language}.${line}`])),
    ),
  );
  const { texts: _, prompts: __, ...usual } = usualScenario;
  const others = Object.entries(usual).flatMap(([field, value]) =>
    new Map<string, unknown>(Object.entries(settings)).get(field) === value ? [] : [field],
  );
  return [...lines, ...others];
};

export const effective = (
  given: { readonly flow: Flow; readonly settings: ScenarioSettings },
  context: z.RefinementCtx,
): void => {
  for (const field of withoutEffect(given))
    context.addIssue({
      code: "custom",
      path: ["settings", ...field.split(".")],
      message: `The flow ${given.flow} does nothing with it. Leave it out.`,
    });
};

export const scenarioBody = z
  .strictObject({ name, flow: flow.default("ACD"), settings: scenarioSettings.prefault({}) })
  .superRefine(effective)
  .meta({
    id: "ScenarioBody",
    example: { name: "Sales", flow: "ACD", settings: { texts: { ru: { greeting: "Отдел продаж." } } } },
  });

const publicationNote = z.string().trim().max(500).default("").meta({ description: "What has changed, for people." });

export const publishBody = z
  .strictObject({
    of: z
      .int()
      .min(1)
      .optional()
      .meta({ description: "An earlier version that is to come again. Left out: the draft." }),
    note: publicationNote,
  })
  .meta({ id: "PublishBody", example: { note: "New greeting" } });

/** In a file. */
export const publication = z
  .strictObject({ flow, settings: scenarioSettings, note: publicationNote })
  .superRefine(effective)
  .meta({
    id: "Publication",
    description: "What is published; it becomes the next version unless it is the last one.",
  });

export const scenarioVersion = z
  .object({
    version: z.int().meta({ description: "Counts from 1." }),
    flow,
    settings: scenarioSettings,
    note: z.string().meta({ description: "What had changed, for people." }),
    by: z.string().nullable().meta({ description: "Who published it: a person's id, or `key`." }),
    at: instant,
  })
  .meta({ id: "ScenarioVersion" });

export const soundBody = z
  .strictObject({
    name,
    use: z
      .enum(soundUses)
      .meta({ description: "`prompt`: said in the place of a text; `music`: plays to those who wait." }),
    language: language.nullable().default(null).meta({ description: "In which it speaks, for people." }),
  })
  .meta({ id: "SoundBody", example: { name: "Greeting", use: "prompt", language: "ru" } });

export const webhookBody = z
  .strictObject({
    url: z.string().min(1).max(2_000).meta({
      description:
        "Where messages are posted to: https, on the Internet. Addresses of this machine, of private networks and of the inside of clouds are refused.",
      example: "https://crm.example.com/hooks/acd",
    }),
    description: z.string().trim().max(200).default("").meta({ description: "For people." }),
    events: z
      .union([z.literal("*"), z.array(z.enum(webhookEvents)).min(1).max(50)])
      .default("*")
      .meta({ description: "What is told. `*`: everything, also what is added one day." }),
    enabled: z.boolean().default(true).meta({
      description: "What happens while it is not is not told, not afterwards either; what waits is kept.",
    }),
    numbers: z.enum(["masked", "whole"]).default("masked").meta({
      description: "How callers' numbers are told. `whole` takes the right `numbers.unmask`.",
    }),
  })
  .meta({ id: "WebhookBody", example: { url: "https://crm.example.com/hooks/acd", events: ["call.ended"] } });

const shortText = z.string().min(1).max(200);

export const identityProviderBody = z
  .strictObject({
    name: name.meta({ description: "On the button of the sign-in page: Sign in with …" }),
    enabled: z.boolean().default(true).meta({ description: "Whoever came in by it is out when it no longer is." }),
    issuer: z.string().min(1).max(500).meta({
      description:
        "The provider, as its tokens call it; `<issuer>/.well-known/openid-configuration` is read. https, on the Internet.",
      example: "https://login.example.com/realms/company",
    }),
    clientId: shortText.meta({ description: "What this call centre is called there.", example: "acd" }),
    clientSecret: z.string().min(1).max(500).optional().meta({
      description: "Kept sealed and never shown. Left out: it stays; where there is none, PKCE has to do.",
      example: "kept elsewhere",
    }),
    scopes: z
      .array(z.string().regex(/^[\x21\x23-\x5B\x5D-\x7E]{1,100}$/))
      .max(20)
      .refine((scopes) => scopes.includes("openid"), "Name `openid` as well.")
      .default(["openid", "profile", "email"])
      .meta({ description: "What is asked for." }),
    personBy: z.enum(["username", "email"]).default("username").meta({
      description:
        "From which claim somebody's id here comes when they come for the first time: `preferred_username`, or what stands before the @ of a verified address in one of `emailDomains`. Afterwards they are known by the provider's `sub`.",
    }),
    linkExisting: z.boolean().default(false).meta({
      description:
        "Whether somebody who is here already is who comes with that id for the first time: only for a provider in which nobody chooses their own name.",
    }),
    emailDomains: z
      .array(z.string().regex(/^[a-z0-9.-]{1,253}$/, "Write it as `example.com`."))
      .max(100)
      .default([])
      .meta({ description: "Only verified addresses of these are let in; none: all, whatever their address." }),
    requiredClaims: z
      .record(shortText, shortText)
      .default({})
      .meta({ description: "What the token must say; of a list, what must be in it." }),
    provision: z
      .strictObject({
        role: roleName,
        scope: scope.default(null),
        skillGroups: z.array(skillGroupId).max(100).default([]),
      })
      .nullable()
      .default(null)
      .meta({ description: "As what somebody is taken in who is not here yet. Null: they are not." }),
    groupsClaim: shortText.default("groups").meta({ description: "The claim that lists somebody's groups." }),
    roles: z
      .array(z.strictObject({ group: shortText, role: roleName }))
      .max(100)
      .default([])
      .meta({
        description:
          "Which role a group has; the first that fits is theirs, at each sign-in. Who is in none of them has that of `provision`, and without one is not let in. Empty: groups have no say.",
      }),
    secondFactor: z
      .strictObject({
        trusted: z.enum(["never", "always", "claims"]),
        amr: z.array(shortText).max(20).default([]),
        acr: z.array(shortText).max(20).default([]),
      })
      .default({ trusted: "never", amr: [], acr: [] })
      .meta({
        description:
          "Whether coming from there counts as both factors: `always`, or when the token's `amr` or `acr` says one of these (`claims`). Where it does not, the code of one's own second factor is asked for.",
      }),
  })
  .meta({
    id: "IdentityProviderBody",
    example: { name: "Company", issuer: "https://login.example.com/realms/company", clientId: "acd" },
  });

/** In milliseconds, whole seconds: waits are kept to the second. */
const wholeSeconds = (what: string, least: number, usual: number) =>
  z
    .int()
    .min(least)
    .max(finest)
    .multipleOf(1_000)
    .default(usual)
    .meta({ description: `${what} In milliseconds, whole seconds, ${least} to ${finest}; ${usual} unless given.` });

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
        threshold: wholeSeconds("The T of the service level.", 1_000, usualTerms.threshold),
        shortAbandon: wholeSeconds("Who gave up no later than this is short-abandoned.", 0, usualTerms.shortAbandon),
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

/** A resource as it is shown: with its id, and with every field, also those that may be left out of a body. */
const given = <Id extends z.ZodType, Shape extends z.ZodRawShape>(id: Id, body: z.ZodObject<Shape>) =>
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

export const application = given(applicationId, applicationBody).meta({ id: "Application" });
export const skillGroup = given(skillGroupId, skillGroupBody).meta({ id: "SkillGroup" });
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
export const queue = given(queueId, queueBody).meta({ id: "Queue" });
export const operator = given(operatorId, operatorBody)
  .omit({ password: true })
  .extend({ canSignIn: z.boolean().meta({ description: "Whether a password is set." }) })
  .meta({ id: "Operator" });
export const telephoneNumber = given(number, numberBody).meta({ id: "Number" });
export const rule = given(ruleId, ruleBody).meta({ id: "Rule" });
export const role = given(roleId, roleBody).meta({ id: "Role" });
export const webhook = given(webhookId, webhookBody)
  .extend({
    disabledSince: instant.nullable().meta({
      description: "Since when it is disabled because its receiver does not take anything. Null: it is not.",
    }),
    because: z.enum(["gone", "failing"]).nullable().meta({
      description: "`gone`: the receiver has answered 410; `failing`: it has taken nothing for a day.",
    }),
  })
  .meta({ id: "Webhook" });
export const identityProvider = given(identityProviderId, identityProviderBody.omit({ clientSecret: true }))
  .extend({ hasSecret: z.boolean().meta({ description: "Whether a client secret is kept." }) })
  .meta({ id: "IdentityProvider" });
export const reportSchedule = given(reportScheduleId, reportScheduleBody)
  .extend({
    author: z.string().nullable().meta({
      description:
        "Who put it last: a person's id, `key` (the admin key) or `key:<id>`. It is made with what they may do then.",
    }),
  })
  .meta({ id: "ReportSchedule" });
export const disposition = given(dispositionId, dispositionBody).meta({ id: "Disposition" });
export const scenarioSeen = given(scenario, scenarioBody)
  .extend({
    published: scenarioVersion.nullable().meta({
      description:
        "The latest version, which callers get. Null: there is none, and they get what the flow usually does.",
    }),
  })
  .meta({ id: "Scenario", description: "Name, flow and settings are the draft's." });
export const sound = given(soundId, soundBody)
  .extend({
    state: z.enum(soundStates).meta({
      description:
        "`empty`: nothing uploaded; `converting`: an upload waits for a media worker; `ready`; `failed`: the last upload could not be taken.",
    }),
    because: z.string().nullable().meta({ description: "Of `failed`: why." }),
    audio: z
      .object({
        hash: z.string().meta({ description: "SHA-256 of what is played: another with each upload." }),
        duration: z.int().meta({ description: "In milliseconds." }),
        size: z.int().meta({ description: "In bytes." }),
        loudness: z.number().nullable().meta({ description: "In LUFS; null: silent." }),
      })
      .nullable()
      .meta({ description: "What is played, also while another upload is being converted or has failed." }),
  })
  .meta({ id: "Sound" });
export const pauseReason = given(pauseReasonId, pauseReasonBody).meta({ id: "PauseReason" });
export const key = given(keyId, keyBody)
  .extend({
    madeBy: operatorId.nullable().meta({ description: "Whose key it is; null: made with the admin key." }),
    madeAt: instant,
    lastUsedAt: instant.nullable().meta({ description: "To the minute; null: never." }),
  })
  .meta({ id: "Key" });

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
