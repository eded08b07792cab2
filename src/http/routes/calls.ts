import { createRoute } from "@hono/zod-openapi";
import type { Context } from "hono";
import * as z from "zod";
import type { CallSummary } from "../../ledger/port.ts";
import { callbackOutcomes, dialFailures, type CallbackRecord } from "../../protocol/callback.ts";
import { longestNote, type Disposal } from "../../protocol/disposition.ts";
import type { Unserved } from "../../protocol/target.ts";
import { maskNumbersIn, type ApplicationId, type CallId } from "../../words/index.ts";
import { queuesWithin } from "../../rights/index.ts";
import { byWhom, guard, note, numbersFor, outOfScope, reachesQueue, type AppEnv } from "../access.ts";
import type { Api } from "../api.ts";
import { callSeen } from "../callSeen.ts";
import { openCursor, sealCursor } from "../cursor.ts";
import {
  applicationId,
  callId,
  callMoment,
  dispositionId,
  instant,
  moment,
  operatorId,
  queueId,
  scenario,
} from "../fields/basics.ts";
import { guardOnce, onceHeaders } from "../once.ts";
import { operatorSeen } from "../operatorSeen.ts";
import type { Ports } from "../ports.ts";
import { Problem, problems } from "../problem.ts";

const unserved = [
  "nobody_serves",
  "full",
  "too_long",
  "closed",
  "unknown_queue",
  "over",
  "waited",
  "left_alone",
  "closing",
] as const satisfies readonly Unserved[];

const summary = z.object({
  callId,
  room: z.string(),
  channel: z.enum(["phone", "web"]),
  from: z.string().meta({
    description:
      "The caller's number; empty when withheld. Without the right `numbers.unmask` it is masked, in `room` as well.",
  }),
  to: z.string(),
  scenario: scenario.optional(),
  scenarioVersion: z
    .int()
    .optional()
    .meta({ description: "Which of its versions the call began with; absent: the flow as it is built in." }),
  queueId: queueId.optional(),
  operatorId: operatorId.optional(),
  startedAt: instant,
  connectedAt: instant.optional(),
  endedAt: instant.optional().meta({ description: "Absent while the call lives." }),
  talks: z
    .array(
      z.object({
        operatorId,
        queueId,
        connectedAt: instant,
        endedAt: instant.optional(),
        endedBy: z.enum(["caller", "operator", "system", "transfer"]).optional(),
      }),
    )
    .readonly()
    .optional()
    .meta({
      description:
        "The operators whom the caller has talked to, in order. `operatorId` and `connectedAt` of the call are those of the first.",
    }),
  outcome: z
    .enum(["answered", "abandoned", "callback", "gone", "refused", "overflowed", "unrouted", "failed"])
    .optional()
    .meta({ description: "How it ended; every ended call has exactly one." }),
  endedBy: z.enum(["caller", "operator", "system"]).optional(),
  unserved: z
    .array(z.object({ at: instant, queueId, because: z.enum(unserved) }))
    .readonly()
    .optional()
    .meta({ description: "Every queue that did not let the caller in, or let them go, in order, and why." }),
  callbackOf: callId.optional().meta({
    description: "The call in which this one was promised: its caller has been phoned.",
  }),
  marker: z.enum(["voicemail", "callback"]).optional().meta({ description: "For people to come back to." }),
});
const disposal = z
  .object({
    operatorId,
    dispositionId: dispositionId.nullable().meta({ description: "Null: none was chosen." }),
    name: z.string().meta({ description: "What it was called then; empty: there is none." }),
    note: z.string(),
    missing: z.boolean().meta({ description: "One was needed, and the time for the wrap-up ran out." }),
    by: z.string().nullable().meta({ description: "Who set it in the operator's place; null: nobody." }),
    at: instant,
  })
  .meta({ id: "Disposal", description: "How one talk turned out." });
const dispositions = z.array(disposal).optional().meta({
  description: "How the talks turned out, in the order in which that was said. Absent: nothing has been said.",
});
const listed = summary.extend({ dispositions }).meta({ id: "CallSummary" });
const callback = z
  .object({
    queueId,
    promisedAt: instant,
    endedAt: instant,
    outcome: z.enum(callbackOutcomes).meta({
      description:
        "`reached`: they answered, in the call `callId`; `failed`: phoned in vain, or nobody can be phoned; `expired`: it stood for too long; `called`: they called themselves first; `withdrawn`; `merged`: another to the same number was there already.",
    }),
    attempts: z.int().meta({ description: "How often they were phoned." }),
    because: z.enum(dialFailures).optional().meta({ description: "Why the last attempt was in vain." }),
    callId: callId.optional(),
  })
  .meta({ id: "Callback" });
