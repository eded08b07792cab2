import { createRoute } from "@hono/zod-openapi";
import * as z from "zod";
import type { KeptCall, Replay } from "../../protocol/replay.ts";
import { guard } from "../access.ts";
import type { Api } from "../api.ts";
import { callSeen } from "../callSeen.ts";
import { applicationId, callId, callMoment, instant, scenario } from "../fields/basics.ts";
import type { Ports } from "../ports.ts";
import { Problem, problems } from "../problem.ts";

const step = z
  .object({
    at: instant,
    input: z.string().meta({ description: "What came in, by its type." }),
    phase: z.object({
      call: z.enum(["expected", "alive", "over"]),
      leg: z.string().optional(),
      line: z.string().optional(),
      partner: z.string().optional(),
      scenario: scenario.optional(),
      scene: z.string().optional(),
    }),
    effects: z.array(z.string()).meta({ description: "What went out because of it, by type, in order." }),
    moments: z.array(callMoment).meta({ description: "What it wrote into the timeline." }),
  })
  .meta({
    id: "ReplayStep",
    description: "One turn of the call: what came in, and the states in which it was after it.",
  });

const departure = z
  .object({
    step: z.int().meta({
      description:
        "Counted from 1. One more than there are steps: everything was alike up to the end, and then something is missing.",
    }),
    recorded: callMoment.nullable(),
    replayed: callMoment.nullable(),
    fields: z
      .array(z.string())
      .meta({ description: "What of the record, other than its timeline, comes out otherwise." }),
  })
  .meta({
    id: "ReplayDeparture",
    description: "The first place where the replay is not what is on record. Null: there is no such moment.",
  });

const replayed = z
  .object({
    recordedBy: z.int().meta({ description: "The version of the machine that the call went through." }),
    replayedBy: z.int().meta({ description: "The version of the machine now." }),
    whole: z.boolean().meta({ description: "False: more came in than is kept; the replay ends where that does." }),
    steps: z.array(step),
    departure: departure
      .optional()
      .meta({ description: "Absent: it has come out as it did. Usually present only between different versions." }),
  })
  .meta({ id: "Replay" });

export function replayRoutes(api: Api, ports: Ports): void {
  api.openapi(
    createRoute({
      method: "get",
      path: "/v1/applications/{application}/calls/{id}/replay",
      operationId: "replayCall",
      tags: ["Calls"],
      summary: "Go through a finished call again",
      description:
        "Everything that came in to the call is put to the machines once more, at the same times: which states it went through, and, where today's version would have gone another way, where it departs. Nothing is done to anybody.",
      ...guard(ports, "calls.read"),
      request: { params: z.object({ application: applicationId, id: callId }) },
      responses: {
        200: { description: "The call, step by step.", content: { "application/json": { schema: replayed } } },
        ...problems(400, 401, 403, 404, 409),
      },
    }),
    async (c) => {
      const { application, id } = c.req.valid("param");
      const record = await callSeen(ports, c, "calls.read", application, id);
      if (record.endedAt === undefined) throw new Problem("call-alive", `The call "${id}" has not ended yet.`);
      const kept = await ports.ledger(application).kept(id);
      if (kept === undefined) throw new Problem("not-found", `What came in to the call "${id}" has not been kept.`);
      return c.json(shown(ports.replay(record, JSON.parse(kept) as KeptCall)), 200); // written by the call's actor
    },
  );
}

/** Lists that may be written to, as the route's type wants them. */
function shown({ steps, departure: where, ...rest }: Replay) {
  return {
    ...rest,
    steps: steps.map(({ effects, moments, ...others }) => ({
      ...others,
      effects: [...effects],
      moments: [...moments],
    })),
    ...(where && { departure: { ...where, fields: [...where.fields] } }),
  };
}
