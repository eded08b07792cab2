/** A whole application as one file: taken out, and put in with all that is wrong said at once, or nothing done. */
import { createRoute } from "@hono/zod-openapi";
import * as z from "zod";
import type { Done, Exchanged, Flaw, TakeIn, Whole } from "../../directory/exchange.ts";
import type { Directory } from "../../directory/port.ts";
import { builtInRoles, isBuiltIn, type Bearer, type Right, type RoleName } from "../../rights/index.ts";
import { as, type ApplicationId, type OperatorId, type QueueId, type RoleId } from "../../words/index.ts";
import { guard, outOfScope } from "../access.ts";
import type { Api } from "../api.ts";
import { mustCover } from "../authority.ts";
import * as fields from "../fields.ts";
import { guardOnce, onceHeaders } from "../once.ts";
import type { Ports } from "../ports.ts";
import type { FieldProblem } from "../problem.ts";
import { Problem, problems } from "../problem.ts";
import { words } from "./resources.ts";

/** What is told of each kind. A password is not: it is set for one person at a time. */
const entries = {
  skillGroup: entry(fields.skillGroupId, fields.skillGroupBody),
  hours: entry(fields.hoursId, fields.hoursBody),
  role: entry(
    fields.roleId.refine((id) => !isBuiltIn(id), "It is built in and stays as it is. Take another name."),
    fields.roleBody,
  ),
  queue: entry(fields.queueId, fields.queueBody),
  person: entry(fields.operatorId, fields.operatorBody.omit({ password: true })),
  number: entry(fields.number, fields.numberBody),
  rule: entry(fields.ruleId, fields.ruleBody),
} satisfies { readonly [K in Exchanged]: z.ZodObject };

function entry<Id extends z.ZodType, Shape extends z.ZodRawShape>(id: Id, body: z.ZodObject<Shape>) {
  return z.strictObject({ id, ...body.shape });
}

/** How the file calls them. */
const sections = {
  skillGroup: "skillGroups",
  hours: "hours",
  role: "roles",
  queue: "queues",
  person: "operators",
  number: "numbers",
  rule: "rules",
} as const satisfies Record<Exchanged, string>;

/** As the first part of an entry's place in the file. */
const many = <S extends z.ZodType>(schema: S) => z.array(schema).max(20_000).default([]);

const file = z
  .strictObject({
    version: z.literal(1).meta({ description: "Of this form." }),
    application: fields.applicationBody,
    skillGroups: many(entries.skillGroup),
    hours: many(entries.hours),
    roles: many(entries.role),
    queues: many(entries.queue),
    operators: many(entries.person),
    numbers: many(entries.number),
    rules: many(entries.rule),
  })
  .meta({
    id: "ApplicationFile",
    description: "A whole application. Neither passwords nor keys are in it.",
    example: {
      version: 1,
      application: { name: "Call centre", language: "ru" },
      skillGroups: [{ id: "Support", name: "Support" }],
      queues: [{ id: "MainQueue", name: "Main queue", skillGroups: ["Support"] }],
    },
  });

const named = z.object({ kind: z.string(), id: z.string() });
const plan = z
  .object({
    dryRun: z.boolean().meta({ description: "Whether this is only what would be done." }),
    created: z.array(named),
    changed: z.array(named.extend({ fields: z.array(z.string()).meta({ description: "What differs." }) })),
    unchanged: z.array(named),
    removed: z.array(named),
  })
  .meta({ id: "ImportPlan", description: "What an import has done, or would do." });

type Plan = z.infer<typeof plan>;

const flag = (description: string) =>
  z
    .enum(["true", "false"])
    .default("false")
    .transform((text) => text === "true")
    .meta({ description, type: "string" });

const tags = ["Import and export"];
const params = z.object({ application: fields.applicationId });
const of = "/v1/applications/{application}";