const whole = summary
  .extend({
    dispositions,
    timeline: z.array(callMoment),
    callbacks: z.array(callback).optional().meta({
      description:
        "How the promises that were made in this call to phone the caller have ended. Absent: there are none, or none has.",
    }),
  })
  .meta({ id: "Call" });

const choice = z.object({ dispositionId, name: z.string(), group: z.string().nullable() });

const dispositionBody = z
  .strictObject({
    dispositionId: dispositionId.nullable().meta({ description: "Null: none, only the note." }),
    note: z
      .string()
      .max(longestNote)
      .default("")
      .meta({ description: `In words for people; at most ${longestNote} characters.` }),
    operatorId: operatorId.optional().meta({
      description: "Whose talk is meant; the last talk of the call, unless given.",
    }),
  })
  .meta({ id: "DispositionOfCall", example: { dispositionId: "Sold", note: "Wants a call in March." } });

const wrong = (field: string, problem: string, remedy: string): Problem =>
  new Problem("invalid", "One field is wrong.", { errors: [{ field, problem, remedy }] });

const command = z
  .discriminatedUnion("do", [
    z.strictObject({ do: z.literal("prioritise"), priority: z.int().min(1).max(100) }).meta({
      description: "1 is served first, 100 last. Holds for every queue that the call comes into.",
    }),
    z.strictObject({ do: z.literal("assign"), operatorId }).meta({
      description:
        "The caller is this operator's next call, and nobody else's while the operator is signed in. If it rings elsewhere, it stops.",
    }),
    z.strictObject({ do: z.literal("unassign") }).meta({ description: "Anybody may have the caller again." }),
    z.strictObject({ do: z.literal("move"), queueId, time: z.enum(["keep", "reset"]).default("keep") }).meta({
      description: "Into another queue, any: at the time the caller came (`keep`), or at its end (`reset`).",
    }),
    z
      .strictObject({
        do: z.literal("transfer"),
        queueId,
        time: z.enum(["keep", "reset"]).optional(),
        priority: z.int().min(1).max(100).nullable().optional(),
      })
      .meta({
        description:
          "Out of a talk and into a queue, any; the operator is let go. `time`, `priority`: as with a target, and only for who is in charge of that queue; left out: as its `transferTime` and `transferPriority` say.",
      }),
    z.strictObject({ do: z.literal("end") }).meta({ description: "Hangs up." }),
  ])
  .meta({ id: "CallCommand", example: { do: "prioritise", priority: 1 } });

type Command = z.output<typeof command>;

const query = z.object({
  state: z
    .enum(["live", "ended"])
    .optional()
    .meta({ description: "Only calls that live, or only those that have ended." }),
  queue: queueId.optional().meta({ description: "Only calls of this queue." }),
  disposition: dispositionId.optional().meta({ description: "Only calls of which a talk turned out so." }),
  from: moment
    .optional()
    .meta({ description: "Started then or later: milliseconds since 1970, or ISO 8601.", type: "string" }),
  to: moment.optional().meta({ description: "Started before then.", type: "string" }),
  cursor: z.string().max(300).optional().meta({ description: "`next` of the page before." }),
  limit: z.coerce.number().int().min(1).max(200).default(50).meta({ description: "Calls on a page." }),
});

