/** How the application places calls: the carrier, which LiveKit is told of, and the rules, which are kept here. */
import { createRoute } from "@hono/zod-openapi";
import * as z from "zod";
import { authorOf, byWhom, guard, note } from "../access.ts";
import type { Api } from "../api.ts";
import { answerContent, changeHeaders, etagOfContent, onlyIf, otherContent, readHeaders } from "../conditions.ts";
import { applicationId } from "../fields/basics.ts";
import { outbound, outboundBody } from "../fields/outbound.ts";
import type { Ports } from "../ports.ts";
import { Problem, problems } from "../problem.ts";
import { notModified, tagged } from "./resources.ts";

const path = "/v1/applications/{application}/outbound";
const tags = ["Telephony"];
const params = z.object({ application: applicationId });

const none = () =>
  new Problem("not-found", "This application places no calls. PUT says by which carrier, and to whom.");
const withoutPassword = () =>
  new Problem("invalid", "One field is wrong.", {
    errors: [
      {
        field: "password",
        problem: "is missing",
        remedy: "Give it once with every new username; afterwards it may be left out.",
      },
    ],
  });

const refusals = {
  no_sip_service: () => new Problem("no-sip-service", "This LiveKit has no SIP service, and so can place no calls."),
  no_numbers: () =>
    new Problem("no-numbers", "Put a number into the application first: whoever is phoned is to see one of yours."),
} as const;

export function outboundRoutes(api: Api, ports: Ports): void {
  api.openapi(
    createRoute({
      method: "get",
      path,
      operationId: "getOutbound",
      tags,
      summary: "See how calls are placed",
      ...guard(ports, "outbound.read"),
      request: { params, headers: readHeaders },
      responses: {
        200: tagged(outbound, "As it is now."),
        ...notModified,
        ...problems(400, 401, 403, 404),
      },
    }),
    async (c) => {
      const now = await ports.directory(c.req.valid("param").application).outbound();
      if (now === undefined) throw none();
      return answerContent(now, c.req.valid("header"));
    },
  );

  api.openapi(
    createRoute({
      method: "put",
      path,
      operationId: "putOutbound",
      tags,
      summary: "Say how calls are placed",
      description:
        "Calls are placed to keep promises to callers who want to be phoned (a queue's `callback`). They cost money. Makes an outbound trunk in LiveKit's SIP service, or changes the one that this has made. Calls that are being placed keep to what was said before.",
      ...guard(ports, "outbound.write"),
      request: {
        params,
        headers: changeHeaders,
        body: { required: true, content: { "application/json": { schema: outboundBody } } },
      },
      responses: {
        200: tagged(outbound, "As it is now."),
        ...problems(400, 401, 403, 404, 409, 412, 413, 415, 422, 502),
      },
    }),
    async (c) => {
      const { application } = c.req.valid("param");
      const { password, ...wanted } = c.req.valid("json");
      const directory = ports.directory(application);
      const before = await directory.outbound();
      const only = onlyIf(before, c.req.valid("header"));
      if (wanted.username !== "" && password === undefined && before?.username !== wanted.username)
        throw withoutPassword();
      const secret = password === undefined ? {} : { password: "new" };
      // The trunk comes first: were it lost with this process, nobody would be phoned, and this can be put again.
      await note(ports, c, application, {
        action: "outbound.provisioned",
        what: `application/${application}`,
        detail: { address: wanted.address, transport: wanted.transport, username: wanted.username, ...secret },
      });
      const numbers = (await directory.list("number")).map(({ id }) => id);
      const answer = await ports.outboundTrunks.ensure(application, { ...wanted, password }, numbers);
      if (!answer.ok) throw refusals[answer.refusal]();
      const now = { ...wanted, ...answer.value };
      // Somebody has put something else meanwhile: the trunk is as this wanted it, and the rules as they did. Whoever puts it next makes both one again.
      if (!(await directory.putOutbound(now, authorOf(c), only))) throw otherContent(await directory.outbound());
      ports.log("info", "outbound.put", { application, by: byWhom(c) });
      return c.json(now, 200, { etag: etagOfContent(now) });
    },
  );

  api.openapi(
    createRoute({
      method: "delete",
      path,
      operationId: "deleteOutbound",
      tags,
      summary: "Place no calls any more",
      description:
        "Removes LiveKit's outbound trunk with it. Nobody is phoned from then on; promises that stand end as `failed` in their turn. Calls that are going on go on.",
      ...guard(ports, "outbound.write"),
      request: { params, headers: changeHeaders },
      responses: { 204: { description: "No calls are placed." }, ...problems(400, 401, 403, 404, 412, 502) },
    }),
    async (c) => {
      const { application } = c.req.valid("param");
      const directory = ports.directory(application);
      const before = await directory.outbound();
      const only = onlyIf(before, c.req.valid("header"));
      // The rules go first: whatever becomes of the trunk, nobody is phoned by it.
      if (!(await directory.putOutbound(undefined, authorOf(c), only))) throw otherContent(await directory.outbound());
      // Also where there are none: an earlier attempt may have come no further.
      await ports.outboundTrunks.remove(application);
      if (before === undefined) throw none();
      ports.log("info", "outbound.deleted", { application, by: byWhom(c) });
      return c.body(null, 204);
    },
  );
}
