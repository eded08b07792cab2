import { beforeEach, describe, expect, it } from "vitest";
import type { CallRecord } from "../../src/protocol/record.ts";
import { as, minutes, type OperatorId, type QueueId } from "../../src/words/index.ts";
import { plain } from "../unit/reports/calls.ts";
import type { World } from "./world.ts";
import { adminKey, app, world } from "./world.ts";

const at = `/v1/applications/${app}`;
const monday = Date.parse("2026-11-16T00:00:00Z");

interface Report {
  readonly rows: readonly {
    readonly from: number;
    readonly until: number;
    readonly key: string;
    readonly figures: Record<string, number | null>;
  }[];
  readonly total: Record<string, number | null>;
  readonly definitions: Record<string, string>;
}

/** Answered after so many seconds, by this queue. */
function answered(id: string, startedAt: number, queue: string, more: Partial<CallRecord> = {}): CallRecord {
  const queueId = as<QueueId>(queue);
  const operatorId = as<OperatorId>("operator1");
  const connectedAt = startedAt + 10_000;
  const endedAt = connectedAt + minutes(3);
  return plain(id, startedAt, {
    queueId,
    operatorId,
    connectedAt,
    endedAt,
    endedBy: "caller",
    outcome: "answered",
    talks: [{ operatorId, queueId, connectedAt, endedAt, endedBy: "caller" }],
    timeline: [
      { seq: 1, at: startedAt, what: "queued", detail: { queue, place: 1, expectedWait: null } },
      { seq: 2, at: connectedAt, what: "connected" },
      { seq: 3, at: endedAt, what: "ended" },
    ],
    ...more,
  });
}

