/** Skills, and what callers need of them. */
import * as z from "zod";
import type { SkillId } from "../../words/index.ts";
import { branded, plainId } from "./basics.ts";

export const skillLevel = z
  .union([z.literal(1), z.literal(2), z.literal(3), z.literal(4), z.literal(5)], "Write a level from 1 to 5.")
  .meta({ description: "1 a beginner, 5 an expert.", type: "integer", minimum: 1, maximum: 5 });

export const skillId = branded<SkillId>(plainId("A skill.", "english"));

export const needs = z
  .array(z.strictObject({ skill: skillId, level: skillLevel }))
  .max(16)
  .default([])
  .meta({ example: [{ skill: "english", level: 3 }] });
