import { createRoute } from "@hono/zod-openapi";
import * as z from "zod";
import { guard } from "../access.ts";
import type { Api } from "../api.ts";
import { application, applicationBody, applicationId } from "../fields.ts";
import type { Ports } from "../ports.ts";
import { Problem, problems } from "../problem.ts";

const tags = ["Applications"];
const security = [{ bearer: [] }];
const params = z.object({ application: applicationId });
const content = { "application/json": { schema: application } };

export function applicationRoutes(api: Api, ports: Ports): void {
  api.openapi(
    createRoute({
      method: "put",
      path: "/v1/applications/{application}",
      tags,
      summary: "Create or replace an application",
      description: "A tenant: everything else belongs to exactly one.",
      security,
      middleware: guard(ports, "key"),
      request: { params, body: { required: true, content: { "application/json": { schema: applicationBody } } } },
      responses: {
        200: { description: "It has been replaced.", content },
        201: { description: "It has been created.", content },
        ...problems(400, 401, 403, 413, 415, 422),
      },
    }),
    async (c) => {
      const { application: id } = c.req.valid("param");
      const draft = { id, ...c.req.valid("json") };
      // Its own directory first: an application that is listed can be used. A crash in between is healed by putting it again.
      const answer = await ports.directory(id).put("application", draft);
      if (!answer.ok) throw new Problem("fault", "The directory would not take the application.");
      await ports.root.put("application", draft);
      return answer.created ? c.json(answer.resource, 201) : c.json(answer.resource, 200);
    },
  );

  api.openapi(
    createRoute({
      method: "get",
      path: "/v1/applications",
      tags,
      summary: "List every application",
      security,
      middleware: guard(ports, "key"),
      responses: {
        200: {
          description: "All of them, by id.",
          content: { "application/json": { schema: z.object({ items: z.array(application) }) } },
        },
        ...problems(401, 403),
      },
    }),
    async (c) => c.json({ items: [...(await ports.root.list("application"))] }, 200),
  );

  api.openapi(
    createRoute({
      method: "get",
      path: "/v1/applications/{application}",
      tags,
      summary: "Read an application",
      security,
      middleware: guard(ports, "supervisor"),
      request: { params },
      responses: { 200: { description: "As it is now.", content }, ...problems(400, 401, 403, 404) },
    }),
    async (c) => {
      const { application: id } = c.req.valid("param");
      const found = await ports.directory(id).get("application", id);
      if (found === undefined) throw new Problem("not-found", `There is no application "${id}".`);
      return c.json(found, 200);
    },
  );
}
