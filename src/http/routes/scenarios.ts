/** Scenarios: the draft is put and patched as everything else; what is published of it becomes a version, which never changes. */
import { createRoute } from "@hono/zod-openapi";
import * as z from "zod";
import { authorOf, guard, outOfScope } from "../access.ts";
import type { Api } from "../api.ts";
import { changedMeanwhile, changeHeaders, etagOf, expectedOf } from "../conditions.ts";
import { nextPage, openPlace, pageQuery, sealPlace } from "../cursor.ts";
import * as fields from "../fields/index.ts";
import { guardOnce, onceHeaders } from "../once.ts";
import type { Ports } from "../ports.ts";
import { Problem, problems } from "../problem.ts";
import { collection, refused, tagged } from "./resources.ts";

const path = "/v1/applications/{application}/scenarios/{id}";
const tags = ["Scenarios"];
const params = z.object({ application: fields.applicationId, id: fields.scenario });

export function scenarioRoutes(api: Api, ports: Ports): void {
  collection(api, ports, {
    kind: "scenario",
    path: "scenarios",
    name: "Scenario",
    names: "Scenarios",
    one: "scenario",
    tag: "Scenarios",
    rights: { read: "scenarios.read", write: "scenarios.write" },
    about:
      "What callers go through, are told and hear. This changes the draft: callers get what `POST …/publish` has made of it. One called `ACD` or `Closed` takes the place of the flow that is built in.",
    id: fields.scenario,
    body: fields.scenarioBody,
    resource: fields.scenarioSeen,
    filters: {
      name: z.string().min(1).max(100).optional().meta({
        description: "Only those with this in the name, whatever its case.",
      }),
      flow: z.string().max(64).optional().meta({ description: "Only those of this flow." }),
    },
    draft: (id, body) => ({ id, ...body }),
  });

  const notThere = (id: string): Problem => new Problem("not-found", `There is no scenario "${id}".`);

  api.openapi(
    createRoute({
      method: "post",
      path: `${path}/publish`,
      operationId: "publishScenario",
      tags,
      summary: "Publish a scenario",
      description:
        "The draft, or an earlier version again, becomes the next version: calls that begin from then on get it, those that run keep theirs. What is the last version already makes no new one.",
      ...guardOnce(ports, "scenarios.publish"),
      request: {
        headers: onceHeaders.extend(changeHeaders.shape),
        params,
        body: { required: true, content: { "application/json": { schema: fields.publishBody } } },
      },
      responses: {
        200: tagged(fields.scenarioSeen, "With what is published now."),
        ...problems(400, 401, 403, 404, 409, 412, 413, 415, 422),
      },
    }),
    async (c) => {
      const { application, id } = c.req.valid("param");
      const { of, note } = c.req.valid("json");
      // It may be the scenario of any queue's callers.
      if (c.get("bearer").scope !== null) throw outOfScope();
      const expected = expectedOf(c.req.valid("header"));
      const answer = await ports.directory(application).publish(id, { of, note }, authorOf(c), expected);
      if (!answer.ok) {
        const { refusal } = answer;
        if (refusal.because === "not_found") throw notThere(id);
        if (refusal.because === "no_version") throw noVersion(id, of ?? 0);
        throw refusal.because === "other_revision" ? changedMeanwhile(refusal) : refused(refusal);
      }
      const { resource, revision } = answer;
      ports.log("info", "scenario.published", { application, version: resource.published?.version });
      return c.json(resource, 200, { etag: etagOf(revision) });
    },
  );

  api.openapi(
    createRoute({
      method: "get",
      path: `${path}/versions`,
      operationId: "listScenarioVersions",
      tags,
      summary: "List what has been published of a scenario",
      ...guard(ports, "scenarios.read"),
      request: { params, query: z.strictObject(pageQuery) },
      responses: {
        200: {
          description: "One page, the latest first.",
          content: {
            "application/json": { schema: z.object({ items: z.array(fields.scenarioVersion), next: nextPage }) },
          },
        },
        ...problems(400, 401, 403, 404),
      },
    }),
    async (c) => {
      const { application, id } = c.req.valid("param");
      const { limit, cursor } = c.req.valid("query");
      const directory = ports.directory(application);
      if ((await directory.get("scenario", id)) === undefined) throw notThere(id);
      const found = await directory.versions(id, openPlace(cursor), limit + 1);
      const items = found.slice(0, limit);
      const last = items.at(-1);
      const next = found.length > limit && last !== undefined ? { next: sealPlace(last.version) } : {};
      return c.json({ items, ...next }, 200);
    },
  );

  api.openapi(
    createRoute({
      method: "get",
      path: `${path}/versions/{version}`,
      operationId: "getScenarioVersion",
      tags,
      summary: "Read a version of a scenario",
      ...guard(ports, "scenarios.read"),
      request: {
        params: params.extend({
          version: z.coerce.number().int().min(1).max(1_000_000).meta({ description: "Counts from 1.", example: 1 }),
        }),
      },
      responses: {
        200: {
          description: "As it was published; it never changes.",
          content: { "application/json": { schema: fields.scenarioVersion } },
        },
        ...problems(400, 401, 403, 404),
      },
    }),
    async (c) => {
      const { application, id, version } = c.req.valid("param");
      const found = await ports.directory(application).version(id, version);
      if (found === undefined) throw noVersion(id, version);
      return c.json(found, 200);
    },
  );
}

const noVersion = (id: string, version: number): Problem =>
  new Problem("not-found", `There is no version ${version} of a scenario "${id}".`);
