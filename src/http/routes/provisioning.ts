import { createRoute } from "@hono/zod-openapi";
import * as z from "zod";
import type { Api } from "../api.ts";
import { applicationId } from "../fields/basics.ts";
import { guardOnce, onceHeaders } from "../once.ts";
import type { ProvisionSip } from "../../livekit/provisioning.ts";
import type { ApplicationId } from "../../words/index.ts";
import type { Ports } from "../ports.ts";
import { problems } from "../problem.ts";

const result = z
  .discriminatedUnion("ok", [
    z.object({
      application: applicationId,
      ok: z.literal(true),
      trunkId: z.string(),
      ruleId: z.string(),
      changes: z.array(z.string()).meta({ description: "What had to be done; empty when all was as it should be." }),
    }),
    z.object({
      application: applicationId,
      ok: z.literal(false),
      reason: z
        .enum(["no_sip_service", "no_numbers"])
        .meta({ description: "This LiveKit has no SIP service; or the application has no numbers yet." }),
    }),
  ])
  .meta({ id: "Provisioning" });

export function provisioningRoutes(api: Api, ports: Ports): void {
  api.openapi(
    createRoute({
      method: "post",
      path: "/v1/provisioning",
      operationId: "provisionTelephony",
      tags: ["Telephony"],
      summary: "Let LiveKit's telephony know the numbers",
      description:
        "Makes sure that LiveKit has, for every application, one inbound trunk with its numbers and one dispatch rule that gives each call a room of its own. Repeatable; what others have set up there is left alone.",
      ...guardOnce(ports, "adminKey"),
      request: {
        headers: onceHeaders,
        body: {
          required: true,
          content: {
            "application/json": {
              schema: z
                .strictObject({ application: applicationId.optional() })
                .meta({ id: "ProvisioningBody", description: "Only this application; all, if left out.", example: {} }),
            },
          },
        },
      },
      responses: {
        200: {
          description: "What was done, by application.",
          content: { "application/json": { schema: z.object({ items: z.array(result) }) } },
        },
        ...problems(400, 401, 403, 409, 413, 415, 422, 502),
      },
    }),
    async (c) => {
      const only = c.req.valid("json").application;
      const applications = (await ports.root.list("application"))
        .map(({ id }) => id)
        .filter((id) => only === undefined || id === only);
      const items: z.infer<typeof result>[] = [];
      for (const application of applications) {
        const answer = await provisioned(ports, application);
        items.push(
          answer.ok
            ? { application, ok: true, ...answer.value, changes: [...answer.value.changes] }
            : { application, ok: false, reason: answer.refusal },
        );
        ports.log("info", "provisioned", {
          application,
          ok: answer.ok,
          reason: answer.ok ? undefined : answer.refusal,
        });
      }
      return c.json({ items }, 200);
    },
  );
}

/** Lets LiveKit's telephony know the numbers that the application has now. */
export async function provisioned(ports: Ports, application: ApplicationId): ReturnType<ProvisionSip> {
  const numbers = await ports.directory(application).list("number");
  return ports.provisionSip(
    application,
    numbers.map(({ id }) => id),
  );
}