export function callRoutes(api: Api, ports: Ports): void {
  /**
   * Who is in charge of a call may send it on to any queue, as its operator may: callers belong elsewhere, too. How it stands there is for that queue
   * to say, and for who is in charge of it; and nobody disposes of operators who are not theirs to see.
   */
  async function mayLeadThere(c: Context<AppEnv>, application: ApplicationId, wanted: Command): Promise<void> {
    if (wanted.do === "assign") await operatorSeen(ports, c, application, wanted.operatorId);
    if (wanted.do !== "move" && wanted.do !== "transfer") return;
    if ((await ports.directory(application).get("queue", wanted.queueId)) === undefined)
      throw new Problem("not-found", `There is no queue "${wanted.queueId}".`);
    const asUsual = wanted.do === "move" || (wanted.time === undefined && wanted.priority === undefined);
    if (!asUsual && !reachesQueue(c, "calls.command", wanted.queueId)) throw outOfScope();
  }

  api.openapi(
    createRoute({
      method: "get",
      path: "/v1/applications/{application}/calls",
      operationId: "listCalls",
      tags: ["Calls"],
      summary: "List calls, newest first",
      ...guard(ports, "calls.read"),
      request: { params: z.object({ application: applicationId }), query },
      responses: {
        200: {
          description: "One page. `next`, if there is one, is the cursor of the next.",
          content: {
            "application/json": { schema: z.object({ items: z.array(listed), next: z.string().optional() }) },
          },
        },
        ...problems(400, 401, 403, 404),
      },
    }),
    async (c) => {
      const { application } = c.req.valid("param");
      const { cursor, queue, ...wanted } = c.req.valid("query");
      const after = cursor === undefined ? undefined : openCursor(cursor);
      if (cursor !== undefined && after === undefined) {
        const errors = [
          { field: "cursor", problem: "is no cursor", remedy: "Give `next` of the page before, or leave it out." },
        ];
        throw new Problem("unreadable", "One field is wrong.", { errors });
      }
      const queues = queuesWithin(c.get("bearer").scope, queue);
      const { calls, next } = await ports.ledger(application).list({ ...wanted, queues, after });
      const said = await ports.ledger(application).disposals(calls.map((call) => call.callId));
      const items = calls.map((call) => ({ ...shown(call, numbersFor(c)), ...saidOf(said, call.callId) }));
      return c.json({ items, ...(next && { next: sealCursor(next) }) }, 200);
    },
  );

  api.openapi(
    createRoute({
      method: "get",
      path: "/v1/applications/{application}/calls/{id}",
      operationId: "getCall",
      tags: ["Calls"],
      summary: "Read a call with its timeline",
      ...guard(ports, "calls.read"),
      request: { params: z.object({ application: applicationId, id: callId }) },
      responses: {
        200: { description: "The call, as far as it has come.", content: { "application/json": { schema: whole } } },
        ...problems(400, 401, 403, 404),
      },
    }),
    async (c) => {
      const { application, id } = c.req.valid("param");
      const record = await callSeen(ports, c, "calls.read", application, id);
      const ended = record.marker === "callback" ? await ports.ledger(application).callbacks(id) : [];
      const callbacks = ended.map(told);
      const said = saidOf(await ports.ledger(application).disposals([id]), id);
      return c.json(
        {
          ...shown(record, numbersFor(c)),
          ...said,
          timeline: [...record.timeline],
          ...(callbacks.length > 0 && { callbacks }),
        },
        200,
      );
    },
  );

  api.openapi(
    createRoute({
      method: "put",
      path: "/v1/applications/{application}/calls/{id}/disposition",
      operationId: "setCallDisposition",
      tags: ["Calls"],
      summary: "Set how a call turned out",
      description:
        "In the place of an operator who talked to the caller, also long after the call. What was chosen last counts.",
      ...guard(ports, "calls.annotate"),
      request: {
        params: z.object({ application: applicationId, id: callId }),
        body: { required: true, content: { "application/json": { schema: dispositionBody } } },
      },
      responses: {
        200: {
          description: "How the talks of the call turned out now.",
          content: { "application/json": { schema: z.object({ dispositions: z.array(disposal) }) } },
        },
        ...problems(400, 401, 403, 404, 413, 415, 422),
      },
    }),
    async (c) => {
      const { application, id } = c.req.valid("param");
      const { dispositionId: wanted, note: text, operatorId: who } = c.req.valid("json");
      const { talks = [] } = await callSeen(ports, c, "calls.annotate", application, id);
      const talk = talks.findLast((each) => who === undefined || each.operatorId === who);
      if (talk === undefined) throw wrong("operatorId", "has not talked to the caller", "Name one who has.");
      const disposition = wanted && (await ports.directory(application).get("disposition", wanted));
      if (disposition === undefined) throw wrong("dispositionId", "names no disposition", "Create it first.");
      const by = byWhom(c);
      const detail = { disposition: wanted, operator: talk.operatorId };
      // The note is kept with the call, and nowhere else.
      await note(ports, c, application, { action: "call.disposed", what: `call/${id}`, detail });
      const ledger = ports.ledger(application);
      await ledger.tell({
        type: "call.disposed",
        disposal: {
          callId: id,
          operatorId: talk.operatorId,
          offerId: null,
          queueId: talk.queueId,
          dispositionId: wanted,
          name: disposition?.name ?? "",
          note: text,
          missing: false,
          by,
          at: ports.now(),
        },
      });
      ports.log("info", "call.disposed", { application, call: id, by });
      return c.json({ dispositions: saidOf(await ledger.disposals([id]), id).dispositions ?? [] }, 200);
    },
  );

  api.openapi(
    createRoute({
      method: "get",
      path: "/v1/applications/{application}/disposition-choices",
      operationId: "listDispositionChoices",
      tags: ["Calls"],
      summary: "List the dispositions that may be chosen for calls of a queue",
      ...guard(ports, "console.open"),
      request: {
        params: z.object({ application: applicationId }),
        query: z.strictObject({ queue: queueId }),
      },
      responses: {
        200: {
          description: "All of them, as they are shown.",
          content: { "application/json": { schema: z.object({ items: z.array(choice) }) } },
        },
        ...problems(400, 401, 403, 404),
      },
    }),
    async (c) => {
      const choices = await ports
        .directory(c.req.valid("param").application)
        .dispositionsOf(c.req.valid("query").queue);
      return c.json({ items: [...choices] }, 200);
    },
  );

  api.openapi(
    createRoute({
      method: "post",
      path: "/v1/applications/{application}/calls/{id}/commands",
      operationId: "commandCall",
      tags: ["Calls"],
      summary: "Do something to a call",
      description:
        "Change its priority, give it to an operator, move it to another queue, transfer it out of a talk, or end it. Who did it stands in the call's timeline. Asked of a call of one's queues; it may be sent on to any queue, and given to those who serve one's own.",
      ...guardOnce(ports, "calls.command"),
      request: {
        headers: onceHeaders,
        params: z.object({ application: applicationId, id: callId }),
        body: { required: true, content: { "application/json": { schema: command } } },
      },
      responses: {
        200: {
          description: "Done.",
          content: { "application/json": { schema: z.object({ done: z.literal(true) }).meta({ id: "Done" }) } },
        },
        ...problems(400, 401, 403, 404, 409, 413, 415, 422),
      },
    }),
    async (c) => {
      const { application, id } = c.req.valid("param");
      const wanted = c.req.valid("json");
      const known = await callSeen(ports, c, "calls.command", application, id);
      if (known.endedAt !== undefined) throw new Problem("call-over", `The call "${id}" has ended.`);
      await mayLeadThere(c, application, wanted);
      const by = byWhom(c);
      const { do: what, ...detail } = wanted;
      await note(ports, c, application, { action: `call.${what}`, what: `call/${id}`, detail });
      const answer = await ports.call(application, id).force(by, wanted);
      if (!answer.ok) {
        throw refused(id, answer.refusal);
      }
      ports.log("info", "call.forced", { application, call: id, by, what: wanted.do });
      return c.json({ done: true } as const, 200);
    },
  );
}

