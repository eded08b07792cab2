/** The fields of requests and answers, with their limits and what they mean. */
import * as z from "zod";
import { maskPattern } from "../directory/rules.ts";
import { admissions, strategyNames, usualPriority, usualQueue } from "../protocol/settings.ts";
import type {
  ApplicationId,
  CallId,
  MediaWorkerId,
  OperatorId,
  QueueId,
  ScenarioId,
  SkillGroupId,
} from "../words/index.ts";
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
export const skillGroupId = branded<SkillGroupId>(plainId("The skill group.", "Support"));
export const operatorId = branded<OperatorId>(plainId("The operator; also the name to sign in with.", "operator1"));
export const ruleId = plainId("The rule.", "InboundCalls");
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
export const scenario = branded<ScenarioId>(plainId("The call flow.", "ACD"));
export const role = z.enum(["operator", "supervisor", "admin"]).meta({ description: "What the person may do." });

/** A length of time in milliseconds. */
const duration = (what: string, least: number, most: number, usual: number) =>
  z
    .int()
    .min(least)
    .max(most)
    .default(usual)
    .meta({ description: `${what} In milliseconds, ${least} to ${most}; ${usual} unless given.` });

const skillGroups = z.array(skillGroupId).max(100);

export const applicationBody = z
  .strictObject({ name, language: language.default("ru") })
  .meta({ id: "ApplicationBody", example: { name: "Call centre", language: "ru" } });

export const skillGroupBody = z.strictObject({ name }).meta({ id: "SkillGroupBody", example: { name: "Support" } });

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
    ringTime: duration("How long an offer rings.", seconds(5), seconds(120), usualQueue.ringTime),
    wrapUp: duration(
      "How long an operator has after a call before calls come again; 0 means none.",
      0,
      minutes(60),
      usualQueue.wrapUp,
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
        "Which of the free operators is offered a call: `longestIdle`; `roundRobin` (longest since this queue's last offer); `fewestCalls` and `leastTalk` (of this queue since they signed in); `random`; `topDown` (by `order`).",
    }),
    order: z.array(operatorId).max(1_000).default([]).meta({
      description: "For `topDown`: the operators, the first to be asked first. Who is left out comes last.",
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
    pauseAfterMisses: z.int().min(0).max(10).default(usualQueue.pauseAfterMisses).meta({
      description: "After so many offers in a row that were left to ring, an operator is paused; 0 means never.",
    }),
  })
  .meta({ id: "QueueBody", example: { name: "Main queue", skillGroups: ["Support"], ringTime: 20_000 } });

export const operatorBody = z
  .strictObject({
    name,
    role: role.default("operator"),
    skillGroups: skillGroups.default([]).meta({ description: "The skill groups the person is in." }),
    password: z.string().min(8).max(200).optional().meta({
      description:
        "A new password; left out, the present one stays. It is never shown. Setting one signs the person out everywhere.",
    }),
  })
  .meta({
    id: "OperatorBody",
    example: { name: "Anna", role: "operator", skillGroups: ["Support"], password: "correct horse battery" },
  });

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
    language: language.nullable().default(null).meta({ description: "Null: the application's." }),
    announceEvery: duration("How often a waiting caller is told their place.", seconds(5), minutes(10), seconds(30)),
  })
  .meta({ id: "RuleBody", example: { mask: "+74951234567", scenario: "ACD", queue: "MainQueue" } });

const given = <Id extends z.ZodType, Shape extends z.ZodRawShape>(id: Id, body: z.ZodObject<Shape>) =>
  z.object({ id, ...body.shape });

export const application = given(applicationId, applicationBody).meta({ id: "Application" });
export const skillGroup = given(skillGroupId, skillGroupBody).meta({ id: "SkillGroup" });
export const queue = given(queueId, queueBody).meta({ id: "Queue" });
export const operator = given(operatorId, operatorBody)
  .omit({ password: true })
  .extend({ canSignIn: z.boolean().meta({ description: "Whether a password is set." }) })
  .meta({ id: "Operator" });
export const telephoneNumber = given(number, numberBody).meta({ id: "Number" });
export const rule = given(ruleId, ruleBody).meta({ id: "Rule" });
