import { createRoute } from "@hono/zod-openapi";
import * as z from "zod";
import { authorOf, guard } from "../access.ts";
import type { Api } from "../api.ts";
import { answerContent, changeHeaders, etagOfContent, onlyIf, otherContent, readHeaders } from "../conditions.ts";
import { applicationId } from "../fields/basics.ts";
import { retention } from "../fields/rules.ts";
import type { Ports } from "../ports.ts";
import { problems } from "../problem.ts";
import { notModified, tagged } from "./resources.ts";

const path = "/v1/applications/{application}/retention";
const params = z.object({ application: applicationId });

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
      request: { params, headers: readHeaders },
      responses: {
        200: tagged(retention, "As it is now."),
        ...notModified,
        ...problems(400, 401, 403, 404),
      },
    }),
    async (c) =>
      answerContent(await ports.directory(c.req.valid("param").application).retention(), c.req.valid("header")),
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
      request: { params, headers: changeHeaders, body: { required: true, content: json } },
      responses: {
        200: tagged(retention, "As it is now."),
        ...problems(400, 401, 403, 404, 412, 413, 415, 422),
      },
    }),
    async (c) => {
      const directory = ports.directory(c.req.valid("param").application);
      const only = onlyIf(await directory.retention(), c.req.valid("header"));
      const isPut = await directory.putRetention(c.req.valid("json"), authorOf(c), only);
      const now = await directory.retention();
      if (!isPut) throw otherContent(now);
      return c.json(now, 200, { etag: etagOfContent(now) });
    },
  );
}
