import { createRoute } from "@hono/zod-openapi";
import * as z from "zod";
import { retentionLimits, usualRetention } from "../../protocol/retention.ts";
import { authorOf, guard } from "../access.ts";
import type { Api } from "../api.ts";
import { applicationId } from "../fields/basics.ts";
import type { Ports } from "../ports.ts";
import { problems } from "../problem.ts";

const path = "/v1/applications/{application}/retention";
const params = z.object({ application: applicationId });

const days = (of: keyof typeof usualRetention, description: string) =>
  z
    .int()
    .min(of === "audit" ? retentionLimits.leastAudit : retentionLimits.least)
    .max(retentionLimits.most)
    .nullable()
    .default(usualRetention[of])
    .meta({ description: `${description} In days; null: for ever.` });

const retention = z
  .strictObject({
    calls: days(
      "calls",
      "Records of calls, how they turned out, the notes on them, and how promises to phone somebody ended. Reports keep what they have summed up.",
    ),
    timelines: days("timelines", "What happened in a call, moment by moment."),
    replays: days("replays", "What came in to a call, for going through it again."),
    numbers: days(
      "numbers",
      "Numbers of callers who have not called for so long (up to a week longer). Their calls show the last digits from then on.",
    ),
    work: days("work", "What operators did, stretch by stretch. Reports keep what they have summed up."),
    audit: days("audit", "The lines of the audit log. What is left can be verified as before."),
  })
  .meta({
    id: "Retention",
    description: "For how long what is kept of people is kept, by its kind.",
    example: { ...usualRetention },
  });

const json = { "application/json": { schema: retention } };

export function retentionRoutes(api: Api, ports: Ports): void {
  api.openapi(
    createRoute({
      method: "get",
      path,
      operationId: "getRetention",
      tags: ["Personal data"],
      summary: "See for how long data is kept",
      ...guard(ports, "retention.read"),
      request: { params },
      responses: { 200: { description: "As it is now.", content: json }, ...problems(400, 401, 403, 404) },
    }),
    async (c) => c.json(await ports.directory(c.req.valid("param").application).retention(), 200),
  );

  api.openapi(
    createRoute({
      method: "put",
      path,
      operationId: "putRetention",
      tags: ["Personal data"],
      summary: "Say for how long data is kept",
      description:
        "What is older is thrown away within a day, and cannot be brought back. What is left out has its usual time. Sessions, messages to webhooks and kept answers have times of their own, which cannot be changed (docs/personal-data.md).",
      ...guard(ports, "retention.write"),
      request: { params, body: { required: true, content: json } },
      responses: {
        200: { description: "As it is now.", content: json },
        ...problems(400, 401, 403, 404, 413, 415, 422),
      },
    }),
    async (c) => {
      const directory = ports.directory(c.req.valid("param").application);
      await directory.putRetention(c.req.valid("json"), authorOf(c));
      return c.json(await directory.retention(), 200);
    },
  );
}