describe("reports over HTTP", () => {
  let w: World;
  const get = async (path: string, from = "2026-11-16T00:00:00Z") =>
    w.admin("GET", `${at}/reports/${path}from=${encodeURIComponent(from)}`);
  const report = async (path: string): Promise<Report> => {
    const { status, body, text } = await get(path);
    if (status !== 200) throw new Error(text);
    return body as unknown as Report;
  };

  beforeEach(async () => {
    w = world();
    await w.furnish();
    const ledger = w.ports.ledger(app);
    const end = (record: CallRecord) => ledger.tell({ type: "call.ended", record });
    await end(answered("c_1", monday + minutes(60 * 21), "MainQueue"));
    await end(answered("c_2", monday + minutes(60 * 21 + 1), "MainQueue"));
    await end(answered("c_3", monday + minutes(60 * 30), "=HYPERLINK(1)", { to: "+74950000000", channel: "web" }));
  });

  it("[R7] a report is rows of figures by interval and key, with a total and what each figure means", async () => {
    const { rows, total, definitions } = await report("queues?timeZone=Europe/Moscow&interval=1d&");
    expect(rows.map(({ from, key, figures }) => [new Date(from).toISOString(), key, figures["offered"]])).toEqual([
      ["2026-11-16T21:00:00.000Z", "=HYPERLINK(1)", 1],
      ["2026-11-16T21:00:00.000Z", "MainQueue", 2],
    ]);
    expect(total).toMatchObject({ offered: 3, answered: 3, asa: 10_000, talkMean: 180_000, abandonRate: 0 });
    expect(Object.keys(definitions)).toEqual(Object.keys(total));
    expect((await report("hours?timeZone=Europe/Moscow&")).rows.map(({ key }) => key)).toEqual(["00", "09"]);
    expect((await report("numbers?")).rows.map(({ key }) => key)).toEqual(["+74950000000", "+74951234567"]);
    expect((await report("scenarios?")).rows).toMatchObject([{ key: "ACD", figures: { offered: 3 } }]);
    expect((await report("operators?")).rows).toMatchObject([{ key: "operator1", figures: { talks: 3 } }]);
    expect((await report("groups?")).rows).toMatchObject([
      { key: "Support", figures: { talks: 3, talkTime: 540_000 } },
    ]);
  });

  it("[R7] who is in two groups is in the total once", async () => {
    await w.admin("PUT", `${at}/skill-groups/Second`, { name: "Second" });
    await w.admin("PUT", `${at}/operators/operator1`, { name: "One", skillGroups: ["Support", "Second"] });
    const { rows, total } = await report("groups?");
    expect(rows.map(({ key, figures }) => [key, figures["talks"]])).toEqual([
      ["Second", 3],
      ["Support", 3],
    ]);
    expect(total["talks"]).toBe(3);
  });

  it("[R9] filters narrow it down; one that the report does not know, and a time that is none, are refused by name", async () => {
    expect((await report("queues?queue=MainQueue&")).total["offered"]).toBe(2);
    expect((await report("numbers?channel=web&")).rows.map(({ key }) => key)).toEqual(["+74950000000"]);
    expect((await report("hours?queue=MainQueue&")).total["offered"]).toBe(2);
    expect((await report("operators?operator=operator2&")).rows).toEqual([]);
    for (const [path, field] of [
      ["operators?channel=web&", "channel"],
      ["queues?operator=operator1&", "operator"],
      ["queues?timeZone=Mars/Base&", "timeZone"],
      ["queues?threshold=1500&", "threshold"],
      ["queues?interval=5m&until=2026-12-31T00:00:00Z&", "interval"],
      ["queues?until=2026-11-16T00:00:00Z&", "until"],
      ["queues?until=soon&", "until"],
    ] as const) {
      const { status, body } = await get(path);
      expect([status, body["errors"]]).toMatchObject([400, [{ field }]]);
    }
    expect((await get("weather?")).status).toBe(400);
  });

  it("[R7] as CSV, by Accept or by `format`: RFC 4180, and nothing in it is run by a spreadsheet", async () => {
    const asked = `${at}/reports/queues?from=2026-11-16T00:00:00Z&until=2026-11-18T00:00:00Z`;
    const { status, text } = await w.admin("GET", `${asked}&format=csv`);
    expect(status).toBe(200);
    const [head, first, second, end] = text.split("\r\n");
    expect(head?.startsWith("from,until,queue,offered,answered,abandoned,shortAbandoned,")).toBe(true);
    expect(first).toMatch(/^2026-11-16T00:00:00\.000Z,2026-11-18T00:00:00\.000Z,"'=HYPERLINK\(1\)",1,1,0,0,/);
    expect(second).toMatch(/,MainQueue,2,2,0,0,/);
    expect(end).toBe("");
    const accepted = await w.ask("GET", asked, { as: adminKey, headers: { accept: "text/csv" } });
    expect(accepted.text).toBe(text);
  });

  it("[R17] as Excel and Parquet, by Accept or by `format`", async () => {
    const asked = `${at}/reports/queues?from=2026-11-16T00:00:00Z&until=2026-11-18T00:00:00Z`;
    for (const [format, type, beginning] of [
      ["xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", "PK"],
      ["parquet", "application/vnd.apache.parquet", "PAR1"],
    ] as const) {
      const { status, text, headers } = await w.admin("GET", `${asked}&format=${format}`);
      expect([status, headers.get("content-type"), text.slice(0, beginning.length)]).toEqual([200, type, beginning]);
      expect(headers.get("content-disposition")).toBe(`attachment; filename="queues.${format}"`);
      const accepted = await w.ask("GET", asked, { as: adminKey, headers: { accept: `${type}, */*;q=0.1` } });
      expect(accepted.headers.get("content-type")).toBe(type);
    }
    const either = await w.ask("GET", asked, { as: adminKey, headers: { accept: "text/csv, application/json" } });
    expect(either.body["report"]).toBe("queues");
  });

  it("[R18] figures that leave in a file are in the audit log, the same address once in ten minutes", async () => {
    const asked = `${at}/reports/queues?from=2026-11-16T00:00:00Z&until=2026-11-18T00:00:00Z`;
    const exports = async () => {
      const { body } = await w.admin("GET", `${at}/audit?action=report.exported`);
      return (body["items"] as Record<string, unknown>[]).map(({ by, what, detail }) => ({ by, what, detail }));
    };
    await w.admin("GET", asked);
    expect(await exports()).toEqual([]);
    for (const format of ["csv", "csv", "xlsx"]) await w.admin("GET", `${asked}&format=${format}`);
    const line = { by: "key", what: "report/queues" };
    const detail = { report: "queues", from: monday, until: monday + minutes(48 * 60) };
    expect(await exports()).toEqual([
      { ...line, detail: { ...detail, format: "xlsx" } },
      { ...line, detail: { ...detail, format: "csv" } },
    ]);
    w.state.now += minutes(11);
    await w.admin("GET", `${asked}&format=csv`);
    expect(await exports()).toHaveLength(3);
  });

  it("[R9] who is in charge of some queues sees these only, whatever they ask for", async () => {
    const key = await w.key(["reports.read"], { scope: { queues: ["MainQueue"] } });
    const asked = async (path: string) =>
      (await w.ask("GET", `${at}/reports/${path}from=2026-11-16T00:00:00Z`, { as: key })).body as unknown as Report;
    for (const name of ["queues", "numbers", "hours", "scenarios"]) {
      expect((await asked(`${name}?`)).total["offered"]).toBe(2);
    }
    expect((await asked("queues?queue=Other&")).rows).toEqual([]);
    expect((await asked("operators?")).total["talks"]).toBe(2);
    // What the ledger lacks may be of any queue.
    expect((await w.ask("GET", `${at}/ledger/health`, { as: key })).status).toBe(403);
  });

  it("[R10] the ledger's health tells which lines are missing and what was told twice and differently", async () => {
    const health = async () => (await w.admin("GET", `${at}/ledger/health`)).body;
    expect(await health()).toEqual({ living: 0, toFold: 1, flaws: [] });
    const ledger = w.ports.ledger(app);
    const again = answered("c_1", monday + minutes(60 * 21), "MainQueue");
    await ledger.tell({ type: "call.ended", record: again });
    const { timeline } = again;
    const longer = [...timeline, { seq: 4, at: monday + minutes(60 * 22), what: "media worker lost" }];
    await ledger.tell({ type: "call.ended", record: { ...again, timeline: longer } });
    expect((await health())["flaws"]).toEqual([]);
    await ledger.tell({ type: "call.ended", record: { ...again, outcome: "failed" } });
    await ledger.tell({
      type: "call.ended",
      record: { ...answered("c_4", monday, "MainQueue"), timeline: timeline.slice(1) },
    });
    expect((await health())["flaws"]).toMatchObject([
      { stream: "call/c_1", kind: "difference" },
      { stream: "call/c_4", kind: "gap", first: 1, last: 1 },
    ]);
  });
});
