/** What would become of a call to a number: for whoever has just set it up. */
import { createRoute } from "@hono/zod-openapi";
import * as z from "zod";
import { passedOver, type PassedOver } from "../../directory/rules.ts";
import type { Rule } from "../../directory/resources.ts";
import { flows, isFlow } from "../../protocol/scenario.ts";
import { usualTarget } from "../../protocol/target.ts";
import type { QueueId } from "../../words/index.ts";
import { guard, reachesQueue } from "../access.ts";
import type { Api } from "../api.ts";
import { applicationId, language, moment, number, queueId, ruleId, scenario } from "../fields/basics.ts";
import { target } from "../fields/queues.ts";
import type { Ports } from "../ports.ts";
import { Problem, problems } from "../problem.ts";
import { opening, openingOf } from "./hours.ts";

const dialled = z
  .object({
    number,
    rule: ruleId,
    scenario,
    flow: z.enum(flows).meta({ description: "What its callers go through." }),
    version: z.int().nullable().meta({
      description:
        "Of the scenario, as its callers get it now; 0: nothing of it is published; null: the flow as it is built in.",
    }),
    queue: queueId,
    priority: z.int(),
    language,
    hours: opening.nullable().meta({ description: "Of the queue, then; null: always open." }),
    known: z.boolean().meta({ description: "Whether it is one of the application's numbers." }),
    open: z.boolean(),
    why: z.enum(["always", "timetable", "special", "hand"]).meta({
      description:
        "Why it is open or closed then: the queue is `always` open; by the week's `timetable`; it is a `special` day; or by somebody's `hand`.",
    }),
    passedOver: z
      .array(
        z.object({
          rule: ruleId,
          mask: z.string(),
          because: z.enum(["mask", "later"]).meta({
            description: "`mask`: tried before, and does not fit; `later`: would fit, but another came first.",
          }),
        }),
      )
      .meta({ description: "The rules that do not take it, in the order in which they are tried." }),
    closed: target.nullable().meta({ description: "What becomes of the caller while it is closed; null: it is open." }),
  })
  .meta({ id: "Dialled" });

export function dialledRoutes(api: Api, ports: Ports): void {
  api.openapi(
    createRoute({
      method: "get",
      path: "/v1/applications/{application}/route",
      operationId: "tryNumber",
      tags: ["Rules"],
      summary: "Try where a number leads",
      description:
        "Which rule, scenario and queue a call to it would reach, now or at another moment, whether it is open then and why, and which rules were passed over.",
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
      const reached = (id: QueueId): boolean => reachesQueue(c, "rules.read", id);
      const rules = await directory.list("rule");
      const others = passedOver(rules, given).filter(({ rule }) => reached(rule.queue));
      if (route === undefined || queue === undefined || !reached(queue.id)) throw nobodyTakes(given, others);
      const found = queue.hours === null ? undefined : await directory.get("hours", queue.hours);
      const hours = found === undefined ? null : openingOf(found, at);
      const { rule, scenario, queueId, priority, language } = route;
      const open = hours?.open ?? true;
      const closed = open ? null : (route.closed ?? queue.targets.closed ?? usualTarget);
      const known = (await directory.get("number", given)) !== undefined;
      const flow = route.published?.flow ?? (isFlow(scenario) ? scenario : "ACD");
      const version = route.published?.version ?? null;
      const leads = { number: given, known, rule, scenario, flow, version, queue: queueId, priority, language };
      const passed = others.map(({ rule: { id, mask }, because }) => ({ rule: id, mask, because }));
      return c.json({ ...leads, hours, open, why: whyOf(hours), closed, passedOver: passed }, 200);
    },
  );
}

function whyOf(hours: z.infer<typeof opening> | null): z.infer<typeof dialled>["why"] {
  if (hours === null) return "always";
  if (hours.by !== null) return "hand";
  return hours.special === null ? "timetable" : "special";
}

function nobodyTakes(number: string, rules: readonly PassedOver<Rule>[]): Problem {
  const tried = rules
    .slice(0, 10)
    .map(({ rule: { id, mask } }) => `${id} (${mask})`)
    .join(", ");
  return new Problem("not-found", `No rule takes "${number}". ${tried === "" ? "There is none." : `Tried: ${tried}.`}`);
}
