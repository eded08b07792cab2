/** Everything that administrators set up is put, read, listed and deleted in the same way. */
import { createRoute } from "@hono/zod-openapi";
import * as z from "zod";
import type { Draft, Kind, Resources } from "../../directory/resources.ts";
import type { ApplicationId } from "../../words/index.ts";
import { guard } from "../access.ts";
import type { Api } from "../api.ts";
import { applicationId } from "../fields.ts";
import type { Ports } from "../ports.ts";
import { Problem, problems } from "../problem.ts";

type Collected = Exclude<Kind, "application">;

export interface Collection<K extends Collected, Body> {
  readonly kind: K;
  /** In addresses: `skill-groups`. */
  readonly path: string;
  /** For people: `skill group`. */
  readonly one: string;
  readonly tag: string;
  readonly about: string;
  readonly id: z.ZodType<Resources[K]["id"], string>;
  readonly body: z.ZodType<Body>;
  readonly resource: z.ZodType;
  draft(id: Resources[K]["id"], body: Body): Draft<K> | Promise<Draft<K>>;
  /** Why it must not be deleted just now, beside what the directory knows. */
  stillNeeded?(application: ApplicationId, id: Resources[K]["id"]): Promise<string | undefined>;
}

const words: Record<Kind, string> = {
  application: "application",
  skillGroup: "skill group",
  hours: "opening hours",
  queue: "queue",
  person: "operator",
  number: "number",
  rule: "rule",
};

const json = <S extends z.ZodType>(schema: S, description: string) => ({
  description,
  content: { "application/json": { schema } },
});

export function collection<K extends Collected, Body>(api: Api, ports: Ports, made: Collection<K, Body>): void {
  const { kind, one, tag, resource } = made;
  const many = z.object({ items: z.array(resource) });
  const all = `/v1/applications/{application}/${made.path}`;
  const params = z.object({ application: applicationId, id: made.id });
  const security = [{ bearer: [] }];
  const notThere = (id: string): Problem => new Problem("not-found", `There is no ${one} "${id}".`);
  // Hono derives a handler's types from its schemas, which it cannot do for schemas that are themselves parameters: hence `as never`.

  api.openapi(
    createRoute({
      method: "put",
      path: `${all}/{id}`,
      tags: [tag],
      summary: `Create or replace a ${one}`,
      description: `${made.about} What is left out gets its default. Live calls, queues and operators learn of the change within a second.`,
      security,
      middleware: guard(ports, "admin"),
      request: { params, body: { required: true, content: { "application/json": { schema: made.body } } } },
      responses: {
        200: json(resource, "It has been replaced."),
        201: json(resource, "It has been created."),
        ...problems(400, 401, 403, 404, 413, 415, 422),
      },
    }),
    (async (c: { req: { valid(target: "param" | "json"): unknown } }) => {
      const { application, id } = c.req.valid("param") as { application: ApplicationId; id: Resources[K]["id"] };
      const draft = await made.draft(id, c.req.valid("json") as Body);
      const answer = await ports.directory(application).put(kind, draft);
      if (!answer.ok) throw refused(answer.refusal);
      ports.log("info", "directory.put", { application, kind, created: answer.created });
      return Response.json(answer.resource, { status: answer.created ? 201 : 200 });
    }) as never,
  );

  api.openapi(
    createRoute({
      method: "get",
      path: all,
      tags: [tag],
      summary: `List every ${one}`,
      security,
      middleware: guard(ports, "supervisor"),
      request: { params: z.object({ application: applicationId }) },
      responses: { 200: json(many, "All of them, by id."), ...problems(400, 401, 403, 404) },
    }),
    (async (c: { req: { valid(target: "param"): unknown } }) => {
      const { application } = c.req.valid("param") as { application: ApplicationId };
      return Response.json({ items: await ports.directory(application).list(kind) });
    }) as never,
  );

  api.openapi(
    createRoute({
      method: "get",
      path: `${all}/{id}`,
      tags: [tag],
      summary: `Read a ${one}`,
      security,
      middleware: guard(ports, "supervisor"),
      request: { params },
      responses: { 200: json(resource, "As it is now."), ...problems(400, 401, 403, 404) },
    }),
    (async (c: { req: { valid(target: "param"): unknown } }) => {
      const { application, id } = c.req.valid("param") as { application: ApplicationId; id: string };
      const found = await ports.directory(application).get(kind, id);
      if (found === undefined) throw notThere(id);
      return Response.json(found);
    }) as never,
  );

  api.openapi(
    createRoute({
      method: "delete",
      path: `${all}/{id}`,
      tags: [tag],
      summary: `Delete a ${one}`,
      description: "Refused while something still uses it; the answer says what.",
      security,
      middleware: guard(ports, "admin"),
      request: { params },
      responses: { 204: { description: "It is gone." }, ...problems(400, 401, 403, 404, 409) },
    }),
    async (c: { req: { valid(target: "param"): unknown } }) => {
      const { application, id } = c.req.valid("param") as { application: ApplicationId; id: Resources[K]["id"] };
      const needed = await made.stillNeeded?.(application, id);
      if (needed !== undefined) throw new Problem("conflict", needed);
      const answer = await ports.directory(application).remove(kind, id);
      if (!answer.ok) throw answer.refusal.because === "in_use" ? inUse(answer.refusal.by) : notThere(id);
      ports.log("info", "directory.removed", { application, kind });
      return new Response(null, { status: 204 });
    },
  );
}

function refused(
  refusal: Exclude<Awaited<ReturnType<ReturnType<Ports["directory"]>["put"]>>, { ok: true }>["refusal"],
): Problem {
  if (refusal.because === "no_application") return new Problem("not-found", "There is no such application.");
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
