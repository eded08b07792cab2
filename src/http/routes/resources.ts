/** Everything that administrators set up is put, read, listed and deleted in the same way. */
import { createRoute } from "@hono/zod-openapi";
import * as z from "zod";
import type { Expected } from "../../directory/expected.ts";
import { holds } from "../../directory/expected.ts";
import type { FilterName } from "../../directory/filters.ts";
import type { Draft, Kind, Put, PutRefusal, Removable, Resources } from "../../directory/resources.ts";
import type { Bearer, Grant, Right } from "../../rights/index.ts";
import type { ApplicationId } from "../../words/index.ts";
import { authorOf, guard } from "../access.ts";
import type { Api } from "../api.ts";
import { authorityOver, usesSeenBy } from "../authority.ts";
import { answerRead, changedMeanwhile, changeHeaders, etagOf, expectedOf, readHeaders } from "../conditions.ts";
import { nextPage, openId, pageQuery, sealId } from "../cursor.ts";
import { explain } from "../explain.ts";
import { applicationId } from "../fields/basics.ts";
import { merged } from "../mergePatch.ts";
import type { Ports } from "../ports.ts";
import { Problem, problems } from "../problem.ts";

export interface Collection<K extends Removable, Body> {
  readonly kind: K;
  /** In addresses: `skill-groups`. */
  readonly path: string;
  /** For programs, one and many: `SkillGroup`, `SkillGroups`. */
  readonly name: string;
  readonly names: string;
  /** For people: `skill group`. */
  readonly one: string;
  readonly tag: string;
  readonly about: string;
  readonly rights: { readonly read: Right; readonly write: Right };
  readonly id: z.ZodType<Resources[K]["id"], string>;
  readonly body: z.ZodType<Body> & { readonly shape: Readonly<Record<string, unknown>> };
  readonly resource: z.ZodType;
  /** The parameters that lists are narrowed down by. */
  readonly filters: Readonly<Record<FilterName<K>, z.ZodType<string | undefined, string | undefined>>>;
  draft(id: Resources[K]["id"], body: Body, application: ApplicationId): Draft<K> | Promise<Draft<K>>;
  /** What it allows somebody to do: nobody makes, changes or removes what allows more than they may do themselves. */
  readonly grant?: (application: ApplicationId, resource: Resources[K] | Draft<K>) => Grant | Promise<Grant>;
  /** Why it must not be deleted just now, beside what the directory knows. */
  stillNeeded?(application: ApplicationId, id: Resources[K]["id"]): Promise<string | undefined>;
}

export const words: Record<Kind, string> = {
  application: "application",
  skillGroup: "skill group",
  hours: "opening hours",
  queue: "queue",
  person: "operator",
  number: "number",
  rule: "rule",
  role: "role",
  webhook: "webhook",
  reportSchedule: "report schedule",
  pauseReason: "pause reason",
  disposition: "disposition",
  sound: "sound",
  scenario: "scenario",
  identityProvider: "identity provider",
};

const json = <S extends z.ZodType>(schema: S, description: string) => ({
  description,
  content: { "application/json": { schema } },
});

/** As {@link json}, of one resource: with its ETag. */
export const tagged = <S extends z.ZodType>(schema: S, description: string) => ({
  ...json(schema, description),
  headers: z.object({ etag: z.string().meta({ description: "What to give as `If-Match`." }) }),
});

export const notModified = { 304: { description: "It is as `If-None-Match` says." } };

export const mergePatch = z.record(z.string(), z.unknown()).meta({
  id: "MergePatch",
  description:
    "JSON Merge Patch (RFC 7396) of what PUT takes: only the fields that are to change; null gives a field its default; objects are changed within, lists are replaced.",
  example: { ringTime: 30_000 },
});

const use = z
  .object({
    kind: z.string(),
    id: z.string(),
    keeps: z
      .boolean()
      .meta({ description: "Whether it keeps this from being deleted; else it is a wish, passed over afterwards." }),
  })
  .meta({ id: "Use" });

type Context<Target extends string> = {
  get(key: "bearer"): Bearer;
  req: { readonly raw: Request; valid(target: Target): unknown };
};

