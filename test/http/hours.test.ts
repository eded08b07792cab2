import { beforeEach, describe, expect, it } from "vitest";
import type { World } from "./world.ts";
import { world } from "./world.ts";

const at = "/v1/applications/callcenter";
const office = {
  name: "Office",
  timeZone: "Europe/Moscow",
  week: [{ days: ["monday", "tuesday", "wednesday", "thursday", "friday"], from: "09:00", to: "18:00" }],
};
/** What the world's clock shows at first: Monday, 11:00 in Moscow. */
const monday = Date.parse("2026-11-23T08:00:00Z");
const evening = Date.parse("2026-11-23T15:00:00Z");
const morning = Date.parse("2026-11-24T06:00:00Z");

describe("opening hours over HTTP", () => {
  let w: World;
  beforeEach(async () => {
    w = world();
    await w.furnish();
    expect((await w.admin("PUT", `${at}/hours/Office`, office)).status).toBe(201);
  });

  it("[A1] hours are put, read, listed and deleted as everything is", async () => {
    const put = { id: "Office", ...office, special: [], override: null };
    expect((await w.admin("GET", `${at}/hours/Office`)).body).toEqual(put);
    expect((await w.admin("GET", `${at}/hours`)).body).toEqual({ items: [put] });
    const special = [{ date: "2026-12-31", name: "New Year's Eve", intervals: [{ from: "09:00", to: "13:00" }] }];
    const replaced = await w.admin("PUT", `${at}/hours/Office`, { ...office, special });
    expect(replaced.body).toMatchObject({ special: [{ ...special[0], yearly: false }] });
    expect((await w.admin("PUT", `${at}/queues/Q`, { name: "Q", hours: "Office" })).status).toBe(201);
    expect((await w.admin("DELETE", `${at}/hours/Office`)).body).toMatchObject({
      usedBy: [{ kind: "queue", id: "Q" }],
    });
    await w.admin("DELETE", `${at}/queues/Q`);
    expect((await w.admin("DELETE", `${at}/hours/Office`)).status).toBe(204);
  });

  it("[A29] says whether it is open, now or at another moment, and until when", async () => {
    const state = `${at}/hours/Office/state`;
    const now = { id: "Office", at: monday, open: true, until: evening, by: null, special: null };
    expect((await w.admin("GET", state)).body).toEqual(now);
    const later = await w.admin("GET", `${state}?at=2026-11-23T21:00:00%2B03:00`);
    expect(later.body).toMatchObject({ open: false, until: morning });
    await w.admin("PUT", `${at}/hours/Office`, {
      ...office,
      week: [],
      special: [{ date: "2026-11-23", name: "Day off" }],
    });
    expect((await w.admin("GET", state)).body).toMatchObject({ open: false, until: null, special: "Day off" });
    expect((await w.admin("GET", `${state}?at=soon`)).status).toBe(400);
    expect((await w.admin("GET", `${at}/hours/None/state`)).status).toBe(404);
  });

  it("[A30] a supervisor closes by hand until the timetable changes, and it is known who did it", async () => {
    await w.admin("PUT", `${at}/operators/boss`, { name: "Boss", role: "supervisor", password: "password of boss" });
    await w.admin("PUT", `${at}/operators/anna`, { name: "Anna", password: "password of anna" });
    const boss = await w.signIn("boss", "password of boss");
    const anna = await w.signIn("anna", "password of anna");
    const path = `${at}/hours/Office/override`;
    expect((await w.ask("PUT", path, { as: anna, body: { open: false } })).status).toBe(403);
    const closed = await w.ask("PUT", path, { as: boss, body: { open: false } });
    expect(closed.body).toMatchObject({ open: false, until: morning, by: "boss" });
    expect((await w.admin("GET", `${at}/hours/Office`)).body).toMatchObject({
      override: { open: false, by: "boss", since: monday, until: evening },
    });
    expect(w.logged.some((line) => line.includes("hours.overridden") && line.includes('"by":"boss"'))).toBe(true);
    expect((await w.admin("DELETE", path)).body).toMatchObject({ open: true, by: null });
    expect((await w.admin("PUT", path, {})).status).toBe(422);
    expect((await w.admin("PUT", `${at}/hours/None/override`, { open: true })).status).toBe(404);
    expect((await w.admin("DELETE", `${at}/hours/None/override`)).status).toBe(404);
  });

  it("[A31] tells where a number would lead at a moment", async () => {
    const route = (query: string) => w.admin("GET", `${at}/route?number=%2B74951234567${query}`);
    const open = {
      number: "+74951234567",
      rule: "InboundCalls",
      scenario: "ACD",
      queue: "MainQueue",
      priority: 50,
      language: "ru",
      hours: null,
      closed: null,
    };
    expect((await route("")).body).toMatchObject(open);
    const night = "&at=2026-11-23T21:00:00%2B03:00";
    const targets = { closed: { to: "voicemail", text: {} } };
    await w.admin("PUT", `${at}/queues/MainQueue`, { name: "Main", hours: "Office" });
    expect((await route("")).body).toMatchObject({ hours: { open: true, until: evening }, closed: null });
    expect((await route(night)).body).toMatchObject({
      hours: { open: false, until: morning },
      closed: { to: "announcement", text: {} },
    });
    await w.admin("PUT", `${at}/queues/MainQueue`, { name: "Main", hours: "Office", targets });
    expect((await route(night)).body).toMatchObject({ scenario: "ACD", closed: targets.closed });
    const rule = { mask: "+74951234567", queue: "MainQueue", closed: { to: "event", name: "night" } };
    await w.admin("PUT", `${at}/rules/InboundCalls`, rule);
    expect((await route(night)).body).toMatchObject({ closed: rule.closed });
    expect((await w.admin("GET", `${at}/route?number=%2B70000000000`)).status).toBe(404);
    expect((await w.admin("GET", `${at}/route`)).status).toBe(400);
  });

  it("[A31] and why: the rules that were passed over, and what opened or closed it", async () => {
    await w.admin("PUT", `${at}/queues/MainQueue`, { name: "Main", hours: "Office" });
    await w.admin("PUT", `${at}/queues/Night`, { name: "Night" });
    const rules: [string, object][] = [
      ["First", { mask: "+7499*", order: 1, queue: "Night" }],
      ["InboundCalls", { mask: "+74951234567", order: 2, queue: "MainQueue" }],
      ["Later", { mask: "+7495*", order: 3, queue: "Night" }],
      ["Unfit", { mask: "+7812*", order: 4, queue: "Night" }],
    ];
    for (const [id, body] of rules) await w.admin("PUT", `${at}/rules/${id}`, body);
    const route = async (number: string, when = "2026-11-23T21:00:00%2B03:00") =>
      (await w.admin("GET", `${at}/route?number=${encodeURIComponent(number)}&at=${when}`)).body;
    expect(await route("+74951234567")).toMatchObject({
      known: true,
      rule: "InboundCalls",
      open: false,
      why: "timetable",
      passedOver: [
        { rule: "First", mask: "+7499*", because: "mask" },
        { rule: "Later", mask: "+7495*", because: "later" },
      ],
    });
    expect(await route("+74950000000")).toMatchObject({ known: false, rule: "Later", open: true, why: "always" });
    const special = [{ date: "2026-11-23", name: "Day off" }];
    await w.admin("PUT", `${at}/hours/Office`, { ...office, special });
    expect(await route("+74951234567")).toMatchObject({ open: false, why: "special" });
    await w.admin("PUT", `${at}/hours/Office/override`, { open: true });
    expect(await route("+74951234567", "2026-11-23T12:00:00%2B03:00")).toMatchObject({ open: true, why: "hand" });
    expect(await route("+70000000000")).toMatchObject({
      status: 404,
      detail: expect.stringContaining("First (+7499*), InboundCalls (+74951234567)"),
    });
  });
});
