/** Roles: sets of rights with a name. Three are built in; an application adds its own to its directory. */
import type { RoleId } from "../words/index.ts";
import { everyRight, type Right } from "./rights.ts";

const operator: readonly Right[] = ["console.open", "self.watch"];

const supervisor: readonly Right[] = [
  ...operator,
  "application.read",
  "skillGroups.read",
  "hours.read",
  "hours.override",
  "queues.read",
  "queues.watch",
  "people.read",
  "numbers.read",
  // They phone back callers who were promised it, and those who gave up waiting.
  "numbers.unmask",
  "rules.read",
  "scenarios.read",
  "sounds.read",
  "roles.read",
  "pauseReasons.read",
  "dispositions.read",
  "operators.watch",
  "operators.force",
  "calls.read",
  "calls.command",
  "calls.annotate",
  "calls.listen",
  "calls.whisper",
  "calls.barge",
  "recordings.play",
  "reports.read",
];

export const builtInRoles = { operator, supervisor, admin: everyRight } as const;

export type BuiltInRole = keyof typeof builtInRoles;

/** A role by its id: one that is built in, or one of the application's own. */
export type RoleName = BuiltInRole | RoleId;

/** `hasOwn`: a role of one's own may be called `constructor`. */
export const isBuiltIn = (role: RoleName): role is BuiltInRole => Object.hasOwn(builtInRoles, role);