export function collection<K extends Removable, Body>(api: Api, ports: Ports, made: Collection<K, Body>): void {
  const { kind, name, names, one, tag, resource, rights } = made;
  const authority = authorityOver(ports, made);
  const many = z.object({ items: z.array(resource), next: nextPage });
  const all = `/v1/applications/{application}/${made.path}`;
  const params = z.object({ application: applicationId, id: made.id });
  const notThere = (id: string): Problem => new Problem("not-found", `There is no ${one} "${id}".`);
  // Hono derives a handler's types from its schemas, which it cannot do for schemas that are themselves parameters: hence `as never`.

  async function put(
    c: Context<never>,
    application: ApplicationId,
    id: Resources[K]["id"],
    body: Body,
    expected: Expected,
  ): Promise<Put<K>> {
    const draft = await made.draft(id, body, application);
    await authority.mustChange(c.get("bearer"), application, id, draft);
    const answer = await ports.directory(application).put(kind, draft, authorOf(c), expected);
    if (answer.ok) ports.log("info", "directory.put", { application, kind, created: answer.created });
    return answer;
  }

  api.openapi(
    createRoute({
      method: "put",
      path: `${all}/{id}`,
      operationId: `put${name}`,
      tags: [tag],
      summary: `Create or replace a ${one}`,
      description: `${made.about} What is left out gets its default. Live calls, queues and operators learn of the change within a second.`,
      ...guard(ports, rights.write),
      request: {
        params,
        headers: changeHeaders,
        body: { required: true, content: { "application/json": { schema: made.body } } },
      },
      responses: {
        200: tagged(resource, "It has been replaced."),
        201: tagged(resource, "It has been created."),
        ...problems(400, 401, 403, 404, 412, 413, 415, 422),
      },
    }),
    (async (c: Context<"param" | "json" | "header">) => {
      const { application, id } = c.req.valid("param") as { application: ApplicationId; id: Resources[K]["id"] };
      const expected = expectedOf(c.req.valid("header") as z.infer<typeof changeHeaders>);
      const answer = await put(c, application, id, c.req.valid("json") as Body, expected);
      if (!answer.ok) throw refused(answer.refusal);
      return Response.json(answer.resource, {
        status: answer.created ? 201 : 200,
        headers: { etag: etagOf(answer.revision) },
      });
    }) as never,
  );

  api.openapi(
    createRoute({
      method: "patch",
      path: `${all}/{id}`,
      operationId: `patch${name}`,
      tags: [tag],
      summary: `Change some fields of a ${one}`,
      description: "What is not named stays as it is.",
      ...guard(ports, rights.write),
      request: {
        params,
        headers: changeHeaders,
        body: { required: true, content: { "application/merge-patch+json": { schema: mergePatch } } },
      },
      responses: {
        200: tagged(resource, "As it is now."),
        ...problems(400, 401, 403, 404, 412, 413, 415, 422),
      },
    }),
    (async (c: Context<"param" | "json" | "header">) => {
      const { application, id } = c.req.valid("param") as { application: ApplicationId; id: Resources[K]["id"] };
      const wanted = expectedOf(c.req.valid("header") as z.infer<typeof changeHeaders>);
      const patch = c.req.valid("json");
      // Somebody else may change it between reading and writing: then once more, from what it is by then.
      for (;;) {
        const found = await ports.directory(application).read(kind, id);
        if (found === undefined || !(await authority.sees(c.get("bearer"), application, found.resource)))
          throw notThere(id);
        if (!holds(wanted, found.revision)) throw changedMeanwhile({ because: "other_revision", now: found });
        const body = patched(made.body, found.resource, patch);
        const answer = await put(c, application, id, body, { is: [found.revision] });
        if (answer.ok) return Response.json(answer.resource, { headers: { etag: etagOf(answer.revision) } });
        if (answer.refusal.because !== "other_revision") throw refused(answer.refusal);
      }
    }) as never,
  );

  api.openapi(
    createRoute({
      method: "get",
      path: all,
      operationId: `list${names}`,
      tags: [tag],
      summary: `List every ${one}`,
      ...guard(ports, rights.read),
      request: {
        params: z.object({ application: applicationId }),
        query: z.strictObject({ ...pageQuery, ...made.filters }),
      },
      responses: { 200: json(many, "One page, by id."), ...problems(400, 401, 403, 404) },
    }),
    (async (c: Context<"param" | "query">) => {
      const { application } = c.req.valid("param") as { application: ApplicationId };
      const { limit, cursor, ...filters } = c.req.valid("query") as {
        readonly limit: number;
        readonly cursor?: string;
      } & Readonly<Record<string, string>>;
      const within = c.get("bearer").scope?.queues;
      const wanted = { limit, after: openId(cursor), filters, within };
      const { items, next } = await ports.directory(application).page(kind, wanted);
      return Response.json({ items, ...(next !== undefined && { next: sealId(next) }) });
    }) as never,
  );

  api.openapi(
    createRoute({
      method: "get",
      path: `${all}/{id}`,
      operationId: `get${name}`,
      tags: [tag],
      summary: `Read a ${one}`,
      ...guard(ports, rights.read),
      request: { params, headers: readHeaders },
      responses: { 200: tagged(resource, "As it is now."), ...notModified, ...problems(400, 401, 403, 404) },
    }),
    async (c: Context<"param" | "header">) => {
      const { application, id } = c.req.valid("param") as { application: ApplicationId; id: string };
      const found = await ports.directory(application).read(kind, id);
      if (found === undefined || !(await authority.sees(c.get("bearer"), application, found.resource)))
        throw notThere(id);
      return answerRead(found, c.req.valid("header") as z.infer<typeof readHeaders>);
    },
  );

  api.openapi(
    createRoute({
      method: "get",
      path: `${all}/{id}/uses`,
      operationId: `get${name}Uses`,
      tags: [tag],
      summary: `See what uses a ${one}`,
      description: "What names it, and whether that keeps it from being deleted.",
      ...guard(ports, rights.read),
      request: { params },
      responses: {
        200: json(z.object({ items: z.array(use) }), "All of it; nothing, if it can be deleted without a trace."),
        ...problems(400, 401, 403, 404),
      },
    }),
    (async (c: Context<"param">) => {
      const { application, id } = c.req.valid("param") as { application: ApplicationId; id: string };
      const directory = ports.directory(application);
      const found = await directory.get(kind, id);
      if (found === undefined || !(await authority.sees(c.get("bearer"), application, found))) throw notThere(id);
      const uses = await usesSeenBy(c.get("bearer"), directory, await directory.uses(kind, id));
      const items = uses.map((use) => ({ ...use, kind: words[use.kind] }));
      return Response.json({ items });
    }) as never,
  );

  api.openapi(
    createRoute({
      method: "delete",
      path: `${all}/{id}`,
      operationId: `delete${name}`,
      tags: [tag],
      summary: `Delete a ${one}`,
      description: "Refused while something still uses it; the answer says what.",
      ...guard(ports, rights.write),
      request: { params, headers: changeHeaders },
      responses: { 204: { description: "It is gone." }, ...problems(400, 401, 403, 404, 409, 412) },
    }),
    async (c: Context<"param" | "header">) => {
      const { application, id } = c.req.valid("param") as { application: ApplicationId; id: Resources[K]["id"] };
      const expected = expectedOf(c.req.valid("header") as z.infer<typeof changeHeaders>);
      await authority.mustChange(c.get("bearer"), application, id, undefined);
      const needed = await made.stillNeeded?.(application, id);
      if (needed !== undefined) throw new Problem("conflict", needed);
      const answer = await ports.directory(application).remove(kind, id, authorOf(c), expected);
      if (!answer.ok) {
        const { refusal } = answer;
        if (refusal.because === "other_revision") throw changedMeanwhile(refusal);
        throw refusal.because === "in_use" ? inUse(refusal.by) : notThere(id);
      }
      ports.log("info", "directory.removed", { application, kind });
      return new Response(null, { status: 204 });
    },
  );
}

