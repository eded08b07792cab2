/** What goes on just now: a queue, an operator. */
import { createRoute } from "@hono/zod-openapi";
import type { Context } from "hono";
import * as z from "zod";
import type { Queue } from "../../directory/resources.ts";
import type { OperatorSummary, QueueView } from "../../protocol/views.ts";
import {
  chosenStatuses,
  engagements,
  operatorStatuses,
  pauseReasons,
  presences,
  type ChosenStatus,
} from "../../protocol/console.ts";
import type { Outlook } from "../../protocol/line.ts";
import { offerOutcomes } from "../../protocol/offer.ts";
import { wrapUpModes } from "../../protocol/settings.ts";
import type { ApplicationId, Duration, Instant, QueueId } from "../../words/index.ts";
import { byWhom, guard, note, numbersFor, reachesQueue, type AppEnv } from "../access.ts";
import type { Api } from "../api.ts";
import { nextPage, openPlace, pageQuery, sealPlace } from "../cursor.ts";
import { applicationId, callId, callMoment, instant, operatorId, pauseReasonId, queueId } from "../fields/basics.ts";
import { ownReason } from "../fields/outcomes.ts";
import { operatorSeen } from "../operatorSeen.ts";
import type { Ports } from "../ports.ts";
import { Problem, problems } from "../problem.ts";

const length = z.int().meta({ description: "In milliseconds." });

const outlook = z
  .object({
    mean: z.int(),
    median: z.int().meta({ description: "As likely to be longer as shorter." }),
    ninetieth: z.int().meta({ description: "Longer only once in ten times." }),
  })
  .nullable()
  .meta({ description: "In whole seconds; null when it cannot be estimated, because nobody serves.", id: "Outlook" });

const queueState = z
  .object({
    queueId,
    name: z.string(),
    waiting: z.int().meta({ description: "Callers who wait and are not being offered." }),
    offered: z.int().meta({ description: "Callers who are ringing at an operator." }),
    opening: z
      .object({
        open: z.boolean(),
        until: instant.nullable().meta({ description: "Null: it does not change by itself." }),
      })
      .meta({ description: "By the queue's hours, or by hand; a queue without hours is always open." }),
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
        caller: z.string().meta({ description: "Their number; masked without the right `numbers.unmask`." }),
        callback: z.literal(true).optional().meta({
          description: "The caller has hung up and will be phoned, is being phoned, or has been.",
        }),
        operatorId: operatorId.optional(),
        why: z
          .string()
          .meta({ description: "Why the caller waits.", example: "all 3 operators who may serve are busy" }),
        expectedWaitSeconds: outlook,
      }),
    ),
    expectedWait: length
      .nullable()
      .meta({ description: "Of a caller who came now, in milliseconds; null when it cannot be estimated." }),
    expectedWaitSeconds: outlook,
  })
  .meta({ id: "QueueState" });

const operatorState = z
  .object({
    operatorId,
    name: z.string(),
    status: z.enum(operatorStatuses),
    since: instant,
    presence: z.enum(presences),
    pauseReason: z.enum(pauseReasons).optional().meta({
      description:
        "`missed`: let too many offers ring out; `unfinished`: did not finish a wrap-up in its time. One press of Ready ends either.",
    }),
    ownReason: ownReason.optional(),
    pausedTooLong: z
      .boolean()
      .optional()
      .meta({ description: "Of a pause whose reason says how long it may last: whether it has lasted longer." }),
    next: z
      .enum(chosenStatuses)
      .optional()
      .meta({ description: "What was chosen during a call or wrap-up and takes effect after it." }),
    nextReason: ownReason.optional(),
    engagement: z.enum(engagements),
    callId: callId.optional().meta({ description: "The call offered, talked or wrapped up." }),
    queues: z.array(queueId).readonly().meta({ description: "Those that the operator serves." }),
    wrapUp: z
      .object({
        mode: z.enum(wrapUpModes),
        startedAt: instant,
        endsAt: instant.optional().meta({ description: "Absent: only when the operator finishes it." }),
      })
      .optional(),
    lastOffer: z
      .object({
        callId,
        outcome: z.enum(offerOutcomes).meta({
          description:
            "`gone`: the caller had hung up; `rescinded`: a colleague took them while it rang; `lost`: had taken them already; `unreachable`: the operator went offline; `unanswered`: the caller was phoned in vain.",
        }),
        at: instant,
      })
      .optional()
      .meta({ description: "How the last offer ended." }),
  })
  .meta({ id: "OperatorState" });

