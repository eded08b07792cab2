/** What an application is made of. */
import * as z from "zod";
import { newPassword } from "../../directory/password.ts";
import { flows } from "../../protocol/scenario.ts";
import { isBuiltIn } from "../../rights/index.ts";
import type { Api } from "../api.ts";
import { grantOf } from "../authority.ts";
import * as fields from "../fields/index.ts";
import type { Ports } from "../ports.ts";
import { Problem } from "../problem.ts";
import { collection } from "./resources.ts";

const builtIn = (role: string): Problem =>
  new Problem("forbidden", `The role "${role}" is built in and stays as it is. Make one of another name.`);

const byName = fields.partOf("the name");

export function directoryRoutes(api: Api, ports: Ports): void {
  collection(api, ports, {
    kind: "skillGroup",
    path: "skill-groups",
    name: "SkillGroup",
    names: "SkillGroups",
    one: "skill group",
    tag: "Skill groups",
    rights: { read: "skillGroups.read", write: "skillGroups.write" },
    about: "The operators who serve a queue.",
    id: fields.skillGroupId,
    body: fields.skillGroupBody,
    resource: fields.skillGroup,
    filters: { name: byName },
    draft: (id, body) => ({ id, ...body }),
  });

  collection(api, ports, {
    kind: "hours",
    path: "hours",
    name: "Hours",
    names: "AllHours",
    one: "timetable of opening hours",
    tag: "Hours",
    rights: { read: "hours.read", write: "hours.write" },
    about: "When queues that keep to it are open: weekly intervals in a time zone, and special days.",
    id: fields.hoursId,
    body: fields.hoursBody,
    resource: fields.hours,
    filters: { name: byName },
    draft: (id, body) => ({ id, ...body }),
  });

  collection(api, ports, {
    kind: "queue",
    path: "queues",
    name: "Queue",
    names: "Queues",
    one: "queue",
    tag: "Queues",
    rights: { read: "queues.read", write: "queues.write" },
    about: "A line of callers, and how it is served.",
    id: fields.queueId,
    body: fields.queueBody,
    resource: fields.queue,
    filters: {
      name: byName,
      skillGroup: fields.skillGroupId.optional().meta({ description: "Only those that this group serves." }),
      hours: fields.hoursId.optional().meta({ description: "Only those that keep to these hours." }),
    },
    draft: (id, body) => ({ id, ...body }),
    stillNeeded: async (application, id) => {
      const callers = (await ports.queue(application, id).read())?.entries.length ?? 0;
      return callers === 0
        ? undefined
        : `Still used by ${callers} callers who wait in it. Wait until they have been served.`;
    },
  });

  collection(api, ports, {
    kind: "person",
    path: "operators",
    name: "Operator",
    names: "Operators",
    one: "operator",
    tag: "Operators",
    rights: { read: "people.read", write: "people.write" },
    about: "A person who signs in: operator, supervisor or administrator.",
    id: fields.operatorId,
    body: fields.operatorBody,
    resource: fields.operator,
    filters: {
      name: byName,
      role: z.string().max(64).optional().meta({ description: "Only those with this role." }),
      skillGroup: fields.skillGroupId.optional().meta({ description: "Only those in this group." }),
      queue: fields.queueId.optional().meta({ description: "Only those who serve this queue." }),
      skill: fields.skillId.optional().meta({ description: "Only those with this skill, at whatever level." }),
    },
    draft: async (id, { password, ...body }) => ({
      id,
      ...body,
      ...(password !== undefined && { password: await newPassword(password, ports.random) }),
    }),
    grant: grantOf(ports),
  });

  collection(api, ports, {
    kind: "number",
    path: "numbers",
    name: "Number",
    names: "Numbers",
    one: "number",
    tag: "Numbers",
    rights: { read: "numbers.read", write: "numbers.write" },
    about: "A telephone number (DID) that a carrier brings calls to. `POST /v1/provisioning` lets LiveKit know.",
    id: fields.number,
    body: fields.numberBody,
    resource: fields.telephoneNumber,
    filters: {
      label: fields.partOf("the label"),
      digits: fields.partOf("the number"),
    },
    draft: (id, body) => ({ id, ...body }),
  });

  collection(api, ports, {
    kind: "rule",
    path: "rules",
    name: "Rule",
    names: "Rules",
    one: "rule",
    tag: "Rules",
    rights: { read: "rules.read", write: "rules.write" },
    about: `Leads the numbers that match its mask into a scenario with a queue. Scenarios: those that have been put, and ${flows.join(", ")} as they are built in.`,
    id: fields.ruleId,
    body: fields.ruleBody,
    resource: fields.rule,
    filters: {
      queue: fields.queueId.optional().meta({ description: "Only those that lead into this queue." }),
      scenario: fields.scenario.optional().meta({ description: "Only those with this scenario." }),
      number: fields.number.optional().meta({ description: "Only those whose mask takes this number." }),
    },
    draft: (id, body) => ({ id, ...body }),
  });

  collection(api, ports, {
    kind: "disposition",
    path: "dispositions",
    name: "Disposition",
    names: "Dispositions",
    one: "disposition",
    tag: "Dispositions",
    rights: { read: "dispositions.read", write: "dispositions.write" },
    about:
      "How a call turned out, for operators to choose during the talk and the wrap-up. What has been chosen keeps its name when it is changed or deleted.",
    id: fields.dispositionId,
    body: fields.dispositionBody,
    resource: fields.disposition,
    filters: {
      name: byName,
      group: z.string().max(100).optional().meta({ description: "Only those under this heading." }),
    },
    draft: (id, body) => ({ id, ...body }),
  });

  collection(api, ports, {
    kind: "pauseReason",
    path: "pause-reasons",
    name: "PauseReason",
    names: "PauseReasons",
    one: "pause reason",
    tag: "Pause reasons",
    rights: { read: "pauseReasons.read", write: "pauseReasons.write" },
    about:
      "Why operators pause, in the application's own words; they choose one beside Timeout and DND. What was paused for it keeps its name when it is deleted.",
    id: fields.pauseReasonId,
    body: fields.pauseReasonBody,
    resource: fields.pauseReason,
    filters: { name: byName },
    draft: (id, body) => ({ id, ...body }),
  });

  collection(api, ports, {
    kind: "role",
    path: "roles",
    name: "Role",
    names: "Roles",
    one: "role",
    tag: "Roles",
    rights: { read: "roles.read", write: "roles.write" },
    about: "A set of rights with a name, for people. It holds no right that its maker lacks.",
    id: fields.roleId,
    body: fields.roleBody,
    resource: fields.role,
    filters: { name: byName },
    draft: (id, body) => {
      if (isBuiltIn(id)) throw builtIn(id);
      return { id, ...body };
    },
    // Those who have the role may have it for all queues.
    grant: (_, { rights }) => ({ rights, scope: null }),
  });
}
