/** People and numbers as tables, for spreadsheets. A column that is left out leaves what is there; an empty cell means the usual. */
import { createRoute } from "@hono/zod-openapi";
import * as z from "zod";
import type { Exchanged, TakenOut, Whole } from "../../directory/exchange.ts";
import type { Draft } from "../../directory/resources.ts";
import { authorOf, guard, note, outOfScope } from "../access.ts";
import type { Api } from "../api.ts";
import { csvOf, readCsv, type CsvTable } from "../../exports/csv.ts";
import { explain } from "../explain.ts";
import { applicationId, flag } from "../fields/basics.ts";
import { guardOnce, onceHeaders } from "../once.ts";
import type { Ports } from "../ports.ts";
import type { FieldProblem } from "../problem.ts";
import { Problem, problems } from "../problem.ts";
import { plan, takeIn, type Plan } from "../takeIn.ts";
import { entries, only } from "./exchange.ts";

/** How a field's value lies in a cell. */
interface Cell {
  write(value: unknown): string | number;
  read(cell: string): unknown;
}

const text: Cell = {
  write: (value) => (typeof value === "number" || typeof value === "string" ? value : ""),
  read: (cell) => cell,
};
const amount: Cell = { ...text, read: (cell) => (/^-?\d+$/.test(cell) ? Number(cell) : cell) };
/** Ids have no spaces in them. */
const list: Cell = { write: (value) => (value as readonly string[]).join(" "), read: (cell) => cell.split(/\s+/) };
/** `english:4 billing:2` */
const levels: Cell = {
  write: (value) =>
    Object.entries(value as Readonly<Record<string, number>>)
      .map(([name, level]) => `${name}:${level}`)
      .join(" "),
  read: (cell) =>
    Object.fromEntries(
      cell.split(/\s+/).map((word) => {
        const [name = "", level = ""] = word.split(":");
        return [name, amount.read(level)];
      }),
    ),
};
/** Nothing: all queues; `~`: none. */
const scope: Cell = {
  write: (value) => {
    const queues = (value as { readonly queues: readonly string[] } | null)?.queues;
    return queues === undefined ? "" : queues.join(" ") || "~";
  },
  read: (cell) => ({ queues: cell === "~" ? [] : cell.split(/\s+/) }),
};

interface Sheet<K extends Exchanged> {
  readonly kind: K;
  readonly entry: z.ZodType<Draft<K>> & z.ZodObject;
  readonly columns: Readonly<Record<string, Cell>>;
}

const sheet = <K extends Exchanged>(made: Sheet<K>): Sheet<K> => made;
const operators = sheet({
  kind: "person",
  entry: entries.person,
  columns: {
    id: text,
    name: text,
    role: text,
    scope,
    skillGroups: list,
    skills: levels,
    queueOrder: list,
    ringTime: amount,
    wrapUpMode: text,
    wrapUp: amount,
  },
});
const numbers = sheet({ kind: "number", entry: entries.number, columns: { id: text, label: text } });

const tags = ["Import and export"];
const params = z.object({
  application: applicationId,
  table: z.enum(["operators", "numbers"]).meta({ description: "Which table." }),
});
const about =
  "`operators`: id, name, role, scope, skillGroups, skills (`english:4 billing:2`), queueOrder, ringTime, wrapUpMode, wrapUp; `numbers`: id, label. Lists have spaces between their words.";

