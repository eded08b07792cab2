/** Reports over what the ledger keeps, as JSON or CSV, and whether it has been told everything. */
import { createRoute } from "@hono/zod-openapi";
import type { Context } from "hono";
import * as z from "zod";
import type { Detail } from "../../audit/index.ts";
import { fileFormats, fileOf, fileTypes, mostCells, type FileFormat } from "../../exports/file.ts";
import { answerOf } from "../../reports/answer.ts";
import { isTimeZone } from "../../hours/zone.ts";
import { intervalNames } from "../../reports/intervals.ts";
import { foreignField, makeReport, mostIntervals } from "../../reports/make.ts";
import { repeatLimits } from "../../reports/metrics.ts";
import { reportNames } from "../../reports/names.ts";
import { sheetOf } from "../../reports/sheet.ts";
import { minutes, type ApplicationId, type Duration } from "../../words/index.ts";
import { byWhom, guard, note, outOfScope, type AppEnv } from "../access.ts";
import type { Api } from "../api.ts";
import {
  applicationId,
  instant,
  moment,
  number,
  operatorId,
  pauseReasonId,
  queueId,
  scenario,
} from "../fields/basics.ts";
import { serviceTerms } from "../fields/serviceTerms.ts";
import type { Ports } from "../ports.ts";
import { Problem, problems } from "../problem.ts";
import { Seldom } from "../seldom.ts";

const figures = z.record(z.string(), z.number().nullable()).meta({
  description: "By name, as `definitions` says. Null: it cannot be said, for lack of anything to divide by.",
});

const pauses = z
  .array(z.object({ id: pauseReasonId, name: z.string(), time: z.int() }))
  .readonly()
  .optional()
  .meta({
    description:
      "For operators and groups: how long they paused for which of the application's own reasons, in milliseconds, by name. Part of `timeoutTime` and `dndTime`. As CSV: a column `pause:<id>` for each. Absent: for none.",
  });

const answer = z
  .object({
    report: z.enum(reportNames),
    from: instant,
    until: instant,
    timeZone: z.string(),
    definitions: z.record(z.string(), z.string()).meta({ description: "What each figure means." }),
    rows: z.array(
      z.object({
        from: instant,
        until: instant,
        key: z.string().meta({
          description: "The queue, group, operator, number, scenario, hour (00 to 23) or disposition (empty: none).",
        }),
        figures,
        pauses,
      }),
    ),
    total: figures,
    pauses,
  })
  .meta({ id: "Report" });

const query = z.object({
  from: moment.meta({
    description: "Calls that began then or later: milliseconds since 1970, or ISO 8601.",
    type: "string",
  }),
  until: moment.optional().meta({ description: "Calls that began before then; now unless given.", type: "string" }),
  interval: z
    .enum(intervalNames)
    .optional()
    .meta({ description: "How the time is divided, by the local clock. Not given: it is not divided." }),
  timeZone: z
    .string()
    .max(64)
    .refine(isTimeZone, "Use a name of the IANA database: Europe/Moscow, UTC.")
    .default("UTC")
    .meta({ description: "Whose days and hours are meant: a name of the IANA database.", example: "Europe/Moscow" }),
  queue: queueId.optional().meta({
    description: "Only this queue. Numbers, scenarios and hours then count the stays in it, not whole calls.",
  }),
  number: number.optional().meta({ description: "Only calls to this number. Not for operators and groups." }),
  channel: z
    .enum(["phone", "web"])
    .optional()
    .meta({ description: "Only calls by telephone or from browsers. Not for operators and groups." }),
  scenario: scenario.optional().meta({ description: "Only calls of this scenario. Not for operators and groups." }),
  operator: operatorId
    .optional()
    .meta({ description: "Only this operator. For operators, groups and dispositions only." }),
  ...serviceTerms(() => z.coerce.number().int()),
  repeatWithin: z.coerce
    .number()
    .int()
    .min(repeatLimits.least)
    .max(repeatLimits.most)
    .optional()
    .meta({
      description: `Who calls again so soon after the end of their call was not helped by it: adds \`firstCallResolution\`. In milliseconds, ${repeatLimits.least} to ${repeatLimits.most}. Reads every call: slower than the rest.`,
    }),
  format: z
    .enum(["json", ...fileFormats])
    .optional()
    .meta({
      description: "`xlsx`: for people, in Excel; `parquet`: for programs. Not given: as `Accept` says.",
    }),
});

const binary = z.string().meta({ format: "binary" });
const tags = ["Reports"];
/** Who takes the same file again and again, as a spreadsheet that loads it does, is told of once in so long. */
const takenAgainAfter: Duration = minutes(10);

