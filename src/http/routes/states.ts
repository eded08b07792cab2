/** What goes on just now: a queue, an operator. */
import { createRoute } from "@hono/zod-openapi";
import * as z from "zod";
import { chosenStatuses } from "../../protocol/actors.ts";
import type { OperatorView } from "../../protocol/console.ts";
import { guard } from "../access.ts";
import type { Api } from "../api.ts";
import { applicationId, callId, instant, operatorId, queueId } from "../fields.ts";
import type { Ports } from "../ports.ts";
import { Problem, problems } from "../problem.ts";

const length = z.int().meta({ description: "In milliseconds." });

const queueState = z
  .object({
    queueId,
    name: z.string(),
    waiting: z.int().meta({ description: "Callers who wait and are not being offered." }),
    offered: z.int().meta({ description: "Callers who are ringing at an operator." }),
    longestWait: length,
    operators: z
      .object({ free: z.int(), busy: z.int(), away: z.int() })
      .meta({ description: "Operators of the queue by what they are doing." }),
    entries: z.array(
      z.object({
        callId,
        place: z.int(),
        state: z.enum(["waiting", "reserved"]),
        since: instant,
        caller: z.string(),
        operatorId: operatorId.optional(),
      }),
    ),
    expectedWait: length
      .nullable()
      .meta({ description: "Of a caller who came now, in milliseconds; null when it cannot be estimated." }),
  })
  .meta({ id: "QueueState" });

const operatorState = z
  .object({
    operatorId,
    name: z.string(),
    status: z.enum([
      "Offline",
      "Online",
      "Ready",
      "BeforeService",
      "InService",
      "AfterService",
      "Timeout",
      "DND",
      "Banned",
    ]),
    since: instant,
    presence: z.enum(["offline", "paused", "ready"]),
    pauseReason: z.enum(["online", "timeout", "dnd", "missed"]).optional(),
    engagement: z.enum(["free", "offered", "talking", "wrappingUp", "resting"]),
    callId: callId.optional().meta({ description: "The call offered, talked or wrapped up." }),
  })
  .meta({ id: "OperatorState" });

const statusBody = z
  .strictObject({ status: z.enum(chosenStatuses) })
  .meta({ id: "StatusBody", example: { status: "Timeout" } });

export function stateRoutes(api: Api, ports: Ports): void {
  api.openapi(
    createRoute({
      method: "get",
      path: "/v1/applications/{application}/queues/{id}/state",
      tags: ["Queues"],
      summary: "See who waits in a queue",
      security: [{ bearer: [] }],
      middleware: guard(ports, "supervisor"),
      request: { params: z.object({ application: applicationId, id: queueId }) },
      responses: {
        200: { description: "The queue just now.", content: { "application/json": { schema: queueState } } },
        ...problems(400, 401, 403, 404),
      },
    }),
    async (c) => {
      const { application, id } = c.req.valid("param");
      const queue = await ports.directory(application).get("queue", id);
      if (queue === undefined) throw new Problem("not-found", `There is no queue "${id}".`);
      const view = await ports.queue(application, id).read();
      // Its actor comes into being with the first thing it is told: until then nobody waits in it.
      const nobody = {
        queueId: id,
        name: queue.name,
        waiting: 0,
        offered: 0,
        longestWait: 0,
        operators: { free: 0, busy: 0, away: 0 },
        entries: [],
        expectedWait: null,
      };
      return c.json(view === undefined ? nobody : { ...view, entries: [...view.entries] }, 200);
    },
  );

  api.openapi(
    createRoute({
      method: "get",
      path: "/v1/applications/{application}/operators/{id}/state",
      tags: ["Operators"],
      summary: "See what an operator is doing",
      description: "Operators may ask about themselves.",
      security: [{ bearer: [] }],
      middleware: guard(ports, "self"),
      request: { params: z.object({ application: applicationId, id: operatorId }) },
      responses: {
        200: { description: "The operator just now.", content: { "application/json": { schema: operatorState } } },
        ...problems(400, 401, 403, 404),
      },
    }),
    async (c) => {
      const { application, id } = c.req.valid("param");
      const person = await ports.directory(application).get("person", id);
      if (person === undefined) throw new Problem("not-found", `There is no operator "${id}".`);
      const view = await ports.operator(application, id).read();
      if (view === undefined) {
        const offline = { status: "Offline", since: 0, presence: "offline", engagement: "free" } as const;
        return c.json({ operatorId: id, name: person.name, ...offline }, 200);
      }
      return c.json(shown(view), 200);
    },
  );

  api.openapi(
    createRoute({
      method: "put",
      path: "/v1/applications/{application}/operators/{id}/status",
      tags: ["Operators"],
      summary: "Change an operator's status",
      description:
        "In the place of an operator who is signed in: Ready, a pause, or out (`Offline`, which closes their consoles). During a call it holds from its end on. Who did it stands in the operator's timeline.",
      security: [{ bearer: [] }],
      middleware: guard(ports, "supervisor"),
      request: {
        params: z.object({ application: applicationId, id: operatorId }),
        body: { required: true, content: { "application/json": { schema: statusBody } } },
      },
      responses: {
        200: { description: "The operator now.", content: { "application/json": { schema: operatorState } } },
        ...problems(400, 401, 403, 404, 409, 413, 415, 422),
      },
    }),
    async (c) => {
      const { application, id } = c.req.valid("param");
      const { status } = c.req.valid("json");
      const person = await ports.directory(application).get("person", id);
      if (person === undefined) throw new Problem("not-found", `There is no operator "${id}".`);
      const identity = c.get("identity");
      const by = identity.kind === "key" ? "key" : identity.session.person;
      const answer = await ports.operator(application, id).force({ status, by });
      if (!answer.ok) {
        throw new Problem("signed-out", `"${id}" is not signed in: only they themselves can begin their shift.`);
      }
      ports.log("info", "operator.forced", { application, operator: id, by, status });
      return c.json(shown(answer.value), 200);
    },
  );
}

/** Of the view only what others may know: the passes in it are the operator's own. */
function shown({ operatorId: id, name, status, since, presence, pauseReason, engagement, ...view }: OperatorView) {
  const current = (view.call ?? view.offer ?? view.wrapUp)?.callId;
  const state = { operatorId: id, name, status, since, presence, engagement };
  return { ...state, ...(pauseReason && { pauseReason }), ...(current && { callId: current }) };
}
