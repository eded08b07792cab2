import { createRoute } from "@hono/zod-openapi";
import * as z from "zod";
import type { Author } from "../../audit/index.ts";
import type { Expected } from "../../directory/expected.ts";
import { holds } from "../../directory/expected.ts";
import type { Draft, Put } from "../../directory/resources.ts";
import { authorOf, guard } from "../access.ts";
import type { Api } from "../api.ts";
import { answerRead, changedMeanwhile, changeHeaders, etagOf, expectedOf, readHeaders } from "../conditions.ts";
import { nextPage, openId, pageQuery, sealId } from "../cursor.ts";
import { application, applicationBody } from "../fields/applications.ts";
import { applicationId } from "../fields/basics.ts";
import type { Ports } from "../ports.ts";
import { Problem, problems } from "../problem.ts";
import { mergePatch, notModified, patched, refused, tagged } from "./resources.ts";

const tags = ["Applications"];
const params = z.object({ application: applicationId });

export function applicationRoutes(api: Api, ports: Ports): void {
  /** Into its own directory first: an application that is listed can be used. A crash in between is healed by putting it again. */
  async function put(draft: Draft<"application">, author: Author, expected: Expected): Promise<Put<"application">> {
    const answer = await ports.directory(draft.id).put("application", draft, author, expected);
    if (answer.ok) await ports.root.put("application", draft, author);
    return answer;
  }

  api.openapi(
    createRoute({
      method: "put",
      path: "/v1/applications/{application}",
      operationId: "putApplication",
      tags,
      summary: "Create or replace an application",
      description: "A tenant: everything else belongs to exactly one.",
      ...guard(ports, "adminKey"),
      request: {
        params,
        headers: changeHeaders,
        body: { required: true, content: { "application/json": { schema: applicationBody } } },
      },
      responses: {
        200: tagged(application, "It has been replaced."),
        201: tagged(application, "It has been created."),
        ...problems(400, 401, 403, 412, 413, 415, 422),
      },
    }),
    async (c) => {
      const { application: id } = c.req.valid("param");
      const answer = await put({ id, ...c.req.valid("json") }, authorOf(c), expectedOf(c.req.valid("header")));
      if (!answer.ok) throw refused(answer.refusal);
      const etag = { etag: etagOf(answer.revision) };
      return answer.created ? c.json(answer.resource, 201, etag) : c.json(answer.resource, 200, etag);
    },
  );

  api.openapi(
    createRoute({
      method: "patch",
      path: "/v1/applications/{application}",
      operationId: "patchApplication",
      tags,
      summary: "Change some fields of an application",
      description: "What is not named stays as it is.",
      ...guard(ports, "adminKey"),
      request: {
        params,
        headers: changeHeaders,
        body: { required: true, content: { "application/merge-patch+json": { schema: mergePatch } } },
      },
      responses: {
        200: tagged(application, "As it is now."),
        ...problems(400, 401, 403, 404, 412, 413, 415, 422),
      },
    }),
    async (c) => {
      const { application: id } = c.req.valid("param");
      const wanted = expectedOf(c.req.valid("header"));
      for (;;) {
        const found = await ports.directory(id).read("application", id);
        if (found === undefined) throw new Problem("not-found", `There is no application "${id}".`);
        if (!holds(wanted, found.revision)) throw changedMeanwhile({ because: "other_revision", now: found });
        const body = patched(applicationBody, found.resource, c.req.valid("json"));
        const answer = await put({ id, ...body }, authorOf(c), { is: [found.revision] });
        if (answer.ok) return c.json(answer.resource, 200, { etag: etagOf(answer.revision) });
        if (answer.refusal.because !== "other_revision") throw refused(answer.refusal);
      }
    },
  );

  api.openapi(
    createRoute({
      method: "get",
      path: "/v1/applications",
      operationId: "listApplications",
      tags,
      summary: "List every application",
      ...guard(ports, "adminKey"),
      request: {
        query: z.strictObject({
          ...pageQuery,
          name: z
            .string()
            .min(1)
            .max(100)
            .optional()
            .meta({ description: "Only those with this in the name, whatever its case." }),
        }),
      },
      responses: {
        200: {
          description: "One page, by id.",
          content: { "application/json": { schema: z.object({ items: z.array(application), next: nextPage }) } },
        },
        ...problems(400, 401, 403),
      },
    }),
    async (c) => {
      const { limit, cursor, ...filters } = c.req.valid("query");
      const { items, next } = await ports.root.page("application", { limit, after: openId(cursor), filters });
      return c.json({ items: [...items], ...(next !== undefined && { next: sealId(next) }) }, 200);
    },
  );

  api.openapi(
    createRoute({
      method: "get",
      path: "/v1/applications/{application}",
      operationId: "getApplication",
      tags,
      summary: "Read an application",
      ...guard(ports, "application.read"),
      request: { params, headers: readHeaders },
      responses: { 200: tagged(application, "As it is now."), ...notModified, ...problems(400, 401, 403, 404) },
    }),
    async (c) => {
      const { application: id } = c.req.valid("param");
      const found = await ports.directory(id).read("application", id);
      if (found === undefined) throw new Problem("not-found", `There is no application "${id}".`);
      return answerRead(found, c.req.valid("header"));
    },
  );
}
