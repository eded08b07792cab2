/** Opening hours: what they say at a moment, and a supervisor's hand on them. */
import { createRoute } from "@hono/zod-openapi";
import type { Context } from "hono";
import * as z from "zod";
import type { Hours } from "../../directory/resources.ts";
import { openingAt, specialDayAt } from "../../hours/opening.ts";
import type { ApplicationId, HoursId, Instant } from "../../words/index.ts";
import { authorOf, byWhom, guard, outOfScope, type AppEnv } from "../access.ts";
import type { Api } from "../api.ts";
import { reachesAll } from "../authority.ts";
import { applicationId, hoursId, instant, moment } from "../fields/basics.ts";
import type { Ports } from "../ports.ts";
import { Problem, problems } from "../problem.ts";

export const opening = z
  .object({
    id: hoursId,
    at: instant,
    open: z.boolean(),
    until: instant.nullable().meta({ description: "When that changes next; null: it does not." }),
    by: z.string().nullable().meta({ description: "Who opened or closed it by hand, if that is why." }),
    special: z.string().nullable().meta({ description: "The name of the special day that it is there, if it is one." }),
  })
  .meta({ id: "Opening" });

/** What hours say at a moment, in the API's words. */
export function openingOf(hours: Hours, at: Instant): z.infer<typeof opening> {
  const { open, until = null, by = null } = openingAt(hours, at);
  return { id: hours.id, at, open, until, by, special: specialDayAt(hours, at)?.name ?? null };
}

const tags = ["Hours"];
const params = z.object({ application: applicationId, id: hoursId });
const path = "/v1/applications/{application}/hours/{id}";
const state = { description: "What they say.", content: { "application/json": { schema: opening } } };
const notThere = (id: string): Problem => new Problem("not-found", `There is no timetable of opening hours "${id}".`);

export function hoursRoutes(api: Api, ports: Ports): void {
  /** Hours that other queues keep to as well are not for somebody in charge of some of them. */
  async function mustReach(c: Context<AppEnv>, application: ApplicationId, id: HoursId): Promise<void> {
    const directory = ports.directory(application);
    const hours = await directory.get("hours", id);
    if (hours === undefined) throw notThere(id);
    if (!(await reachesAll(c.get("bearer"), directory, "hours", hours))) throw outOfScope();
  }

  api.openapi(
    createRoute({
      method: "get",
      path: `${path}/state`,
      operationId: "getHoursState",
      tags,
      summary: "See whether it is open",
      description: "Now or at another moment, and until when. Of the past by the timetable as it is now.",
      ...guard(ports, "hours.read"),
      request: {
        params,
        query: z.object({ at: moment.optional().meta({ description: "When; now unless given.", type: "string" }) }),
      },
      responses: { 200: state, ...problems(400, 401, 403, 404) },
    }),
    async (c) => {
      const { application, id } = c.req.valid("param");
      const { at = ports.now() } = c.req.valid("query");
      const hours = await ports.directory(application).get("hours", id);
      if (hours === undefined) throw notThere(id);
      return c.json(openingOf(hours, at), 200);
    },
  );

  api.openapi(
    createRoute({
      method: "put",
      path: `${path}/override`,
      operationId: "overrideHours",
      tags,
      summary: "Open or close by hand",
      description:
        "For every queue that keeps to these hours, until the timetable changes next; if it never does, until it is lifted. Who did it is shown with the hours and stands in the queues' timelines.",
      ...guard(ports, "hours.override"),
      request: {
        params,
        body: {
          required: true,
          content: {
            "application/json": {
              schema: z.strictObject({ open: z.boolean() }).meta({ id: "OverrideBody", example: { open: false } }),
            },
          },
        },
      },
      responses: { 200: state, ...problems(400, 401, 403, 404, 413, 415, 422) },
    }),
    async (c) => {
      const { application, id } = c.req.valid("param");
      const { open } = c.req.valid("json");
      await mustReach(c, application, id);
      const hours = await ports.directory(application).override(id, open, authorOf(c));
      if (hours === undefined) throw notThere(id);
      ports.log("info", "hours.overridden", { application, hours: id, by: byWhom(c), open });
      return c.json(openingOf(hours, ports.now()), 200);
    },
  );

  api.openapi(
    createRoute({
      method: "delete",
      path: `${path}/override`,
      operationId: "liftOverride",
      tags,
      summary: "Let the timetable have its say again",
      ...guard(ports, "hours.override"),
      request: { params },
      responses: { 200: state, ...problems(400, 401, 403, 404) },
    }),
    async (c) => {
      const { application, id } = c.req.valid("param");
      await mustReach(c, application, id);
      const hours = await ports.directory(application).override(id, undefined, authorOf(c));
      if (hours === undefined) throw notThere(id);
      ports.log("info", "hours.lifted", { application, hours: id, by: byWhom(c) });
      return c.json(openingOf(hours, ports.now()), 200);
    },
  );
}
