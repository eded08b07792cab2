/** People, their roles and API keys. */
import * as z from "zod";
import { usualOperator } from "../../protocol/settings.ts";
import { everyRight } from "../../rights/index.ts";
import {
  given,
  instant,
  keyId,
  leastRing,
  longestRing,
  longestWrapUp,
  name,
  operatorId,
  queueId,
  right,
  roleId,
  roleName,
  skillGroups,
  wrapUpMode,
} from "./basics.ts";
import { skillId, skillLevel } from "./skills.ts";

const rights = z
  .array(right)
  .max(everyRight.length)
  .refine((rights) => new Set(rights).size === rights.length, "Name each right once.")
  .meta({ description: "What it allows. Nobody gives a right that they do not have." });

export const scope = z
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

/** A length of time that a person may have of their own, in milliseconds. */
const ownDuration = (what: string, least: number, most: number) =>
  z
    .int()
    .min(least)
    .max(most)
    .nullable()
    .default(null)
    .meta({ description: `${what} In milliseconds, ${least} to ${most}; null, unless given: as the queue says.` });

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

export const operator = given(operatorId, operatorBody)
  .omit({ password: true })
  .extend({ canSignIn: z.boolean().meta({ description: "Whether a password is set." }) })
  .meta({ id: "Operator" });

export const role = given(roleId, roleBody).meta({ id: "Role" });

export const key = given(keyId, keyBody)
  .extend({
    madeBy: operatorId.nullable().meta({ description: "Whose key it is; null: made with the admin key." }),
    madeAt: instant,
    lastUsedAt: instant.nullable().meta({ description: "To the minute; null: never." }),
  })
  .meta({ id: "Key" });
