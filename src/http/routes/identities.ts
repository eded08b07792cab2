/** Whom people are at their companies' providers: seen, and undone where it was the wrong person. */
import { createRoute } from "@hono/zod-openapi";
import type { Context } from "hono";
import * as z from "zod";
import type { ApplicationId, OperatorId } from "../../words/index.ts";
import { authorOf, guard, outOfScope, type AppEnv } from "../access.ts";
import type { Api } from "../api.ts";
import { governs } from "../authority.ts";
import { applicationId, identityProviderId, instant, operatorId } from "../fields/basics.ts";
import type { Ports } from "../ports.ts";
import { Problem, problems } from "../problem.ts";

const tags = ["Identity providers"];
const path = "/v1/applications/{application}/operators/{id}/identities";
const params = z.object({ application: applicationId, id: operatorId });

const identity = z
  .object({
    provider: identityProviderId,
    issuer: z.string(),
    subject: z.string().meta({ description: "The provider's `sub`." }),
    madeAt: instant,
    lastUsedAt: instant,
  })
  .meta({ id: "Identity" });

export function identityRoutes(api: Api, ports: Ports): void {
  async function mustGovern(c: Context<AppEnv>, application: ApplicationId, id: OperatorId): Promise<void> {
    if ((await ports.directory(application).get("person", id)) === undefined)
      throw new Problem("not-found", `There is no operator "${id}".`);
    if (!(await governs(ports, c.get("bearer"), application, id))) throw outOfScope();
  }

  api.openapi(
    createRoute({
      method: "get",
      path,
      operationId: "listIdentities",
      tags,
      summary: "See whom a person is at companies' providers",
      ...guard(ports, "people.write"),
      request: { params },
      responses: {
        200: {
          description: "By provider.",
          content: {
            "application/json": { schema: z.object({ items: z.array(identity) }).meta({ id: "Identities" }) },
          },
        },
        ...problems(400, 401, 403, 404),
      },
    }),
    async (c) => {
      const { application, id } = c.req.valid("param");
      await mustGovern(c, application, id);
      return c.json({ items: [...(await ports.directory(application).identities(id))] }, 200);
    },
  );

  api.openapi(
    createRoute({
      method: "delete",
      path: `${path}/{provider}`,
      operationId: "removeIdentity",
      tags,
      summary: "Part a person from whom they are at a provider",
      description:
        "The sessions that came of it are over. Who comes from there next is found anew, as the provider's settings say.",
      ...guard(ports, "people.write"),
      request: { params: params.extend({ provider: identityProviderId }) },
      responses: { 204: { description: "They are nobody there any more." }, ...problems(400, 401, 403, 404) },
    }),
    async (c) => {
      const { application, id, provider } = c.req.valid("param");
      await mustGovern(c, application, id);
      if (!(await ports.directory(application).unlink(id, provider, authorOf(c))))
        throw new Problem("not-found", "They are nobody at that provider.");
      ports.log("info", "identity.removed", { application, operator: id, provider, by: c.get("bearer").name });
      return c.body(null, 204);
    },
  );
}
