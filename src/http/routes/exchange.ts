/** A whole application as one file: taken out, and put in with all that is wrong said at once, or nothing done. */
import { createRoute } from "@hono/zod-openapi";
import * as z from "zod";
import type { Exchanged, Whole } from "../../directory/exchange.ts";
import { isBuiltIn } from "../../rights/index.ts";
import { authorOf, guard, note, outOfScope } from "../access.ts";
import type { Api } from "../api.ts";
import * as fields from "../fields/index.ts";
import { guardOnce, onceHeaders } from "../once.ts";
import type { Ports } from "../ports.ts";
import { Problem, problems } from "../problem.ts";
import { plan, takeIn, type Plan } from "../takeIn.ts";

/** What is told of each kind. A password is not: it is set for one person at a time. */
export const entries = {
  skillGroup: entry(fields.skillGroupId, fields.skillGroupBody),
  hours: entry(fields.hoursId, fields.hoursBody),
  role: entry(
    fields.roleId.refine((id) => !isBuiltIn(id), "It is built in and stays as it is. Take another name."),
    fields.roleBody,
  ),
  pauseReason: entry(fields.pauseReasonId, fields.pauseReasonBody),
  disposition: entry(fields.dispositionId, fields.dispositionBody),
  sound: entry(fields.soundId, fields.soundBody),
  scenario: entry(fields.scenario, fields.scenarioBody)
    .extend({ published: fields.publication.nullable().default(null) })
    .superRefine(fields.effective),
  queue: entry(fields.queueId, fields.queueBody),
  person: entry(fields.operatorId, fields.operatorBody.omit({ password: true })),
  number: entry(fields.number, fields.numberBody),
  rule: entry(fields.ruleId, fields.ruleBody),
  webhook: entry(fields.webhookId, fields.webhookBody),
  identityProvider: entry(fields.identityProviderId, fields.identityProviderBody.omit({ clientSecret: true })),
  reportSchedule: entry(fields.reportScheduleId, fields.reportScheduleBody),
} satisfies { readonly [K in Exchanged]: z.ZodObject };

function entry<Id extends z.ZodType, Shape extends z.ZodRawShape>(id: Id, body: z.ZodObject<Shape>) {
  return z.strictObject({ id, ...body.shape });
}

const many = <S extends z.ZodType>(schema: S) => z.array(schema).max(20_000).default([]);

const file = z
  .strictObject({
    version: z.literal(1).meta({ description: "Of this form." }),
    application: fields.applicationBody,
    signInRules: fields.signInRules.optional().meta({ description: "Left out: they stay as they are." }),
    retention: fields.retention.optional().meta({ description: "Left out: it stays as it is." }),
    skillGroups: many(entries.skillGroup),
    hours: many(entries.hours),
    roles: many(entries.role),
    pauseReasons: many(entries.pauseReason),
    dispositions: many(entries.disposition),
    sounds: many(entries.sound),
    scenarios: many(entries.scenario),
    queues: many(entries.queue),
    operators: many(entries.person),
    numbers: many(entries.number),
    rules: many(entries.rule),
    webhooks: many(entries.webhook),
    identityProviders: many(entries.identityProvider),
    reportSchedules: many(entries.reportSchedule),
  })
  .meta({
    id: "ApplicationFile",
    description:
      "A whole application. Neither passwords nor keys are in it, nor the secrets of webhooks and identity providers.",
    example: {
      version: 1,
      application: { name: "Call centre", language: "ru" },
      skillGroups: [{ id: "Support", name: "Support" }],
      queues: [{ id: "MainQueue", name: "Main queue", skillGroups: ["Support"] }],
    },
  });

const tags = ["Import and export"];
const params = z.object({ application: fields.applicationId });
const of = "/v1/applications/{application}";

export function exchangeRoutes(api: Api, ports: Ports): void {
  api.openapi(
    createRoute({
      method: "get",
      path: `${of}/export`,
      operationId: "exportApplication",
      tags,
      summary: "Take a whole application out",
      description:
        "Everything that is set up, as one file for `import`, here or elsewhere. Neither passwords nor keys are in it, nor the secrets of webhooks and identity providers, nor how calls are placed, which LiveKit knows as well, nor what is of the moment, such as hours that were closed by hand.",
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
        signInRules: { secondFactor: [...whole.rules.signInRules.secondFactor] },
        retention: whole.rules.retention,
        skillGroups: resources.skillGroup.map((resource) => only(entries.skillGroup, resource)),
        hours: resources.hours.map((resource) => only(entries.hours, resource)),
        roles: resources.role.map((resource) => only(entries.role, resource)),
        pauseReasons: resources.pauseReason.map((resource) => only(entries.pauseReason, resource)),
        dispositions: resources.disposition.map((resource) => only(entries.disposition, resource)),
        sounds: resources.sound.map((resource) => only(entries.sound, resource)),
        scenarios: resources.scenario.map((resource) => ({
          ...only(entries.scenario, resource),
          published: resource.published && only(fields.publication, resource.published),
        })),
        queues: resources.queue.map((resource) => only(entries.queue, resource)),
        operators: resources.person.map((resource) => only(entries.person, resource)),
        numbers: resources.number.map((resource) => only(entries.number, resource)),
        rules: resources.rule.map((resource) => only(entries.rule, resource)),
        webhooks: resources.webhook.map((resource) => only(entries.webhook, resource)),
        identityProviders: resources.identityProvider.map((resource) => only(entries.identityProvider, resource)),
        reportSchedules: resources.reportSchedule.map((resource) => only(entries.reportSchedule, resource)),
      };
      await note(ports, c, application, {
        action: "application.exported",
        what: `application/${application}`,
        detail: {},
      });
      ports.log("info", "application.exported", { application });
      return c.json(taken, 200, { "content-disposition": `attachment; filename="${application}.json"` });
    },
  );

  api.openapi(
    createRoute({
      method: "post",
      path: `${of}/import`,
      operationId: "importApplication",
      tags,
      summary: "Put a whole application in",
      description:
        "Creates and replaces what the file names, all of it or nothing. Everything that is wrong is said at once, with its place. Live calls, queues and operators learn of the changes as of any other.",
      ...guardOnce(ports, "application.import"),
      request: {
        headers: onceHeaders,
        params,
        query: z.strictObject({
          dryRun: fields.flag("`true`: only say what would be done."),
          prune: fields.flag("`true`: remove whatever the file does not name."),
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
        rules: { signInRules: given.signInRules, retention: given.retention },
        resources: {
          skillGroup: given.skillGroups,
          hours: given.hours,
          role: given.roles,
          pauseReason: given.pauseReasons,
          disposition: given.dispositions,
          sound: given.sounds,
          scenario: given.scenarios,
          queue: given.queues,
          person: given.operators,
          number: given.numbers,
          rule: given.rules,
          webhook: given.webhooks,
          identityProvider: given.identityProviders,
          reportSchedule: given.reportSchedules,
        },
      };
      const who = { bearer: c.get("bearer"), author: authorOf(c) };
      const done = await takeIn(ports, who, application, whole, c.req.valid("query"));
      return c.json<Plan, 200>(done, 200);
    },
  );
}

/** Of a resource what a file says of it. */
export const only = <Shape extends z.ZodRawShape>(
  schema: z.ZodObject<Shape>,
  resource: object,
): z.infer<z.ZodObject<Shape>> =>
  Object.fromEntries(Object.entries(resource).filter(([field]) => Object.hasOwn(schema.shape, field))) as z.infer<
    z.ZodObject<Shape>
  >; // all of these fields, as they were when they were put
