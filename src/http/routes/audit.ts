/** The audit log: page by page, and whole as it can be verified (src/audit/verify.ts). */
import { createRoute } from "@hono/zod-openapi";
import * as z from "zod";
import { canonical, type AuditLine } from "../../audit/index.ts";
import type { Directory } from "../../directory/port.ts";
import type { AuditWanted } from "../../directory/trail.ts";
import { guard, note, outOfScope } from "../access.ts";
import type { Api } from "../api.ts";
import { csvRows } from "../../exports/csv.ts";
import { nextPage, openId, sealId } from "../cursor.ts";
import { applicationId, instant, moment } from "../fields/basics.ts";
import type { Ports } from "../ports.ts";
import { Problem, problems } from "../problem.ts";

const tags = ["Audit"];
const path = "/v1/applications/{application}/audit";
const params = z.object({ application: applicationId });
const hash = z.string().meta({ description: "SHA-256, in hexadecimal." });

const line = z
  .object({
    seq: z.int().meta({ description: "1, 2, 3 and so on, without a gap." }),
    at: instant,
    by: z.string().nullable().meta({
      description: "A person's id, `key` (the admin key) or `key:<id>`; null: nobody who is known.",
    }),
    from: z.string().nullable().meta({ description: "The address that it was asked from; null: not known." }),
    action: z.string().meta({ example: "queue.changed" }),
    what: z.string().meta({ example: "queue/MainQueue" }),
    detail: z.record(z.string(), z.unknown()).meta({ example: { before: { weight: 50 }, after: { weight: 60 } } }),
    previous: hash.meta({ description: "The hash of the line before." }),
    hash: hash.meta({ description: "SHA-256 of the rest of the line, as canonical JSON (RFC 8785)." }),
  })
  .meta({ id: "AuditLine" });

const head = z.object({ seq: z.int(), hash }).meta({ id: "AuditHead" });

const query = z.strictObject({
  by: z.string().max(100).optional().meta({ description: "Only what this bearer did." }),
  action: z
    .string()
    .max(100)
    .optional()
    .meta({ description: "Only this: `queue.changed`, or `queue` for all that is done to queues." }),
  from: moment.optional().meta({ description: "Then or later.", type: "string" }),
  to: moment.optional().meta({ description: "Before then.", type: "string" }),
  format: z.enum(["json", "ndjson", "csv"]).default("json").meta({
    description:
      "`json`: one page, the newest first. `ndjson`, `csv`: all that is wanted, the oldest first. NDJSON without `by` and `action` can be verified (`./acd audit verify`).",
  }),
  limit: z.coerce.number().int().min(1).max(1_000).default(100).meta({ description: "How many on a page." }),
  cursor: z.string().max(300).optional().meta({ description: "`next` of the page before." }),
});

export function auditRoutes(api: Api, ports: Ports): void {
  api.openapi(
    createRoute({
      method: "get",
      path,
      operationId: "listAudit",
      tags,
      summary: "Read who did what",
      description:
        "Every change, sign-in and sign-out, what was done to calls and operators by others, who was shown callers' whole numbers, and what was taken out. Nothing is ever changed or removed; each line holds the one before fast by its hash. For those who see all queues.",
      ...guard(ports, "audit.read"),
      request: { params, query },
      responses: {
        200: {
          description: "Lines.",
          content: {
            "application/json": { schema: z.object({ items: z.array(line), next: nextPage }) },
            "application/x-ndjson": { schema: z.string().meta({ description: "Each line as canonical JSON." }) },
            "text/csv": { schema: z.string() },
          },
        },
        ...problems(400, 401, 403, 404),
      },
    }),
    async (c) => {
      const { application } = c.req.valid("param");
      const { format, cursor, limit, ...wanted } = c.req.valid("query");
      if (c.get("bearer").scope !== null) throw outOfScope();
      const directory = ports.directory(application);
      if (format === "json") {
        const after = lineAfter(cursor);
        const { lines, next } = await directory.audit({ ...wanted, order: "newest", limit, after });
        return c.json({ items: [...lines], ...(next !== undefined && { next: sealId(String(next)) }) }, 200);
      }
      await note(ports, c, application, {
        action: "audit.exported",
        what: `application/${application}`,
        detail: wanted,
      });
      const written =
        format === "csv"
          ? { before: csvRows([columns]), rows: (lines: readonly AuditLine[]) => csvRows(lines.map(cells)) }
          : { before: "", rows: (lines: readonly AuditLine[]) => lines.map((one) => `${canonical(one)}\n`).join("") };
      return new Response(streamed(directory, wanted, written), {
        headers: {
          "content-type": format === "csv" ? "text/csv; charset=utf-8; header=present" : "application/x-ndjson",
          "content-disposition": `attachment; filename="${application}-audit.${format}"`,
        },
      });
    },
  );

  api.openapi(
    createRoute({
      method: "get",
      path: `${path}/head`,
      operationId: "getAuditHead",
      tags,
      summary: "See how far the audit log goes",
      description:
        "The last line's number and hash. Kept elsewhere, day by day, it shows that nothing before it has been changed, not even by who may write into the database.",
      ...guard(ports, "audit.read"),
      request: { params },
      responses: {
        200: { description: "Number 0: there is no line yet.", content: { "application/json": { schema: head } } },
        ...problems(400, 401, 403, 404),
      },
    }),
    async (c) => {
      const { application } = c.req.valid("param");
      if (c.get("bearer").scope !== null) throw outOfScope();
      const last = await ports.directory(application).auditHead();
      if (last === undefined) throw new Problem("not-found", `There is no application "${application}".`);
      return c.json(last, 200);
    },
  );
}

function lineAfter(cursor: string | undefined): number | undefined {
  const id = openId(cursor);
  const seq = id === undefined ? undefined : Number(id);
  if (seq === undefined || Number.isSafeInteger(seq)) return seq;
  throw new Problem("unreadable", "One field is wrong.", {
    errors: [{ field: "cursor", problem: "is no cursor", remedy: "Give `next` of the page before, or leave it out." }],
  });
}

const columns = ["seq", "at", "by", "from", "action", "what", "detail", "previous", "hash"];
const cells = ({ seq, at, by, from, action, what, detail, previous, hash: own }: AuditLine) => [
  seq,
  new Date(at).toISOString(),
  by,
  from,
  action,
  what,
  canonical(detail),
  previous,
  own,
];

const batch = 500;

/** Batch by batch, as fast as it is read: the whole would be too much to hold. */
function streamed(
  directory: Pick<Directory, "audit">,
  wanted: Omit<AuditWanted, "order" | "limit" | "after">,
  { before, rows }: { readonly before: string; readonly rows: (lines: readonly AuditLine[]) => string },
): ReadableStream<Uint8Array> {
  const text = new TextEncoder();
  let after: number | undefined = 0;
  return new ReadableStream({
    start: (stream) => stream.enqueue(text.encode(before)),
    pull: async (stream) => {
      const page = await directory.audit({ ...wanted, order: "oldest", limit: batch, after });
      stream.enqueue(text.encode(rows(page.lines)));
      after = page.next;
      if (after === undefined) stream.close();
    },
  });
}
