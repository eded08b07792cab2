import { createRoute } from "@hono/zod-openapi";
import * as z from "zod";
import { guard } from "../access.ts";
import type { Api } from "../api.ts";
import { applicationId, name, queueId } from "../fields.ts";
import type { Ports } from "../ports.ts";
import { problems } from "../problem.ts";

/**
 * Where an operator may send a caller. Read when the list is opened, and not kept in every operator's profile: there a queue that is
 * renamed would be told to everybody, and a console that shows a list once an hour would carry it in every view.
 */
export function transferRoutes(api: Api, ports: Ports): void {
  api.openapi(
    createRoute({
      method: "get",
      path: "/v1/applications/{application}/transfer-targets",
      tags: ["Calls"],
      summary: "List the queues that a call can be transferred to",
      ...guard(ports, "console.open"),
      request: { params: z.object({ application: applicationId }) },
      responses: {
        200: {
          description: "By name.",
          content: { "application/json": { schema: z.object({ items: z.array(z.object({ queueId, name })) }) } },
        },
        ...problems(400, 401, 403, 404),
      },
    }),
    async (c) => {
      const queues = await ports.directory(c.req.valid("param").application).list("queue");
      const items = queues.map(({ id, name }) => ({ queueId: id, name }));
      return c.json({ items: items.toSorted((a, b) => (a.name < b.name ? -1 : a.name > b.name ? 1 : 0)) }, 200);
    },
  );
}
