/** Reports that are sent again and again, as those see them who set them up. */
import { beforeEach, describe, expect, it } from "vitest";
import { bodyOf } from "../../src/webhooks/body.ts";
import { as, type ReportScheduleId } from "../../src/words/index.ts";
import type { World } from "./world.ts";
import { adminKey, app, world } from "./world.ts";

const at = `/v1/applications/${app}`;
const daily = `${at}/report-schedules/Daily`;
const usual = {
  name: "Queues, daily",
  report: "queues",
  period: { of: "yesterday" },
  when: { every: "day", at: "08:00" },
  timeZone: "Europe/Moscow",
  emails: ["anna@example.com"],
};

describe("report schedules", () => {
  let w: World;
  const put = (more: object = {}, bearer = adminKey) =>
    w.ask("PUT", daily, { as: bearer, body: { ...usual, ...more } });
  const state = async () => (await w.admin("GET", `${daily}/state`)).body;
  const wrong = async (more: object) => {
    const { status, body } = await put(more);
    return [status, (body["errors"] as { field: string }[] | undefined)?.map(({ field }) => field)];
  };

  beforeEach(async () => {
    w = world();
    await w.furnish();
  });

  it("[G9] are put, read, listed, changed and deleted like everything else, and tell when they run next", async () => {
    const made = await put();
    expect(made.status).toBe(201);
    expect(made.body).toEqual({
      ...usual,
      id: "Daily",
      query: { threshold: 20_000, shortAbandon: 5_000 },
      format: "xlsx",
      webhooks: [],
      language: "ru",
      enabled: true,
      author: "key",
    });
    // It is 11:00 in Moscow.
    expect(await state()).toEqual({ nextRunAt: Date.parse("2026-11-24T05:00:00Z"), stopped: null, runs: [] });
    const patched = await w.ask("PATCH", daily, {
      as: adminKey,
      body: { enabled: false, query: { interval: "1h" } },
      headers: { "content-type": "application/merge-patch+json" },
    });
    expect(patched.body).toMatchObject({ enabled: false, query: { interval: "1h", threshold: 20_000 } });
    expect(await state()).toMatchObject({ nextRunAt: null });
    expect((await w.admin("GET", `${at}/report-schedules`)).body["items"]).toHaveLength(1);
    expect((await w.admin("DELETE", daily)).status).toBe(204);
    expect((await w.admin("GET", `${daily}/state`)).status).toBe(404);
    expect((await w.admin("POST", `${daily}/run`, {})).status).toBe(404);
  });

  it("[G9] what is wrong is said by name, in a file as well", async () => {
    expect(await wrong({ emails: [] })).toEqual([422, ["emails"]]);
    expect(await wrong({ emails: ["anna@example.com\r\nBcc: all@example.com"] })).toEqual([422, ["emails.0"]]);
    expect(await wrong({ emails: ["a@b.c", "a@b.c"] })).toEqual([422, ["emails"]]);
    expect(await wrong({ webhooks: ["nowhere"] })).toEqual([422, ["webhooks.0"]]);
    expect(await wrong({ timeZone: "Mars/Base" })).toEqual([422, ["timeZone"]]);
    expect(await wrong({ when: { every: "day", at: "24:00" } })).toEqual([422, ["when.at"]]);
    expect(await wrong({ report: "operators", query: { channel: "web" } })).toEqual([422, ["query.channel"]]);
    expect(await wrong({ query: { interval: "5m" }, period: { of: "lastMonth" } })).toEqual([422, ["query.interval"]]);
    const file = { version: 1, application: { name: "x" }, reportSchedules: [{ id: "Daily", ...usual, emails: [] }] };
    const { status, body } = await w.admin("POST", `${at}/import`, file);
    expect([status, body["errors"]]).toMatchObject([422, [{ field: "reportSchedules.0.emails" }]]);
  });

  it("[G9] addresses are refused where no e-mail can be sent; webhooks are not", async () => {
    const without = world();
    const { ports } = without;
    w = world({ settings: { ...ports.settings, mail: false } });
    await w.furnish();
    expect(await wrong({})).toEqual([422, ["emails"]]);
    await w.admin("PUT", `${at}/webhooks/crm`, { url: "https://crm.example.com/hook" });
    expect((await put({ emails: [], webhooks: ["crm"] })).status).toBe(201);
    expect((await w.admin("DELETE", `${at}/webhooks/crm`)).body).toMatchObject({ usedBy: [{ id: "Daily" }] });
  });

  it("[G9] one is run at once, which the audit log is told of", async () => {
    await put({ enabled: false });
    const { status, body } = await w.ask("POST", `${daily}/run`, {
      as: adminKey,
      body: {},
      headers: { "idempotency-key": "0123456789abcdef" },
    });
    expect(status).toBe(202);
    const again = await w.ask("POST", `${daily}/run`, {
      as: adminKey,
      body: {},
      headers: { "idempotency-key": "0123456789abcdef" },
    });
    expect(again.body).toEqual(body);
    expect((await w.admin("POST", `${daily}/run`, {})).status).toBe(409);
    expect((await state())["runs"]).toMatchObject([
      { id: body["id"], askedBy: "key", state: "waiting", deliveries: [{ by: "email", to: "anna@example.com" }] },
    ]);
    const { body: audit } = await w.admin("GET", `${at}/audit?action=reportSchedule.run`);
    const lines = audit["items"] as { what: string; detail: object }[];
    expect(lines.at(-1)).toMatchObject({ what: "reportSchedule/Daily", detail: { run: body["id"] } });
    expect(w.logged.join("\n")).not.toContain("anna@example.com");
  });

  it("[G8] whoever puts one is its author, and must be able to read reports themselves", async () => {
    await put();
    expect((await put({}, await w.key(["schedules.write"]))).status).toBe(403);
    const key = await w.key(["schedules.write", "reports.read"], { scope: { queues: ["MainQueue"] } });
    const mine = await put({}, key);
    expect(mine.status).toBe(200);
    expect(mine.body["author"]).toMatch(/^key:[0-9a-f]{12}$/);
    const directory = w.ports.directory(app);
    expect(await directory.grantOf(String(mine.body["author"]))).toEqual({
      rights: ["schedules.write", "reports.read"],
      scope: { queues: ["MainQueue"] },
    });
    await w.admin("DELETE", `${at}/keys/${String(mine.body["author"]).slice("key:".length)}`);
    expect(await directory.grantOf(String(mine.body["author"]))).toBeUndefined();
    expect(await directory.grantOf("operator1")).toMatchObject({ scope: null });
    expect(await directory.grantOf("nobody")).toBeUndefined();
    expect(await directory.grantOf("key")).toMatchObject({ scope: null });
  });

  it("[G6] a webhook is told of a report once for each run, unless it is disabled", async () => {
    await w.admin("PUT", `${at}/webhooks/crm`, { url: "https://crm.example.com/hook", events: ["call.ended"] });
    await w.admin("POST", `${at}/webhooks/crm/secret`, {});
    const crm = w.webhook(app, "crm");
    const report = {
      run: "Daily_1",
      schedule: as<ReportScheduleId>("Daily"),
      name: "Queues",
      report: "queues",
      from: 1,
      until: 2,
      timeZone: "UTC",
      path: "/v1/…",
      body: null,
    };
    expect(await crm.takeReport(report, 3)).toBe(true);
    expect(await crm.takeReport(report, 3)).toBe(true);
    const next = crm.book.next(w.state.now);
    expect(next?.id).toBe("msg_report_ready_Daily_1");
    expect(
      JSON.parse(bodyOf({ application: app, at: 3, data: next?.data ?? { type: "webhook.test", by: "" } }, "masked")),
    ).toEqual({
      type: "report.ready",
      timestamp: "1970-01-01T00:00:00.003Z",
      data: { application: app, report },
    });
    expect((await w.admin("GET", `${at}/webhooks/crm/deliveries`)).body).toMatchObject({ waiting: 1 });
    await w.admin("PUT", `${at}/webhooks/crm`, { url: "https://crm.example.com/hook", enabled: false });
    expect(await crm.takeReport({ ...report, run: "Daily_2" }, 3)).toBe(false);
    expect(await w.webhook(app, "nowhere").takeReport(report, 3)).toBe(false);
  });
});