/** Of all that was said what was said of one call. */
function saidOf(said: readonly Disposal[], id: CallId) {
  const own = said.filter((each) => each.callId === id);
  return own.length === 0
    ? {}
    : {
        dispositions: own.map(({ operatorId: who, dispositionId: which, name, note: text, missing, by, at }) => ({
          operatorId: who,
          dispositionId: which,
          name,
          note: text,
          missing,
          by,
          at,
        })),
      };
}

/** With the caller's number as the bearer may see it, in the room's name as well. */
function shown<Call extends CallSummary>(call: Call, number: (number: string) => string): Call {
  const from = number(call.from);
  return from === call.from ? call : { ...call, from, room: maskNumbersIn(call.room.replaceAll(call.from, from)) };
}

function refused(id: CallId, refusal: "over" | "not_waiting" | "not_talking"): Problem {
  switch (refusal) {
    case "over":
      return new Problem("call-over", `The call "${id}" has ended.`);
    case "not_waiting":
      return new Problem("not-waiting", `The call "${id}" waits in no queue: \`transfer\` is for callers who talk.`);
    case "not_talking":
      return new Problem("not-talking", `Nobody talks to the caller of "${id}": \`move\` is for callers who wait.`);
  }
}

/** Without what the call's own id says. */
const told = ({ queueId: queue, promisedAt, endedAt, outcome, attempts, because, callId: call }: CallbackRecord) => ({
  queueId: queue,
  promisedAt,
  endedAt,
  outcome,
  attempts,
  because,
  callId: call,
});