const statusBody = z
  .strictObject({
    status: z.enum(chosenStatuses),
    reason: pauseReasonId.optional().meta({
      description: "With `Timeout` or `DND`: a pause reason of the application that is shown so.",
    }),
    atOnce: z.boolean().default(false).meta({
      description: "With `Offline`: ends the call or wrap-up that goes on instead of waiting for its end.",
    }),
  })
  .refine(({ status, atOnce }) => !atOnce || status === "Offline", {
    path: ["atOnce"],
    message: "Only `Offline` can be at once.",
  })
  .refine(({ status, reason }) => reason === undefined || status === "Timeout" || status === "DND", {
    path: ["reason"],
    message: "Only `Timeout` and `DND` have reasons.",
  })
  .meta({ id: "StatusBody", example: { status: "Timeout" } });

export function stateRoutes(api: Api, ports: Ports): void {
  /** One that is not the bearer's to watch is not there. */
  async function queueSeen(c: Context<AppEnv>, application: ApplicationId, id: QueueId): Promise<Queue> {
    const queue = await ports.directory(application).get("queue", id);
    if (queue !== undefined && reachesQueue(c, "queues.watch", id)) return queue;
    throw new Problem("not-found", `There is no queue "${id}".`);
  }

  api.openapi(
    createRoute({
      method: "get",
      path: "/v1/applications/{application}/queues/{id}/state",
      operationId: "getQueueState",
      tags: ["Queues"],
      summary: "See who waits in a queue",
      ...guard(ports, "queues.watch"),
      request: { params: z.object({ application: applicationId, id: queueId }) },
      responses: {
        200: { description: "The queue just now.", content: { "application/json": { schema: queueState } } },
        ...problems(400, 401, 403, 404),
      },
    }),
    async (c) => {
      const { application, id } = c.req.valid("param");
      // Both at once: walls ask for this again and again.
      const [queue, view] = await Promise.all([queueSeen(c, application, id), ports.queue(application, id).read()]);
      // Its actor comes into being with the first thing it is told: until then nobody waits in it.
      const nobody = {
        queueId: id,
        name: queue.name,
        waiting: 0,
        offered: 0,
        opening: { open: true, until: null },
        longestWait: 0,
        operators: { free: 0, busy: 0, away: 0 },
        entries: [],
        expectedWait: null,
        expectedWaitSeconds: null,
      };
      return c.json(view === undefined ? nobody : shownQueue(view, ports.now(), numbersFor(c)), 200);
    },
  );

  api.openapi(
    createRoute({
      method: "get",
      path: "/v1/applications/{application}/queues/{id}/timeline",
      operationId: "getQueueTimeline",
      tags: ["Queues"],
      summary: "See what a queue decided lately, and why",
      description:
        "Newest first: to whom each caller was offered and why to them (`offer`), what became of offers that were not taken (`not taken`), who was let go, what was done by hand. The last ten thousand or so are kept.",
      ...guard(ports, "queues.watch"),
      request: {
        params: z.object({ application: applicationId, id: queueId }),
        query: z.strictObject({
          call: callId.optional().meta({ description: "Only what concerns this call." }),
          ...pageQuery,
        }),
      },
      responses: {
        200: {
          description: "One page of it.",
          content: { "application/json": { schema: z.object({ items: z.array(callMoment), next: nextPage }) } },
        },
        ...problems(400, 401, 403, 404),
      },
    }),
    async (c) => {
      const { application, id } = c.req.valid("param");
      const { call, cursor, limit } = c.req.valid("query");
      const before = openPlace(cursor);
      await queueSeen(c, application, id);
      const found = await ports.queue(application, id).timeline({ callId: call, before, limit: limit + 1 });
      const items = found.slice(0, limit);
      const last = found.length > limit ? items.at(-1) : undefined;
      return c.json({ items, ...(last && { next: sealPlace(last.seq) }) }, 200);
    },
  );

  api.openapi(
    createRoute({
      method: "get",
      path: "/v1/applications/{application}/operators/{id}/state",
      operationId: "getOperatorState",
      tags: ["Operators"],
      summary: "See what an operator is doing",
      description: "Operators may ask about themselves.",
      ...guard(ports, "operators.watch"),
      request: { params: z.object({ application: applicationId, id: operatorId }) },
      responses: {
        200: { description: "The operator just now.", content: { "application/json": { schema: operatorState } } },
        ...problems(400, 401, 403, 404),
      },
    }),
    async (c) => {
      const { application, id } = c.req.valid("param");
      const [person, view] = await Promise.all([
        operatorSeen(ports, c, application, id),
        ports.operator(application, id).read(),
      ]);
      if (view === undefined) {
        const offline = { status: "Offline", since: 0, presence: "offline", engagement: "free", queues: [] } as const;
        return c.json({ operatorId: id, name: person.name, ...offline }, 200);
      }
      return c.json(shownOperator(view, ports.now()), 200);
    },
  );

  api.openapi(
    createRoute({
      method: "put",
      path: "/v1/applications/{application}/operators/{id}/status",
      operationId: "forceOperatorStatus",
      tags: ["Operators"],
      summary: "Change an operator's status",
      description:
        "In the place of an operator who is signed in: Ready, a pause, or out (`Offline`, which closes their consoles). During a call and its wrap-up it waits for their end, unless `atOnce`. Who did it stands in the operator's timeline.",
      ...guard(ports, "operators.force"),
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
      const { status, reason, atOnce } = c.req.valid("json");
      await operatorSeen(ports, c, application, id);
      const known = reason && (await ports.directory(application).get("pauseReason", reason));
      if (reason !== undefined && known?.status !== status) throw noSuchReason(status);
      const by = byWhom(c);
      const deed = { action: "operator.forced", what: `operator/${id}`, detail: { status, reason, atOnce } };
      await note(ports, c, application, deed);
      const answer = await ports.operator(application, id).force({ status, reason, atOnce, by });
      // It is on its way to them.
      if (!answer.ok && answer.refusal === "unknown_reason") throw noSuchReason(status);
      if (!answer.ok) {
        throw new Problem("signed-out", `"${id}" is not signed in: only they themselves can begin their shift.`);
      }
      ports.log("info", "operator.forced", { application, operator: id, by, status, atOnce });
      return c.json(shownOperator(answer.value, ports.now()), 200);
    },
  );
}

function shownQueue(
  { queueId: id, name, waiting, offered, opening, waitingSince, operators, entries, ...outlookOf }: QueueView,
  now: Instant,
  shownNumber: (number: string) => string,
) {
  return {
    queueId: id,
    name,
    waiting,
    offered,
    opening,
    longestWait: waitingSince === null ? 0 : Math.max(0, now - waitingSince),
    operators,
    entries: entries.map(({ expectedWait, medianWait, ninetiethWait, ...entry }) => ({
      ...entry,
      caller: shownNumber(entry.caller),
      expectedWaitSeconds: inSeconds({ expectedWait, medianWait, ninetiethWait }),
    })),
    expectedWait: outlookOf.expectedWait,
    expectedWaitSeconds: inSeconds(outlookOf),
  };
}

function inSeconds({ expectedWait, medianWait, ninetiethWait }: Outlook) {
  if (expectedWait === null || medianWait === null || ninetiethWait === null) return null;
  const whole = (length: Duration): number => Math.round(length / 1_000);
  return { mean: whole(expectedWait), median: whole(medianWait), ninetieth: whole(ninetiethWait) };
}

const noSuchReason = (status: ChosenStatus): Problem => {
  const remedy = `Give one whose status is ${status}, or none.`;
  return new Problem("invalid", "One field is wrong.", {
    errors: [{ field: "reason", problem: "names no pause reason of this status", remedy }],
  });
};

function shownOperator({ call, lastOffer, queues, ...summary }: OperatorSummary, now: Instant) {
  const { ownReason: reason, status, since } = summary;
  const longest = reason !== undefined && status === reason.status ? reason.longest : null;
  return {
    ...summary,
    ...(longest !== null && { pausedTooLong: now > since + longest }),
    queues,
    ...(call && { callId: call.callId }),
    ...(lastOffer && { lastOffer: { callId: lastOffer.callId, outcome: lastOffer.outcome, at: lastOffer.at } }),
  };
}
