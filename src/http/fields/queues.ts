/** Queues, with all their settings. */
import * as z from "zod";
import { dispositionNeeds } from "../../protocol/disposition.ts";
import { admissions, callbackModes, strategyNames, usualQueue } from "../../protocol/settings.ts";
import { languages, minutes, seconds } from "../../words/index.ts";
import {
  dispositionId,
  duration,
  given,
  hoursId,
  leastRing,
  longestRing,
  longestWrapUp,
  name,
  operatorId,
  priority,
  queueId,
  skillGroupId,
  skillGroups,
  wrapUpMode,
} from "./basics.ts";
import { needs, skillId } from "./skills.ts";

const rest = (when: string, usual: number) =>
  duration(`For how long an operator is offered nothing, by any queue, ${when}.`, 0, minutes(10), usual);

const words = z
  .partialRecord(z.enum(languages), z.string().trim().min(1).max(1_000))
  .default({})
  .meta({ description: "What is said, by language; the usual words in those that are left out.", example: {} });

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

export const queue = given(queueId, queueBody).meta({ id: "Queue" });
