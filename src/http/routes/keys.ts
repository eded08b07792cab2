/**
 * API keys: for programs, in the place of somebody's password. Making one takes no `Idempotency-Key`: the answer would be kept, and the secret with it.
 */
import { createRoute } from "@hono/zod-openapi";
import * as z from "zod";
import type { ApiKey } from "../../directory/resources.ts";
import { authorOf, byWhom, guard } from "../access.ts";
import type { Api } from "../api.ts";
import { hashOfKey, newKey, sealKey } from "../apiKey.ts";
import { mustCover } from "../authority.ts";
import { nextPage, pageOf, pageQuery } from "../cursor.ts";
import { applicationId, keyId } from "../fields/basics.ts";
import { key, keyBody } from "../fields/people.ts";
import type { Ports } from "../ports.ts";
import { Problem, problems } from "../problem.ts";

const tags = ["Keys"];
const path = "/v1/applications/{application}/keys";
const made = key
  .extend({ key: z.string().meta({ description: "The whole key. It is shown this once and kept nowhere." }) })
  .meta({ id: "NewKey" });

export function keyRoutes(api: Api, ports: Ports): void {
  api.openapi(
    createRoute({
      method: "post",
      path,
      operationId: "createKey",
      tags,
      summary: "Create an API key",
      description:
        "For a program. It may do what is said here, and never more than its maker: what the maker loses the key loses, and it ends when they are removed. Keys made with the admin key depend on nobody.",
      ...guard(ports, "keys.write"),
      request: {
        params: z.object({ application: applicationId }),
        body: { required: true, content: { "application/json": { schema: keyBody } } },
      },
      responses: {
        201: { description: "It holds from now on.", content: { "application/json": { schema: made } } },
        ...problems(400, 401, 403, 404, 413, 415, 422),
      },
    }),
    async (c) => {
      const { application } = c.req.valid("param");
      const { name, rights, scope, expiresAt } = c.req.valid("json");
      const bearer = c.get("bearer");
      if (rights.includes("keys.write")) throw wrong("rights", "holds `keys.write`", "Leave it out: people make keys.");
      if (expiresAt !== null && expiresAt <= ports.now())
        throw wrong("expiresAt", "is past", "Give a moment to come, or null.");
      mustCover(bearer, { rights, scope });
      const fresh = newKey(application, ports.random);
      const madeBy = bearer.person ?? null;
      const kept = await ports
        .directory(application)
        .addKey({ id: fresh.id, name, rights, scope, expiresAt, madeBy }, await hashOfKey(fresh.secret), authorOf(c));
      ports.log("info", "key.made", { application, key: kept.id, by: byWhom(c) });
      return c.json({ ...shown(kept), key: sealKey(fresh) }, 201);
    },
  );

  api.openapi(
    createRoute({
      method: "get",
      path,
      operationId: "listKeys",
      tags,
      summary: "List the API keys",
      ...guard(ports, "keys.read"),
      request: { params: z.object({ application: applicationId }), query: z.strictObject(pageQuery) },
      responses: {
        200: {
          description: "One page, the oldest first, without their secrets.",
          content: { "application/json": { schema: z.object({ items: z.array(key), next: nextPage }) } },
        },
        ...problems(400, 401, 403, 404),
      },
    }),
    async (c) => {
      const keys = await ports.directory(c.req.valid("param").application).keys();
      const { items, next } = pageOf(keys, ({ madeAt, id }) => [madeAt, id], c.req.valid("query"));
      return c.json({ items: items.map(shown), ...(next !== undefined && { next }) }, 200);
    },
  );

  api.openapi(
    createRoute({
      method: "delete",
      path: `${path}/{id}`,
      operationId: "revokeKey",
      tags,
      summary: "Revoke an API key",
      description: "It is no good from now on. Refused for a key that may do more than you.",
      ...guard(ports, "keys.write"),
      request: { params: z.object({ application: applicationId, id: keyId }) },
      responses: { 204: { description: "It is gone." }, ...problems(400, 401, 403, 404) },
    }),
    async (c) => {
      const { application, id } = c.req.valid("param");
      const directory = ports.directory(application);
      const found = (await directory.keys()).find((kept) => kept.id === id);
      if (found !== undefined) mustCover(c.get("bearer"), found);
      if (!(await directory.revokeKey(id, authorOf(c)))) throw new Problem("not-found", `There is no key "${id}".`);
      ports.log("info", "key.revoked", { application, key: id, by: byWhom(c) });
      return c.body(null, 204);
    },
  );
}

const shown = ({ rights, scope, ...kept }: ApiKey) => ({
  ...kept,
  rights: [...rights],
  scope: scope && { queues: [...scope.queues] },
});

const wrong = (field: string, problem: string, remedy: string): Problem =>
  new Problem("invalid", "One field is wrong.", { errors: [{ field, problem, remedy }] });
