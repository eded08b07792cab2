/** What is kept of a caller, for whoever asks what is known of them, and its erasure. The number is in the body: addresses are written into logs. */
import { createRoute } from "@hono/zod-openapi";
import * as z from "zod";
import { callbackOutcomes } from "../../protocol/callback.ts";
import type { CallerFound, EraseAnswer } from "../../ledger/port.ts";
import { byWhom, guard, note } from "../access.ts";
import type { Api } from "../api.ts";
import { applicationId, callId, instant, number, queueId } from "../fields/basics.ts";
import type { Ports } from "../ports.ts";
import { Problem, problems } from "../problem.ts";

const tags = ["Personal data"];
const of = "/v1/applications/{application}/callers";
const params = z.object({ application: applicationId });

const whom = z
  .strictObject({ number: number.meta({ description: "As it stands in the calls.", example: "+79161234567" }) })
  .meta({ id: "CallerNumber" });
const body = { required: true, content: { "application/json": { schema: whom } } } as const;

const reference = z.string().meta({
  description:
    "What the audit log calls them by: it is the same for the same number, and nobody can tell the number from it.",
  example: "4nVx0cW1mQ8rT2yKpLz7dA",
});

const found = z
  .object({
    reference,
    numberKept: z
      .boolean()
      .meta({ description: "False: they have not called for so long that of their number the last digits are left." }),
    since: instant.meta({ description: "When they called first, as far as that is kept." }),
    seen: instant.meta({ description: "When they called last, to within a week." }),
    calling: z.boolean().meta({ description: "They are on the line just now." }),
    promised: z.boolean().meta({ description: "They are to be phoned." }),
    calls: z.array(callId).meta({
      description:
        "Their calls that have ended, the newest first, and after them those in which they were phoned. Read them one by one.",
    }),
    callbacks: z.array(
      z.object({
        of: callId.meta({ description: "The call in which it was promised." }),
        queueId,
        promisedAt: instant,
        endedAt: instant,
        outcome: z.enum(callbackOutcomes),
        attempts: z.int(),
      }),
    ),
  })
  .meta({ id: "CallerFound", description: "What is kept of a caller." });

const done = z
  .object({ reference, calls: z.int().meta({ description: "How many calls were theirs." }) })
  .meta({ id: "CallerErased" });

export function callerRoutes(api: Api, ports: Ports): void {
  api.openapi(
    createRoute({
      method: "post",
      path: `${of}/find`,
      operationId: "findCaller",
      tags,
      summary: "Look up what is kept of a caller",
      description:
        "For somebody who wants to know what is kept of them. Changes nothing; that it was looked up stands in the audit log.",
      ...guard(ports, "callers.find"),
      request: { params, body },
      responses: {
        200: { description: "What is kept of them.", content: { "application/json": { schema: found } } },
        ...problems(400, 401, 403, 404, 413, 415, 422),
      },
    }),
    async (c) => {
      const { application } = c.req.valid("param");
      const caller = await ports.ledger(application).findCaller(c.req.valid("json").number);
      if (caller === undefined) throw nobody();
      await note(ports, c, application, { action: "caller.found", what: `caller/${caller.reference}`, detail: {} });
      return c.json(shown(caller), 200);
    },
  );

  api.openapi(
    createRoute({
      method: "post",
      path: `${of}/erase`,
      operationId: "eraseCaller",
      tags,
      summary: "Erase a caller",
      description:
        "Destroys the key of their number. Their calls stay, without number, last digits and notes, and nothing leads from one to another. Cannot be taken back. Not while they are on the line or are to be phoned. When they call again they are somebody new.",
      ...guard(ports, "callers.erase"),
      request: { params, body },
      responses: {
        200: { description: "They have been erased.", content: { "application/json": { schema: done } } },
        ...problems(400, 401, 403, 404, 409, 413, 415, 422),
      },
    }),
    async (c) => {
      const { application } = c.req.valid("param");
      const ledger = ports.ledger(application);
      const { number: wanted } = c.req.valid("json");
      const caller = await ledger.findCaller(wanted);
      if (caller === undefined) throw nobody();
      await note(ports, c, application, { action: "caller.erased", what: `caller/${caller.reference}`, detail: {} });
      const erased = await ledger.eraseCaller(wanted);
      if (!erased.ok) throw refused(erased.refusal);
      ports.log("info", "caller.erased", { application, by: byWhom(c) });
      return c.json(erased.value, 200);
    },
  );
}

const nobody = (): Problem => new Problem("not-found", "Nothing is kept of a caller with this number.");

function refused(refusal: (EraseAnswer & { ok: false })["refusal"]): Problem {
  switch (refusal) {
    case "calling":
      return new Problem("caller-needed", "They are on the line just now. Erase them when the call is over.");
    case "promised":
      return new Problem("caller-needed", "They were promised to be phoned. Erase them when that is over.");
    case "unknown":
      return nobody();
  }
}

const shown = ({ isRegistered, isCalling, isPromised, calls, callbacks, ...rest }: CallerFound) => ({
  ...rest,
  numberKept: isRegistered,
  calling: isCalling,
  promised: isPromised,
  calls: [...calls],
  callbacks: callbacks.map(({ of: call, queueId: queue, promisedAt, endedAt, outcome, attempts }) => ({
    of: call,
    queueId: queue,
    promisedAt,
    endedAt,
    outcome,
    attempts,
  })),
});
