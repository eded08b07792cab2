import { createRoute } from "@hono/zod-openapi";
import * as z from "zod";
import { guard } from "../access.ts";
import type { Api } from "../api.ts";
import { nextPage, pageOf, pageQuery } from "../cursor.ts";
import { applicationId, name, queueId } from "../fields/basics.ts";
import type { Ports } from "../ports.ts";
import { problems } from "../problem.ts";

/**
 * Where an operator may send a caller: into any queue, whatever the scope of their rights, for a caller may belong elsewhere. So it tells of a queue
 * only how it is called; what goes on there is for `queues.watch`, which a scope limits. Read when the list is opened, and not kept in every
 * operator's profile: there a queue that is renamed would be told to everybody, and a console that shows a list once an hour would carry it in every
 * view.
 */
export function transferRoutes(api: Api, ports: Ports): void {
  api.openapi(
    createRoute({
      method: "get",
      path: "/v1/applications/{application}/transfer-targets",
      operationId: "listTransferTargets",
      tags: ["Calls"],
      summary: "List the queues that a call can be transferred to",
      description:
        "All of the application, by name, whatever one's scope: how it goes there is told to who may watch them.",
      ...guard(ports, "console.open"),
      request: {
        params: z.object({ application: applicationId }),
        query: z.strictObject({ ...pageQuery, limit: pageQuery.limit.default(1_000) }),
      },
      responses: {
        200: {
          description: "One page, by name.",
          content: {
            "application/json": {
              schema: z.object({ items: z.array(z.object({ queueId, name })), next: nextPage }),
            },
          },
        },
        ...problems(400, 401, 403, 404),
      },
    }),
    async (c) => {
      const queues = await ports.directory(c.req.valid("param").application).list("queue");
      const targets = queues.map(({ id, name }) => ({ queueId: id, name }));
      return c.json(
        pageOf(targets, ({ queueId: id, name }) => [name, id], c.req.valid("query")),
        200,
      );
    },
  );
}
