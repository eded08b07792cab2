/** What can be allowed at all, for whoever makes a role or a key. */
import { createRoute } from "@hono/zod-openapi";
import * as z from "zod";
import { builtInRoles, everyRight, rights } from "../../rights/index.ts";
import { guard } from "../access.ts";
import type { Api } from "../api.ts";
import { applicationId, right, roleName } from "../fields/basics.ts";
import type { Ports } from "../ports.ts";
import { problems } from "../problem.ts";

const listed = z
  .object({
    rights: z.array(z.object({ right, meaning: z.string() })),
    roles: z
      .array(z.object({ id: roleName, rights: z.array(right) }))
      .meta({ description: "Those that are built in; the application's own are under `roles`." }),
  })
  .meta({ id: "Rights" });

export function rightRoutes(api: Api, ports: Ports): void {
  api.openapi(
    createRoute({
      method: "get",
      path: "/v1/applications/{application}/rights",
      operationId: "listRights",
      tags: ["Roles"],
      summary: "List the rights and the roles that are built in",
      ...guard(ports, "roles.read"),
      request: { params: z.object({ application: applicationId }) },
      responses: {
        200: { description: "All of them.", content: { "application/json": { schema: listed } } },
        ...problems(400, 401, 403, 404),
      },
    }),
    (c) =>
      c.json(
        {
          rights: everyRight.map((right) => ({ right, meaning: rights[right] })),
          roles: (["operator", "supervisor", "admin"] as const).map((id) => ({ id, rights: [...builtInRoles[id]] })),
        },
        200,
      ),
  );
}