export function exchangeRoutes(api: Api, ports: Ports): void {
  api.openapi(
    createRoute({
      method: "get",
      path: `${of}/export`,
      tags,
      summary: "Take a whole application out",
      description:
        "Everything that is set up, as one file for `import`, here or elsewhere. Neither passwords nor keys are in it, nor what is of the moment, such as hours that were closed by hand.",
      ...guard(ports, "application.export"),
      request: { params },
      responses: {
        200: { description: "As it is at one moment.", content: { "application/json": { schema: file } } },
        ...problems(400, 401, 403, 404),
      },
    }),
    async (c) => {
      const { application } = c.req.valid("param");
      if (c.get("bearer").scope !== null) throw outOfScope();
      const whole = await ports.directory(application).takeOut();
      if (whole === undefined) throw new Problem("not-found", `There is no application "${application}".`);
      const { resources } = whole;
      const taken: z.infer<typeof file> = {
        version: 1,
        application: only(fields.applicationBody, whole.application),
        skillGroups: resources.skillGroup.map((resource) => only(entries.skillGroup, resource)),
        hours: resources.hours.map((resource) => only(entries.hours, resource)),
        roles: resources.role.map((resource) => only(entries.role, resource)),
        queues: resources.queue.map((resource) => only(entries.queue, resource)),
        operators: resources.person.map((resource) => only(entries.person, resource)),
        numbers: resources.number.map((resource) => only(entries.number, resource)),
        rules: resources.rule.map((resource) => only(entries.rule, resource)),
      };
      ports.log("info", "application.exported", { application });
      return c.json(taken, 200, { "content-disposition": `attachment; filename="${application}.json"` });
    },
  );

  api.openapi(
    createRoute({
      method: "post",
      path: `${of}/import`,
      tags,
      summary: "Put a whole application in",
      description:
        "Creates and replaces what the file names, all of it or nothing. Everything that is wrong is said at once, with its place. Live calls, queues and operators learn of the changes as of any other.",
      ...guardOnce(ports, "application.import"),
      request: {
        headers: onceHeaders,
        params,
        query: z.strictObject({
          dryRun: flag("`true`: only say what would be done."),
          prune: flag("`true`: remove whatever the file does not name."),
        }),
        body: { required: true, content: { "application/json": { schema: file } } },
      },
      responses: {
        200: {
          description: "What has been done, or would be.",
          content: { "application/json": { schema: plan } },
        },
        ...problems(400, 401, 403, 404, 409, 413, 415, 422),
      },
    }),
    async (c) => {
      const { application } = c.req.valid("param");
      const given = c.req.valid("json");
      const whole: Whole = {
        application: given.application,
        resources: {
          skillGroup: given.skillGroups,
          hours: given.hours,
          role: given.roles,
          queue: given.queues,
          person: given.operators,
          number: given.numbers,
          rule: given.rules,
        },
      };
      const done = await takeIn(ports, c.get("bearer"), application, whole, c.req.valid("query"));
      return c.json<Plan, 200>(done, 200);
    },
  );
}

/** Throws 403 where it would reach further than the bearer does, 422 with every flaw, and 409 when callers wait in a queue that would be removed. */
async function takeIn(
  ports: Ports,
  bearer: Bearer,
  application: ApplicationId,
  whole: Whole,
  how: TakeIn,
): Promise<Plan> {
  if (bearer.scope !== null) throw outOfScope();
  const directory = ports.directory(application);
  const tried = await directory.takeIn(whole, { ...how, dryRun: true });
  const wrong = [
    ...scenariosUnknown(whole, ports.settings.scenarios),
    ...(!tried.ok && tried.refusal.because === "flaws" ? tried.refusal.flaws.map(inWords) : []),
  ];
  if (wrong.length > 0)
    throw new Problem("invalid", wrong.length === 1 ? "One field is wrong." : `${wrong.length} fields are wrong.`, {
      errors: wrong,
    });
  if (!tried.ok) throw new Problem("not-found", `There is no application "${application}".`);
  await mustGovern(directory, bearer, whole, tried.done);
  await mustBeEmpty(ports, application, tried.done);
  if (how.dryRun) return shown(tried.done, true);

  const answer = await directory.takeIn(whole, how);
  // Somebody changed something in between.
  if (!answer.ok) throw new Problem("conflict", "The application has changed meanwhile. Try again.");
  // Afterwards, as with PUT: an import that is repeated heals a crash in between.
  await ports.root.put("application", { id: application, ...whole.application });
  const plan = shown(answer.done, false);
  ports.log("info", "application.imported", {
    application,
    created: plan.created.length,
    changed: plan.changed.length,
    removed: plan.removed.length,
  });
  return plan;
}

