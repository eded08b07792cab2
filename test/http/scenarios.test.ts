/** Scenarios: drafts, versions, and which of them a call begins with. */
import { beforeEach, describe, expect, it } from "vitest";
import type { World } from "./world.ts";
import { app, world } from "./world.ts";

const at = `/v1/applications/${app}`;
const number = "+74951234567";
const sales = {
  name: "Sales",
  flow: "ACD",
  settings: { texts: { ru: { greeting: "Отдел продаж." }, en: { greeting: "Sales." } }, sayWait: false },
};

describe("scenarios", () => {
  let w: World;
  beforeEach(async () => {
    w = world();
    await w.furnish();
  });

  const put = (body: object, id = "Sales") => w.admin("PUT", `${at}/scenarios/${id}`, body);
  const publish = (body: object = {}, id = "Sales") => w.admin("POST", `${at}/scenarios/${id}/publish`, body);
  const route = () => w.ports.directory(app).route(number);
  const tried = async () => (await w.admin("GET", `${at}/route?number=${encodeURIComponent(number)}`)).body;
  const lead = (scenario = "Sales", more: object = {}) =>
    w.admin("PUT", `${at}/rules/InboundCalls`, { mask: number, scenario, queue: "MainQueue", ...more });

  it("[A110] a draft is put, patched and read with an ETag; what is left out is as usual", async () => {
    const made = await put(sales);
    expect(made).toMatchObject({
      status: 201,
      body: {
        id: "Sales",
        settings: { ...sales.settings, music: null, sayPlace: true, callbackKey: "1" },
        published: null,
      },
    });
    const headers = {
      "if-match": String(made.headers.get("etag")),
      "content-type": "application/merge-patch+json",
    };
    const as = await w.key(["scenarios.write"]);
    const body = { settings: { announceEvery: 60_000 } };
    expect(await w.ask("PATCH", `${at}/scenarios/Sales`, { as, body, headers })).toMatchObject({
      status: 200,
      body: { settings: { ...sales.settings, announceEvery: 60_000 } },
    });
    expect((await w.admin("GET", `${at}/scenarios?flow=ACD`)).body["items"]).toHaveLength(1);
    expect((await w.admin("GET", `${at}/scenarios?flow=Closed`)).body["items"]).toHaveLength(0);
  });

  it("[A110] what has no effect in its flow, and a line or key that is none, is refused with its place", async () => {
    const refused = async (body: object): Promise<unknown> => {
      const { status, body: problem } = await put(body);
      return [status, (problem["errors"] as { field: string }[]).map(({ field }) => field)];
    };
    expect(await refused({ name: "x", flow: "Closed", settings: { sayWait: false } })).toEqual([
      422,
      ["settings.sayWait"],
    ]);
    const texts = { ru: { greeting: "Да", nobodyServes: "Нет" } };
    expect(await refused({ name: "x", flow: "Closed", settings: { texts } })).toEqual([
      422,
      ["settings.texts.ru.greeting"],
    ]);
    expect(
      await refused({ name: "x", flow: "Closed", settings: { prompts: { ru: { calledBack: "Hello" } } } }),
    ).toEqual([422, ["settings.prompts.ru.calledBack"]]);
    expect(await refused({ name: "x", settings: { prompts: { ru: { calledBack: "Nowhere" } } } })).toEqual([
      422,
      ["settings.prompts.ru.calledBack"],
    ]);
    expect(await refused({ name: "x", settings: { texts: { ru: { hello: "Да" } } } })).toMatchObject([422, {}]);
    expect(await refused({ name: "x", settings: { prompts: { ru: { place: "Sound" } } } })).toMatchObject([422, {}]);
    expect(await refused({ name: "x", settings: { callbackKey: "12" } })).toEqual([422, ["settings.callbackKey"]]);
    expect(await refused({ name: "x", settings: { music: "Nowhere" } })).toEqual([422, ["settings.music"]]);
  });

  it("[A111] callers get what is published: the draft changes nothing for them, and a version never changes", async () => {
    await put(sales);
    await lead();
    expect(await route()).toMatchObject({ scenario: "Sales", published: { version: 0, flow: "ACD" } });
    expect((await publish({ note: "First" })).body).toMatchObject({
      published: { version: 1, note: "First", by: "key", settings: { sayWait: false } },
    });
    await put({ ...sales, settings: {} });
    const pinned = { version: 1, flow: "ACD", settings: { texts: { greeting: "Отдел продаж." }, sayWait: false } };
    expect((await route())?.published).toEqual(pinned);
    expect((await publish()).body).toMatchObject({ published: { version: 2 } });
    expect((await route())?.published).toEqual({ version: 2, flow: "ACD" });
    const versions = (await w.admin("GET", `${at}/scenarios/Sales/versions`)).body["items"];
    expect(versions).toMatchObject([{ version: 2 }, { version: 1, note: "First" }]);
    const first = await w.admin("GET", `${at}/scenarios/Sales/versions/1`);
    expect(first.body).toMatchObject({ settings: { sayWait: false } });
  });

  it("[C37] a scenario says what those hear who are phoned, in words or by a sound; a call begins with what is published of it", async () => {
    await w.admin("PUT", `${at}/sounds/Hello`, { name: "Hello", use: "prompt", language: "ru" });
    const settings = {
      texts: { ru: { calledBack: "Это «Ромашка»." }, en: { calledBack: "" } },
      prompts: { ru: { calledBack: "Hello" } },
    };
    expect((await put({ ...sales, settings })).body).toMatchObject({ settings });
    await publish();
    await put(sales);
    await lead();
    // Nothing has been uploaded: it is spoken.
    expect((await route())?.published?.settings).toEqual({ texts: { calledBack: "Это «Ромашка»." } });
    await lead("Sales", { language: "en" });
    expect((await route())?.published?.settings).toEqual({ texts: { calledBack: "" } });
  });

  it("[A111] an earlier version can come again; the same again is no new one", async () => {
    await put(sales);
    await publish();
    await put({ ...sales, settings: {} });
    await publish();
    expect((await publish({ of: 1, note: "Back" })).body).toMatchObject({
      settings: { sayWait: true },
      published: { version: 3, note: "Back", settings: { sayWait: false } },
    });
    expect((await publish({ of: 3 })).body).toMatchObject({ published: { version: 3 } });
    expect((await publish({ of: 9 })).status).toBe(404);
    expect((await publish({}, "Nowhere")).status).toBe(404);
    const page = await w.admin("GET", `${at}/scenarios/Sales/versions?limit=2`);
    expect(page.body["items"]).toMatchObject([{ version: 3 }, { version: 2 }]);
    const rest = await w.admin("GET", `${at}/scenarios/Sales/versions?limit=2&cursor=${String(page.body["next"])}`);
    expect(rest.body).toMatchObject({ items: [{ version: 1 }] });
    expect(rest.body["next"]).toBeUndefined();
  });

  it("[A111] the numbering goes on when a scenario is deleted and made again", async () => {
    await put(sales);
    await publish();
    await put({ ...sales, settings: {} });
    await publish();
    expect((await w.admin("DELETE", `${at}/scenarios/Sales`)).status).toBe(204);
    expect((await put(sales)).body).toMatchObject({ published: null });
    expect((await publish()).body).toMatchObject({ published: { version: 3 } });
    const { body } = await w.admin("GET", `${at}/scenarios/Sales/versions`);
    expect(body["items"]).toMatchObject([{ version: 3 }]);
  });

  it("[A111] publishing holds to the ETag, and stands in the audit log with its version", async () => {
    const { headers } = await put(sales);
    await put({ ...sales, name: "Changed meanwhile" });
    const key = await w.key(["scenarios.publish", "scenarios.write"]);
    const stale = { "if-match": String(headers.get("etag")) };
    const path = `${at}/scenarios/Sales/publish`;
    expect((await w.ask("POST", path, { as: key, body: {}, headers: stale })).status).toBe(412);
    expect((await w.ask("POST", path, { as: await w.key(["scenarios.write"]), body: {} })).status).toBe(403);
    expect((await w.ask("POST", path, { as: key, body: {} })).status).toBe(200);
    const { body } = await w.admin("GET", `${at}/audit?action=scenario.published`);
    expect(body["items"]).toMatchObject([{ what: "scenario/Sales", detail: { version: 1 } }]);
  });

  it("[A112] trying a number names the scenario, its flow and the version that its callers get", async () => {
    expect(await tried()).toMatchObject({ scenario: "ACD", flow: "ACD", version: null });
    expect((await lead()).status).toBe(422);
    await put({ name: "Gone", flow: "Closed" });
    await lead();
    expect(await tried()).toMatchObject({ scenario: "Sales", flow: "Closed", version: 0 });
    await publish();
    expect(await tried()).toMatchObject({ scenario: "Sales", flow: "Closed", version: 1 });
  });

  it("[A112] one that has the name of a flow takes its place, until it is deleted", async () => {
    await put({ ...sales, settings: { announceEvery: 45_000 } }, "ACD");
    await publish({}, "ACD");
    expect(await route()).toMatchObject({ announceEvery: 45_000, published: { version: 1 } });
    expect((await w.admin("DELETE", `${at}/scenarios/ACD`)).status).toBe(204);
    expect(await route()).toMatchObject({ announceEvery: 30_000 });
    expect((await route())?.published).toBeUndefined();
  });

  it("[D4] a scenario that a rule names, and a sound that a scenario names, cannot be deleted", async () => {
    await w.admin("PUT", `${at}/sounds/Tune`, { name: "Tune", use: "music" });
    await put({ ...sales, settings: { music: "Tune" } });
    await publish();
    await put(sales);
    await lead();
    expect((await w.admin("DELETE", `${at}/scenarios/Sales`)).body).toMatchObject({
      status: 409,
      usedBy: [{ kind: "rule", id: "InboundCalls" }],
    });
    // Callers still get it.
    expect((await w.admin("DELETE", `${at}/sounds/Tune`)).body).toMatchObject({
      status: 409,
      usedBy: [{ kind: "scenario", id: "Sales" }],
    });
    await publish();
    expect((await w.admin("DELETE", `${at}/sounds/Tune`)).status).toBe(204);
    expect((await publish({ of: 1 })).body).toMatchObject({ status: 422, errors: [{ field: "settings.music" }] });
  });

  it("[A113] a file brings the draft and what is published; put in twice it makes no second version", async () => {
    await put(sales);
    await publish({ note: "First" });
    await put({ ...sales, name: "Draft" });
    await lead();
    const file = (await w.admin("GET", `${at}/export`)).body;
    expect(file["scenarios"]).toMatchObject([{ name: "Draft", published: { note: "First" } }]);
    const other = "/v1/applications/other";
    await w.admin("PUT", other, { name: "Other", language: "ru" });
    for (const made of ["created", "unchanged"]) {
      const { status, body } = await w.admin("POST", `${other}/import`, file);
      expect(status).toBe(200);
      expect(body[made]).toContainEqual({ kind: "scenario", id: "Sales" });
    }
    const { body } = await w.admin("GET", `${other}/scenarios/Sales`);
    expect(body).toMatchObject({ name: "Draft", published: { version: 1, note: "First" } });
  });
});