export function reportRoutes(api: Api, ports: Ports): void {
  const taken = new Seldom(takenAgainAfter);
  /** Tells the audit log, before it goes out, of figures that leave in a file. */
  const takenOut = (c: Context<AppEnv>, application: ApplicationId, detail: Detail): Promise<void> =>
    taken.do(`${application} ${byWhom(c)} ${c.req.url}`, ports.now(), () =>
      note(ports, c, application, { action: "report.exported", what: `report/${String(detail["report"])}`, detail }),
    );

  api.openapi(
    createRoute({
      method: "get",
      path: "/v1/applications/{application}/reports/{report}",
      operationId: "getReport",
      tags,
      summary: "Read a report",
      description:
        "Counts calls by when they began, with all that became of them. Who is in charge of some queues only sees these. `docs/reports.md` has the formulas.",
      ...guard(ports, "reports.read"),
      request: {
        params: z.object({
          application: applicationId,
          report: z.enum(reportNames).meta({ description: "By what it is counted.", example: "queues" }),
        }),
        query,
      },
      responses: {
        200: {
          description:
            "The report. As CSV: one line for each row, its columns named by the first line, without the total. As Excel: times by the local clock of `timeZone`, definitions and totals on a second sheet. As Parquet: instants in UTC, lengths of time in milliseconds, definitions in the file's metadata.",
          content: {
            "application/json": { schema: answer },
            [fileTypes.csv]: { schema: z.string() },
            [fileTypes.xlsx]: { schema: binary },
            [fileTypes.parquet]: { schema: binary },
          },
        },
        ...problems(400, 401, 403, 404),
      },
    }),
    async (c) => {
      const { application, report } = c.req.valid("param");
      const { from, until = ports.now(), format, ...given } = c.req.valid("query");
      const wanted = { report, ...given };
      const foreign = foreignField(wanted);
      if (foreign !== undefined) throw wrong(foreign, `cannot narrow the report \`${report}\``, "Leave it out.");
      if (from >= until) throw wrong("until", "is not after `from`", "Give a later one.");
      const made = await makeReport(wanted, { from, until }, c.get("bearer").scope, {
        count: (query) => ports.ledger(application).report(query),
        people: () => ports.directory(application).list("person"),
      });
      if (made === "too_many_intervals")
        throw wrong("interval", "divides the time into too many", `Give a longer one: ${mostIntervals} at most.`);
      const as = format ?? preferred(c.req.header("accept"));
      if (as !== "json") {
        const file = await fileOf(sheetOf(made), as);
        if (file === undefined)
          throw wrong("format", `would have more than ${mostCells[as]} cells`, "Ask for less, or for another format.");
        await takenOut(c, application, { report, format: as, from, until });
        return c.body(file.bytes, 200, {
          "content-type": file.type,
          "content-disposition": `attachment; filename="${file.name}"`,
        });
      }
      return c.json(answerOf(made), 200);
    },
  );

  api.openapi(
    createRoute({
      method: "get",
      path: "/v1/applications/{application}/ledger/health",
      operationId: "getLedgerHealth",
      tags,
      summary: "See whether the ledger has been told everything",
      description: "Lines that are missing from what an actor has told, and what was told twice and differently.",
      ...guard(ports, "reports.read"),
      request: { params: z.object({ application: applicationId }) },
      responses: {
        200: {
          description: "The ledger's state.",
          content: {
            "application/json": {
              schema: z
                .object({
                  living: z.int().meta({ description: "Calls that have started and not ended." }),
                  oldestLiving: instant.optional(),
                  toFold: z.int().meta({
                    description: "Stretches of five minutes that reports count from the records until they are folded.",
                  }),
                  bytes: z.int().optional().meta({ description: "What the database takes." }),
                  flaws: z.array(
                    z.object({
                      stream: z.string().meta({ description: "Who told it: `call/<call>`, `operator/<operator>`." }),
                      kind: z.enum(["gap", "difference"]),
                      first: z.int().meta({ description: "The first line concerned; 0: the whole." }),
                      last: z.int(),
                      at: instant,
                    }),
                  ),
                })
                .meta({ id: "LedgerHealth" }),
            },
          },
        },
        ...problems(400, 401, 403, 404),
      },
    }),
    async (c) => {
      if (c.get("bearer").scope !== null) throw outOfScope();
      const { flaws, ...health } = await ports.ledger(c.req.valid("param").application).health();
      return c.json({ ...health, flaws: [...flaws] }, 200);
    },
  );
}

function wrong(field: string, problem: string, remedy: string): Problem {
  return new Problem("unreadable", "One field is wrong.", { errors: [{ field, problem, remedy }] });
}

/** Programs that take anything get JSON; of several files the first. */
function preferred(accept = ""): FileFormat | "json" {
  const types = accept.split(",").map((type) => type.split(";")[0]?.trim());
  if (types.includes("application/json")) return "json";
  return fileFormats.find((format) => types.includes(fileTypes[format])) ?? "json";
}