/** Nobody brings along, changes or removes people and roles that may do more than they may themselves. */
async function mustGovern(directory: Directory, bearer: Bearer, whole: Whole, done: readonly Done[]): Promise<void> {
  const roles = new Map(whole.resources.role.map((role) => [role.id, role]));
  const people = new Map(whole.resources.person.map((person) => [person.id, person]));
  const rightsNow = async (name: RoleName): Promise<readonly Right[]> =>
    isBuiltIn(name) ? builtInRoles[name] : ((await directory.get("role", name))?.rights ?? []);
  const rightsThen = async (name: RoleName): Promise<readonly Right[]> =>
    (isBuiltIn(name) ? undefined : roles.get(name)?.rights) ?? rightsNow(name);
  for (const { kind, id, what } of done) {
    if (what === "unchanged") continue;
    if (kind === "role") {
      for (const role of [await directory.get("role", id), roles.get(as<RoleId>(id))])
        if (role !== undefined) mustCover(bearer, { rights: role.rights, scope: null });
    }
    if (kind === "person") {
      const [now, then] = [await directory.get("person", id), people.get(as<OperatorId>(id))];
      if (now !== undefined) mustCover(bearer, { rights: await rightsNow(now.role), scope: now.scope });
      if (then !== undefined) mustCover(bearer, { rights: await rightsThen(then.role), scope: then.scope });
    }
  }
}

async function mustBeEmpty(ports: Ports, application: ApplicationId, done: readonly Done[]): Promise<void> {
  const usedBy: { kind: string; id: string }[] = [];
  for (const { kind, id } of done.filter(({ kind, what }) => kind === "queue" && what === "removed")) {
    const view = await ports.queue(application, id as QueueId).read();
    if ((view?.entries.length ?? 0) > 0) usedBy.push({ kind: words[kind], id });
  }
  if (usedBy.length > 0)
    throw new Problem("conflict", "Callers wait in queues that would be removed. Wait until they have been served.", {
      usedBy,
    });
}

function scenariosUnknown({ resources }: Whole, scenarios: readonly string[]): FieldProblem[] {
  return resources.rule.flatMap(({ scenario }, index) =>
    scenarios.includes(scenario)
      ? []
      : [
          {
            field: `rules.${index}.scenario`,
            problem: "names a scenario that does not exist",
            remedy: `Give one of: ${scenarios.join(", ")}.`,
          },
        ],
  );
}

function inWords(flaw: Flaw): FieldProblem {
  const field = `${sections[flaw.kind]}.${flaw.index}.${flaw.field}`;
  return flaw.because === "twice"
    ? { field, problem: `names "${flaw.id}" a second time`, remedy: "Name each of them once." }
    : {
        field,
        problem: `names a ${words[flaw.named]} that would not exist: ${flaw.id}`,
        remedy: `Bring the ${words[flaw.named]} along, or name another.`,
      };
}

function shown(done: readonly Done[], dryRun: boolean): Plan {
  const those = (wanted: Done["what"]): { kind: string; id: string; fields: string[] }[] =>
    done
      .filter(({ what }) => what === wanted)
      .map(({ kind, id, fields = [] }) => ({ kind: words[kind], id, fields: [...fields] }));
  const named = (wanted: Done["what"]) => those(wanted).map(({ kind, id }) => ({ kind, id }));
  return {
    dryRun,
    created: named("created"),
    changed: those("changed"),
    unchanged: named("unchanged"),
    removed: named("removed"),
  };
}

/** Of a resource what a file says of it. */
const only = <Shape extends z.ZodRawShape>(schema: z.ZodObject<Shape>, resource: object): z.infer<z.ZodObject<Shape>> =>
  Object.fromEntries(Object.entries(resource).filter(([field]) => Object.hasOwn(schema.shape, field))) as z.infer<
    z.ZodObject<Shape>
  >; // all of these fields, as they were when they were put
