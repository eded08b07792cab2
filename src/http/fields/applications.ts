/** Applications and skill groups. */
import * as z from "zod";
import { applicationId, given, language, name, skillGroupId } from "./basics.ts";

export const applicationBody = z
  .strictObject({ name, language: language.default("ru") })
  .meta({ id: "ApplicationBody", example: { name: "Call centre", language: "ru" } });

export const skillGroupBody = z.strictObject({ name }).meta({ id: "SkillGroupBody", example: { name: "Support" } });

export const application = given(applicationId, applicationBody).meta({ id: "Application" });

export const skillGroup = given(skillGroupId, skillGroupBody).meta({ id: "SkillGroup" });
