/** Reports that are made and sent again and again: which, when, to whom, and how that went. */
import { createRoute } from "@hono/zod-openapi";
import * as z from "zod";
import type { ReportSchedule } from "../../directory/resources.ts";
import { deliveryProblems, runProblems, runStates, stops } from "../../schedules/port.ts";
import type { ApplicationId, ReportScheduleId } from "../../words/index.ts";
import { byWhom, guard, note } from "../access.ts";
import type { Api } from "../api.ts";
import { applicationId, instant, reportScheduleId } from "../fields/basics.ts";
import { reportSchedule, reportScheduleBody } from "../fields/reportSchedules.ts";
import { hex } from "../hex.ts";
import { guardOnce, onceHeaders } from "../once.ts";
import type { Ports } from "../ports.ts";
import { Problem, problems } from "../problem.ts";
import { grantOfSchedule, wrongSchedule } from "../scheduleRules.ts";
import { collection } from "./resources.ts";

const tags = ["Reports"];
const path = "/v1/applications/{application}/report-schedules/{id}";
const params = z.object({ application: applicationId, id: reportScheduleId });

const run = z
  .object({
    id: z.string().meta({
      description: "In everything that is sent, the same for every attempt. Who has it already may pass it over.",
    }),
    dueAt: instant,
    askedBy: z.string().nullable().meta({ description: "Who wanted it just then. Null: the clock." }),
    from: instant,
    until: instant,
    state: z.enum(runStates).meta({
      description:
        "`waiting`: it is tried, again if need be, for a day; `failed`: somebody has not got it and will not.",
    }),
    tries: z.int(),
    lastTryAt: instant.nullable(),
    nextTryAt: instant.nullable(),
    problem: z.enum(runProblems).nullable().meta({
      description:
        "Why it was not made. `author_gone`, `no_right`: of whoever put the schedule last; `too_large`: more cells or bytes than can be sent; `fault`: it could not be counted just then; `disabled`: the schedule was, while it waited.",
    }),
    deliveries: z.array(
      z.object({
        by: z.enum(["email", "webhook"]),
        to: z.string(),
        state: z.enum(runStates).meta({
          description: "Of a webhook `done` means that it has the message; `GET …/deliveries` says how that goes on.",
        }),
        problem: z.enum(deliveryProblems).nullable().meta({
          description:
            "What was wrong with the last attempt. `refused`: the mail server said no; `signIn`: it does not take name and password; `noTls`: it offers no encryption; `noMail`: e-mail is not set up; `noWebhook`: there is none, or it is disabled.",
        }),
      }),
    ),
  })
  .meta({ id: "ReportRun" });

const state = z
  .object({
    nextRunAt: instant.nullable().meta({ description: "Null: it is disabled, or stopped." }),
    stopped: z
      .object({ at: instant, because: z.enum(stops) })
      .nullable()
      .meta({
        description:
          "Whoever put it last is not there any more, or may not read and send reports any more. Whoever may puts it again.",
      }),
    runs: z.array(run).meta({ description: "The newest first, twenty at most." }),
  })
  .meta({ id: "ReportScheduleState" });

const nothing = {
  required: true,
  content: { "application/json": { schema: z.strictObject({}).meta({ id: "Nothing", example: {} }) } },
} as const;

export function scheduleRoutes(api: Api, ports: Ports): void {
  collection(api, ports, {
    kind: "reportSchedule",
    path: "report-schedules",
    name: "ReportSchedule",
    names: "ReportSchedules",
    one: "report schedule",
    tag: "Reports",
    rights: { read: "schedules.read", write: "schedules.write" },
    about:
      "A report that is made and sent by e-mail or webhook again and again, with the rights and the queues that whoever put it last has when it is made.",
    id: reportScheduleId,
    body: reportScheduleBody,
    resource: reportSchedule,
    filters: {},
    draft: (id, body) => {
      const draft = { id, ...body };
      const errors = wrongSchedule(draft, { mail: ports.settings.mail, now: ports.now() });
      if (errors.length > 0)
        throw new Problem(
          "invalid",
          errors.length === 1 ? "One field is wrong." : `${errors.length} fields are wrong.`,
          {
            errors,
          },
        );
      return draft;
    },
    grant: () => grantOfSchedule,
  });

  async function mustBeThere(application: ApplicationId, id: ReportScheduleId): Promise<ReportSchedule> {
    const found = await ports.directory(application).get("reportSchedule", id);
    if (found === undefined) throw new Problem("not-found", `There is no report schedule "${id}".`);
    return found;
  }

  api.openapi(
    createRoute({
      method: "get",
      path: `${path}/state`,
      operationId: "getReportScheduleState",
      tags,
      summary: "See when a report is sent next and how it went lately",
      ...guard(ports, "schedules.read"),
      request: { params },
      responses: {
        200: { description: "As it is now.", content: { "application/json": { schema: state } } },
        ...problems(400, 401, 403, 404),
      },
    }),
    async (c) => {
      const { application, id } = c.req.valid("param");
      await mustBeThere(application, id);
      // What has been put a moment ago may not have got there yet.
      const known = await ports.schedules(application).state(id);
      const { nextRunAt, stopped, runs } = known ?? { nextRunAt: null, stopped: null, runs: [] };
      const shown = runs.map((one) => ({ ...one, deliveries: [...one.deliveries] }));
      return c.json({ nextRunAt, stopped, runs: shown }, 200);
    },
  );

  api.openapi(
    createRoute({
      method: "post",
      path: `${path}/run`,
      operationId: "runReportSchedule",
      tags,
      summary: "Make and send a report now",
      description:
        "About the period that the schedule means when seen from now, to everybody it names. Also while it is disabled; not while another that was asked for is still on its way.",
      ...guardOnce(ports, "schedules.write"),
      request: { headers: onceHeaders, params, body: nothing },
      responses: {
        202: {
          description: "It is being made; `GET …/state` says how that goes.",
          content: { "application/json": { schema: z.object({ id: z.string() }).meta({ id: "ReportRunAsked" }) } },
        },
        ...problems(400, 401, 403, 404, 409, 413, 415, 422),
      },
    }),
    async (c) => {
      const { application, id } = c.req.valid("param");
      await mustBeThere(application, id);
      const asked = `${id}_${c.get("slot")?.slice(0, 24) ?? hex(ports.random(12))}`;
      const what = `reportSchedule/${id}`;
      await note(ports, c, application, { action: "reportSchedule.run", what, detail: { run: asked } });
      const answer = await ports.schedules(application).runNow(id, asked, byWhom(c));
      if (answer === "busy")
        throw new Problem("conflict", "One that was asked for is still on its way; `GET …/state` says how that goes.");
      if (answer === "unknown")
        throw new Problem("conflict", "It has been put just now and is not known everywhere yet. Try again.");
      return c.json({ id: asked }, 202);
    },
  );
}