export function tableRoutes(api: Api, ports: Ports): void {
  api.openapi(
    createRoute({
      method: "get",
      path: "/v1/applications/{application}/export/{table}",
      operationId: "exportTable",
      tags,
      summary: "Take a table out as CSV",
      description: `For spreadsheets. ${about} What a spreadsheet would run as a formula has an apostrophe before it.`,
      ...guard(ports, "application.export"),
      request: { params },
      responses: {
        200: { description: "All of them, by id.", content: { "text/csv": { schema: z.string() } } },
        ...problems(400, 401, 403, 404),
      },
    }),
    async (c) => {
      const { application, table } = c.req.valid("param");
      const whole = await everythingOf(ports, c.get("bearer").scope === null, application);
      const body = table === "operators" ? written(operators, whole) : written(numbers, whole);
      const deed = { action: "application.exported", what: `application/${application}`, detail: { table } };
      await note(ports, c, application, deed);
      ports.log("info", "application.exported", { application, table });
      return c.body(body, 200, {
        "content-type": "text/csv; charset=utf-8; header=present",
        "content-disposition": `attachment; filename="${application}-${table}.csv"`,
      });
    },
  );

  api.openapi(
    createRoute({
      method: "post",
      path: "/v1/applications/{application}/import/{table}",
      operationId: "importTable",
      tags,
      summary: "Put a table in as CSV",
      description: `All of it or nothing; what is wrong is said at once, with its row. The first row names the columns. ${about} A column that is left out leaves what is there as it is; an empty cell means the usual. Nobody is removed, and no passwords are taken.`,
      ...guardOnce(ports, "application.import"),
      request: {
        headers: onceHeaders,
        params,
        query: z.strictObject({ dryRun: flag("`true`: only say what would be done.") }),
        body: { required: true, content: { "text/csv": { schema: z.string() } } },
      },
      responses: {
        200: {
          description: "What has been done, or would be.",
          content: { "application/json": { schema: plan } },
        },
        ...problems(400, 401, 403, 404, 409, 413, 415, 422),
      },
    }),
    async (c) => {
      const { application, table } = c.req.valid("param");
      const bearer = c.get("bearer");
      const now = await everythingOf(ports, bearer.scope === null, application);
      const given = readCsv(await c.req.text());
      if ("wrong" in given) {
        const field = given.row === undefined ? "" : `row ${given.row}`;
        throw wrong([{ field, problem: given.wrong, remedy: "Send CSV (RFC 4180), in UTF-8." }]);
      }
      const nothing: Whole["resources"] = {
        skillGroup: [],
        hours: [],
        role: [],
        pauseReason: [],
        disposition: [],
        sound: [],
        scenario: [],
        queue: [],
        person: [],
        number: [],
        rule: [],
        webhook: [],
        identityProvider: [],
        reportSchedule: [],
      };
      const resources =
        table === "operators"
          ? { ...nothing, person: read(operators, given, now) }
          : { ...nothing, number: read(numbers, given, now) };
      const how = { prune: false, dryRun: c.req.valid("query").dryRun };
      const whole = { application: now.application, resources };
      const done = await takeIn(ports, { bearer, author: authorOf(c) }, application, whole, how, (_, index, field) =>
        placeOf(index, field),
      );
      return c.json<Plan, 200>(done, 200);
    },
  );
}

async function everythingOf(
  ports: Ports,
  mayAll: boolean,
  application: Parameters<Ports["directory"]>[0],
): Promise<TakenOut> {
  if (!mayAll) throw outOfScope();
  const whole = await ports.directory(application).takeOut();
  if (whole === undefined) throw new Problem("not-found", `There is no application "${application}".`);
  return whole;
}

function written<K extends Exchanged>({ kind, columns }: Sheet<K>, { resources }: TakenOut): string {
  const rows = resources[kind].map((resource) => {
    const fields: Readonly<Record<string, unknown>> = { ...resource };
    return Object.entries(columns).map(([name, cell]) => cell.write(fields[name]));
  });
  return csvOf(Object.keys(columns), rows);
}

/** The rows as they are to be put. Throws 422 with all that is wrong with any. */
function read<K extends Exchanged>(
  { kind, columns, entry }: Sheet<K>,
  { columns: given, rows }: CsvTable,
  { resources }: TakenOut,
): Draft<K>[] {
  const headings = given.flatMap((name, at): FieldProblem[] => {
    const field = `row 1: ${name}`;
    if (!Object.hasOwn(columns, name))
      return [
        { field, problem: "is unknown", remedy: `Leave it out, or take one of: ${Object.keys(columns).join(", ")}.` },
      ];
    return given.indexOf(name) === at ? [] : [{ field, problem: "comes twice", remedy: "Name each column once." }];
  });
  if (!given.includes("id"))
    headings.push({ field: "row 1", problem: "has no column `id`", remedy: "Name the columns in the first row." });
  if (headings.length > 0) throw wrong(headings);

  const there = new Map(resources[kind].map((resource) => [String(resource.id), only(entry, resource)]));
  const parsed = rows.map((row) => {
    const cells = new Map(given.map((name, at) => [name, row[at] ?? ""]));
    const draft = new Map(Object.entries(there.get(cells.get("id") ?? "") ?? {}));
    for (const [name, cell] of cells) {
      if (cell === "") draft.delete(name);
      else draft.set(name, columns[name]?.read(cell));
    }
    return entry.safeParse(Object.fromEntries(draft));
  });
  const faults = parsed.flatMap(({ success, error }, index) =>
    success ? [] : explain(error.issues).map((fault) => ({ ...fault, field: placeOf(index, fault.field) })),
  );
  if (faults.length > 0) throw wrong(faults);
  return parsed.flatMap(({ data }) => data ?? []);
}

/** The row as a spreadsheet counts: the first names the columns. */
const placeOf = (index: number, field: string): string => `row ${index + 2}: ${field}`;

const wrong = (errors: readonly FieldProblem[]): Problem =>
  new Problem("invalid", errors.length === 1 ? "One field is wrong." : `${errors.length} fields are wrong.`, {
    errors,
  });
