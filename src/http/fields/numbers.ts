/** Telephone numbers, and where they lead. */
import * as z from "zod";
import { maskPattern } from "../../directory/rules.ts";
import { usualPriority } from "../../protocol/settings.ts";
import { minutes, type ScenarioId, seconds } from "../../words/index.ts";
import { duration, given, language, number, queueId, ruleId, scenario } from "./basics.ts";
import { target } from "./queues.ts";
import { needs } from "./skills.ts";

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

export const telephoneNumber = given(number, numberBody).meta({ id: "Number" });

export const rule = given(ruleId, ruleBody).meta({ id: "Rule" });