/** What PUT would take, of a resource as it is with the patch applied. Throws 422 for what that must not be. */
export function patched<Body>(
  schema: z.ZodType<Body> & { readonly shape: Readonly<Record<string, unknown>> },
  resource: object,
  patch: unknown,
): Body {
  // What a resource shows beside what was put is not there to be changed.
  const before = Object.fromEntries(Object.entries(resource).filter(([field]) => Object.hasOwn(schema.shape, field)));
  const parsed = schema.safeParse(merged(before, patch));
  if (parsed.success) return parsed.data;
  const errors = explain(parsed.error.issues);
  const detail = errors.length === 1 ? "One field is wrong." : `${errors.length} fields are wrong.`;
  throw new Problem("invalid", detail, { errors });
}

export function refused<K extends Kind>(refusal: PutRefusal<K>): Problem {
  if (refusal.because === "no_application") return new Problem("not-found", "There is no such application.");
  if (refusal.because === "other_revision") return changedMeanwhile(refusal);
  const { field, kind, id } = refusal;
  const errors = [
    {
      field,
      problem: `names a ${words[kind]} that does not exist: ${id}`,
      remedy: `Create the ${words[kind]} first, or name another.`,
    },
  ];
  return new Problem("invalid", "One field is wrong.", { errors });
}

function inUse(by: readonly { readonly kind: Kind; readonly id: string }[]): Problem {
  const usedBy = by.map(({ kind, id }) => ({ kind: words[kind], id }));
  const list = usedBy
    .slice(0, 5)
    .map(({ kind, id }) => `${kind} ${id}`)
    .join(", ");
  const more = usedBy.length > 5 ? ` and ${usedBy.length - 5} more` : "";
  return new Problem("conflict", `Still used by ${list}${more}. Change these first.`, { usedBy });
}
