import { beforeEach, describe, expect, it } from "vitest";
import type { World } from "./world.ts";
import { world } from "./world.ts";

const at = "/v1/applications/callcenter";
const json = "application/problem+json";

describe("the directory over HTTP", () => {
  let w: World;
  beforeEach(async () => {
    w = world();
    await w.furnish();
  });

  it("[A1] what was put can be read, listed, replaced and deleted", async () => {
    const put = await w.admin("PUT", `${at}/queues/Second`, { name: "Second", skillGroups: ["Support"], weight: 70 });
    expect(put.status).toBe(201);
    expect(put.body).toEqual({
      id: "Second",
      name: "Second",
      skillGroups: ["Support"],
      weight: 70,
      serviceProbability: 100,
      ringTime: 20_000,
      wrapUpMode: "optional",
      wrapUp: 20_000,
      wrapUpExtension: 60_000,
      serviceTime: 180_000,
      patience: 600_000,
      capacity: 1_000,
      strategy: "longestIdle",
      order: [],
      needs: [],
      relaxing: [],
      tiers: {},
      tierWait: 15_000,
      ringAtOnce: 1,
      ageing: 0,
      admission: "signedIn",
      longestExpectedWait: 0,
      pauseAfterMisses: 1,
      restAfterDeclined: 5_000,
      restAfterMissed: 5_000,
      restAfterBusy: 0,
      restAfterUnreachable: 0,
      dispositions: [],
      dispositionNeeded: "no",
      hours: null,
      longestWait: 0,
      staying: "always",
      stayingGrace: 10_000,
      targets: {},
      transferTime: "keep",
      transferPriority: null,
      resumeWithin: 0,
      callback: "off",
      callbackAttempts: 3,
      callbackGap: 300_000,
      callbackExpiry: 86_400_000,
    });
    expect((await w.admin("GET", `${at}/queues/Second`)).body).toEqual(put.body);
    expect((await w.admin("GET", `${at}/queues`)).body).toMatchObject({
      items: [{ id: "MainQueue" }, { id: "Second" }],
    });
    const replaced = await w.admin("PUT", `${at}/queues/Second`, { name: "Other" });
    expect(replaced.status).toBe(200);
    expect(replaced.body).toMatchObject({ name: "Other", skillGroups: [], weight: 50 });
    expect((await w.admin("DELETE", `${at}/queues/Second`)).status).toBe(204);
    expect((await w.admin("GET", `${at}/queues/Second`)).status).toBe(404);
    expect((await w.admin("DELETE", `${at}/queues/Second`)).status).toBe(404);
  });

  it.each([
    "skill-groups/Support",
    "queues/MainQueue",
    "operators/operator1",
    "numbers/%2B74951234567",
    "rules/InboundCalls",
  ])("[A1] %s is there, alone and in the list", async (path) => {
    const one = await w.admin("GET", `${at}/${path}`);
    expect(one.status).toBe(200);
    const list = await w.admin("GET", `${at}/${path.slice(0, path.indexOf("/"))}`);
    expect(list.body["items"]).toContainEqual(one.body);
  });

  it("[A1] the rule of the demo needs to name no more than mask, scenario and queue", async () => {
    expect((await w.admin("GET", `${at}/rules/InboundCalls`)).body).toEqual({
      id: "InboundCalls",
      mask: "+74951234567",
      scenario: "ACD",
      queue: "MainQueue",
      priority: 50,
      order: 100,
      needs: [],
      lastOperator: null,
      language: null,
      announceEvery: 30_000,
      closed: null,
    });
  });

  it("[A1] applications are listed, read and replaced", async () => {
    expect((await w.admin("GET", "/v1/applications")).body).toEqual({
      items: [{ id: "callcenter", name: "Call centre", language: "ru" }],
    });
    expect((await w.admin("PUT", at, { name: "Renamed" })).status).toBe(200);
    expect((await w.admin("GET", at)).body).toEqual({ id: "callcenter", name: "Renamed", language: "ru" });
    expect((await w.admin("GET", "/v1/applications")).body).toMatchObject({ items: [{ name: "Renamed" }] });
    expect((await w.admin("GET", "/v1/applications/unknown")).status).toBe(404);
    expect((await w.admin("PUT", "/v1/applications/With_underscore", { name: "x" })).status).toBe(400);
  });

  it("[O11] wrap-up, its mode and the ring time of one's own are kept, told to the operator, and given back to the queue", async () => {
    const own = { ringTime: 12_000, wrapUpMode: "forced", wrapUp: 45_000 };
    const put = await w.admin("PUT", `${at}/operators/own`, { name: "Own", ...own });
    expect(put.body).toMatchObject(own);
    expect((await w.admin("GET", `${at}/operators/own`)).body).toMatchObject(own);
    const without = await w.admin("PUT", `${at}/operators/own`, { name: "Own" });
    expect(without.body).toMatchObject({ ringTime: null, wrapUpMode: null, wrapUp: null });
    expect((await w.admin("DELETE", `${at}/operators/own`)).status).toBe(204);
  });

  it("[A2] unknown fields are refused by name, and nothing is changed", async () => {
    const { status, body, headers } = await w.admin("PUT", `${at}/queues/MainQueue`, {
      name: "x",
      ringtime: 5_000,
      colour: "red",
    });
    expect(status).toBe(422);
    expect(headers.get("content-type")).toBe(json);
    expect(body).toMatchObject({ type: "urn:acd:problem:invalid", status: 422 });
    expect((body["errors"] as { field: string }[]).map(({ field }) => field)).toEqual(["ringtime", "colour"]);
    expect((await w.admin("GET", `${at}/queues/MainQueue`)).body).toMatchObject({ name: "Main queue" });
  });

  it.each([
    ["queues/Q", { name: "Q", ringTime: 4_999 }, "ringTime"],
    ["queues/Q", { name: "Q", ringTime: 120_001 }, "ringTime"],
    ["queues/Q", { name: "Q", wrapUp: -1 }, "wrapUp"],
    ["queues/Q", { name: "Q", wrapUpMode: "sometimes" }, "wrapUpMode"],
    ["queues/Q", { name: "Q", wrapUpExtension: 600_001 }, "wrapUpExtension"],
    ["queues/Q", { name: "Q", restAfterDeclined: -1 }, "restAfterDeclined"],
    ["queues/Q", { name: "Q", restAfterMissed: 600_001 }, "restAfterMissed"],
    ["queues/Q", { name: "Q", restAfterBusy: 0.5 }, "restAfterBusy"],
    ["queues/Q", { name: "Q", restAfterUnreachable: 600_001 }, "restAfterUnreachable"],
    ["operators/o", { name: "O", ringTime: 4_999 }, "ringTime"],
    ["operators/o", { name: "O", wrapUpMode: "sometimes" }, "wrapUpMode"],
    ["operators/o", { name: "O", wrapUp: 3_600_001 }, "wrapUp"],
    ["queues/Q", { name: "Q", weight: 101 }, "weight"],
    ["queues/Q", { name: "Q", capacity: 0 }, "capacity"],
    ["queues/Q", { name: "Q", capacity: 1.5 }, "capacity"],
    ["queues/Q", { name: "Q", strategy: "loudest" }, "strategy"],
    ["queues/Q", { name: "Q", order: ["no spaces"] }, "order.0"],
    ["queues/Q", { name: "Q", ageing: 51 }, "ageing"],
    ["queues/Q", { name: "Q", admission: "vip" }, "admission"],
    ["queues/Q", { name: "Q", longestExpectedWait: -1 }, "longestExpectedWait"],
    ["queues/Q", { name: "Q", pauseAfterMisses: 11 }, "pauseAfterMisses"],
    ["queues/Q", { name: "Q", hours: "Nowhere" }, "hours"],
    ["queues/Q", { name: "Q", longestWait: 86_400_001 }, "longestWait"],
    ["queues/Q", { name: "Q", staying: "vip" }, "staying"],
    ["queues/Q", { name: "Q", stayingGrace: 1_800_001 }, "stayingGrace"],
    ["queues/Q", { name: "Q", transferTime: "later" }, "transferTime"],
    ["queues/Q", { name: "Q", transferPriority: 101 }, "transferPriority"],
    ["queues/Q", { name: "Q", resumeWithin: 3_600_001 }, "resumeWithin"],
    ["queues/Q", { name: "Q", callback: "later" }, "callback"],
    ["queues/Q", { name: "Q", callbackAttempts: 11 }, "callbackAttempts"],
    ["queues/Q", { name: "Q", callbackGap: 86_400_001 }, "callbackGap"],
    ["queues/Q", { name: "Q", callbackExpiry: 599_999 }, "callbackExpiry"],
    ["queues/Q", { name: "Q", targets: { bored: { to: "callback" } } }, "targets.bored"],
    ["queues/Q", { name: "Q", targets: { full: { to: "queue", queue: "Nowhere" } } }, "targets.full.queue"],
    ["queues/Q", { name: "Q", targets: { full: { to: "callback", text: { ru: "" } } } }, "targets.full.text.ru"],
    ["queues/Q", { name: "" }, "name"],
    ["hours/H", { name: "H", timeZone: "Europe/Atlantis" }, "timeZone"],
    ["hours/H", { name: "H", timeZone: "+03:00" }, "timeZone"],
    [
      "hours/H",
      { name: "H", timeZone: "UTC", week: [{ days: ["someday"], from: "09:00", to: "10:00" }] },
      "week.0.days.0",
    ],
    [
      "hours/H",
      { name: "H", timeZone: "UTC", week: [{ days: ["monday"], from: "24:00", to: "10:00" }] },
      "week.0.from",
    ],
    ["hours/H", { name: "H", timeZone: "UTC", week: [{ days: ["monday"], from: "09:00", to: "24:01" }] }, "week.0.to"],
    ["hours/H", { name: "H", timeZone: "UTC", special: [{ date: "2026-02-30" }] }, "special.0.date"],
    ["hours/H", { name: "H", timeZone: "UTC", special: [{ date: "2026-02-03" }, { date: "2026-02-03" }] }, "special"],
    ["rules/r", { mask: "*", queue: "MainQueue", closed: { to: "queue", queue: "Nowhere" } }, "closed.queue"],
    ["queues/Q", {}, "name"],
    ["queues/Q", { name: "Q", skillGroups: ["Support", 7] }, "skillGroups.1"],
    ["queues/Q", { name: "Q", skillGroups: ["Nobody"] }, "skillGroups.0"],
    ["operators/o", { name: "O", role: "king" }, "role"],
    ["operators/o", { name: "O", password: "short" }, "password"],
    ["operators/o", { name: "O", skillGroups: ["Nobody"] }, "skillGroups.0"],
    ["rules/r", { mask: "74*95", queue: "MainQueue" }, "mask"],
    ["rules/r", { mask: "*", queue: "Nowhere" }, "queue"],
    ["rules/r", { mask: "*", queue: "MainQueue", scenario: "IVR" }, "scenario"],
    ["rules/r", { mask: "*", queue: "MainQueue", announceEvery: 1_000 }, "announceEvery"],
    ["rules/r", { mask: "*", queue: "MainQueue", language: "fr" }, "language"],
    ["rules/r", { mask: "*", queue: "MainQueue", priority: 0 }, "priority"],
    ["skill-groups/s", { name: 5 }, "name"],
  ])("[A3] PUT %s %j: the field %s is named with a remedy", async (path, body, field) => {
    const answer = await w.admin("PUT", `${at}/${path}`, body);
    expect(answer.status).toBe(422);
    const [first] = answer.body["errors"] as { field: string; problem: string; remedy: string }[];
    expect(first?.field).toBe(field);
    expect(first?.problem).toBeTruthy();
    expect(first?.remedy).toBeTruthy();
    expect((await w.admin("GET", `${at}/${path}`)).status).toBe(404);
  });

  it("[A4] each kind of wrong request has its status", async () => {
    const put = (path: string, body: string, type = "application/json") =>
      w.ask("PUT", path, { as: "an-admin-key-for-tests", body, headers: { "content-type": type } });
    expect((await put(`${at}/queues/Q`, "{")).status).toBe(400);
    expect((await put(`${at}/queues/no%20spaces`, "{}")).status).toBe(400);
    expect((await put(`${at}/queues/Q`, "name=Q", "text/plain")).status).toBe(415);
    expect((await w.admin("PUT", `${at}/numbers/100`)).status).toBe(415);
    expect((await put(`${at}/queues/Q`, "")).status).toBe(400);
    expect((await put(`${at}/queues/Q`, JSON.stringify({ name: "x".repeat(70_000) }))).status).toBe(413);
    expect((await w.admin("GET", `${at}/nothing`)).status).toBe(404);
    expect((await w.admin("GET", "/v1/applications/unknown/queues")).status).toBe(404);
    expect((await w.admin("PUT", "/v1/applications/unknown/queues/Q", { name: "Q" })).status).toBe(404);
    const wrongMethod = await w.admin("POST", `${at}/queues/MainQueue`, {});
    expect(wrongMethod.status).toBe(405);
    expect(wrongMethod.headers.get("allow")).toBe("DELETE, GET, PATCH, PUT");
    const wrongType = await w.admin("PATCH", `${at}/queues/MainQueue`, {});
    expect(wrongType.status).toBe(415);
    expect(wrongType.headers.get("accept-patch")).toBe("application/merge-patch+json");
  });

  it("[A5] what is in use cannot be deleted, and the answer says who uses it", async () => {
    const group = await w.admin("DELETE", `${at}/skill-groups/Support`);
    expect(group.status).toBe(409);
    expect(group.body).toMatchObject({
      usedBy: [
        { kind: "queue", id: "MainQueue" },
        { kind: "operator", id: "operator1" },
      ],
    });
    expect((await w.admin("DELETE", `${at}/queues/MainQueue`)).body).toMatchObject({
      usedBy: [{ kind: "rule", id: "InboundCalls" }],
    });
  });

  it("[A5] a queue in which somebody waits cannot be deleted", async () => {
    await w.admin("PUT", `${at}/queues/Busy`, { name: "Busy" });
    const entry = { callId: "c_1", place: 1, state: "waiting", since: 0, caller: "+7" };
    w.state.queues.set("Busy", { queueId: "Busy", waiting: 1, entries: [entry] } as never); // the rest is not looked at
    expect((await w.admin("DELETE", `${at}/queues/Busy`)).status).toBe(409);
    w.state.queues.clear();
    expect((await w.admin("DELETE", `${at}/queues/Busy`)).status).toBe(204);
  });

  it("[A6] neither a password nor its hash is ever shown or logged", async () => {
    const answers = [
      await w.admin("PUT", `${at}/operators/o`, { name: "O", password: "a secret password" }),
      await w.admin("GET", `${at}/operators/o`),
      await w.admin("GET", `${at}/operators`),
    ];
    expect(answers[1]?.body).toEqual({
      id: "o",
      name: "O",
      role: "operator",
      scope: null,
      skillGroups: [],
      skills: {},
      queueOrder: [],
      ringTime: null,
      wrapUpMode: null,
      wrapUp: null,
      canSignIn: true,
    });
    const everything = [...answers.map(({ text }) => text), ...w.logged].join("\n");
    for (const secret of ["a secret password", "hash", "salt"]) expect(everything).not.toContain(secret);
  });

  it("[A6] no telephone number is logged", async () => {
    await w.admin("GET", `${at}/numbers/%2B74951234567`);
    await w.admin("DELETE", `${at}/numbers/%2B74951234567`);
    expect(w.logged.length).toBeGreaterThan(0);
    expect(w.logged.join("\n")).not.toContain("4951234567");
  });

  it("[A7] a fault of ours is answered without its words, and logged", async () => {
    const broken = world({
      directory: () => {
        throw new TypeError("secret internals");
      },
    });
    const { status, text, headers } = await broken.admin("GET", `${at}/queues`);
    expect(status).toBe(500);
    expect(headers.get("content-type")).toBe(json);
    expect(text).not.toContain("secret internals");
    expect(text).not.toMatch(/\.ts|at /);
    expect(broken.logged.join()).toContain('"event":"fault"');
  });
});
