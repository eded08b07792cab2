/** What would become of a call to a number: for whoever has just set it up. */
import { createRoute } from "@hono/zod-openapi";
import * as z from "zod";
import { usualTarget } from "../../protocol/target.ts";
import { guard, reachesQueue } from "../access.ts";
import type { Api } from "../api.ts";
import { applicationId, language, moment, number, queueId, ruleId, scenario, target } from "../fields.ts";
import type { Ports } from "../ports.ts";
import { Problem, problems } from "../problem.ts";
import { opening, openingOf } from "./hours.ts";

const dialled = z
  .object({
    number,
    rule: ruleId,
    scenario,
    queue: queueId,
    priority: z.int(),
    language,
    hours: opening.nullable().meta({ description: "Of the queue, then; null: always open." }),
    closed: target.nullable().meta({ description: "What becomes of the caller while it is closed; null: it is open." }),
  })
  .meta({ id: "Dialled" });

export function dialledRoutes(api: Api, ports: Ports): void {
  api.openapi(
    createRoute({
      method: "get",
      path: "/v1/applications/{application}/route",
      tags: ["Rules"],
      summary: "Try where a number leads",
      description:
        "Which rule, scenario and queue a call to it would reach, now or at another moment, and whether it is open then.",
      ...guard(ports, "rules.read"),
      request: {
        params: z.object({ application: applicationId }),
        query: z.object({
          number,
          at: moment.optional().meta({ description: "When; now unless given.", type: "string" }),
        }),
      },
      responses: {
        200: { description: "Where it leads.", content: { "application/json": { schema: dialled } } },
        ...problems(400, 401, 403, 404),
      },
    }),
    async (c) => {
      const { application } = c.req.valid("param");
      const { number: given, at = ports.now() } = c.req.valid("query");
      const directory = ports.directory(application);
      const route = await directory.route(given);
      const queue = route && (await directory.get("queue", route.queueId));
      if (route === undefined || queue === undefined || !reachesQueue(c, "rules.read", queue.id))
        throw new Problem("not-found", `No rule takes "${given}".`);
      const found = queue.hours === null ? undefined : await directory.get("hours", queue.hours);
      const hours = found === undefined ? null : openingOf(found, at);
      const { rule, scenario, queueId, priority, language } = route;
      const closed = hours?.open === false ? (route.closed ?? queue.targets.closed ?? usualTarget) : null;
      return c.json({ number: given, rule, scenario, queue: queueId, priority, language, hours, closed }, 200);
    },
  );
}
