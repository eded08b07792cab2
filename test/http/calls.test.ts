import { TokenVerifier } from "livekit-server-sdk";
import { beforeEach, describe, expect, it } from "vitest";
import { callIdOf } from "../../src/livekit/callId.ts";
import type { CallRecord } from "../../src/protocol/record.ts";
import { as } from "../../src/words/index.ts";
import type { CallId, EntryId, OfferId, OperatorId, QueueId, RoomName } from "../../src/words/index.ts";
import type { World } from "./world.ts";
import { app, liveKit, world } from "./world.ts";

const at = `/v1/applications/${app}`;

const record = (id: string, startedAt: number, more: Partial<CallRecord> = {}): CallRecord => ({
  callId: as<CallId>(id),
  room: as<RoomName>(`call-callcenter_+7916_${id}`),
  channel: "phone",
  from: "+79161234567",
  to: "+74951234567",
  startedAt,
  timeline: [{ seq: 1, at: startedAt, what: "arrived" }],
  ...more,
});

describe("calls over HTTP", () => {
  let w: World;
  const get = async (path: string) => (await w.admin("GET", `${at}/calls${path}`)).body;
  const ids = (body: Record<string, unknown>) => (body["items"] as { callId: string }[]).map(({ callId }) => callId);

  beforeEach(async () => {
    w = world();
    await w.furnish();
    const ledger = w.ports.ledger(app);
    for (let n = 1; n <= 5; n++) {
      await ledger.tell({
        type: "call.ended",
        record: record(`c_${n}`, n * 1_000, {
          endedAt: n * 1_000 + 500,
          outcome: "abandoned",
          queueId: as<QueueId>("MainQueue"),
        }),
      });
    }
    await ledger.tell({ type: "call.started", call: record("c_live", 6_000) });
  });

  it("[A32] a supervisor does something to a call in their own name; what is not there, is over or waits nowhere is told apart", async () => {
    const post = (id: string, body: object) => w.admin("POST", `${at}/calls/${id}/commands`, body);
    w.state.calls.set("c_live", record("c_live", 6_000));
    expect((await post("c_live", { do: "prioritise", priority: 1 })).status).toBe(200);
    expect((await post("c_live", { do: "assign", operatorId: "operator1" })).status).toBe(200);
    expect((await post("c_live", { do: "move", queueId: "MainQueue" })).status).toBe(200);
    expect(w.state.commanded).toEqual([
      { call: "c_live", by: "key", command: { do: "prioritise", priority: 1 } },
      { call: "c_live", by: "key", command: { do: "assign", operatorId: "operator1" } },
      { call: "c_live", by: "key", command: { do: "move", queueId: "MainQueue", time: "keep" } },
    ]);
    expect((await post("c_live", { do: "assign", operatorId: "nobody" })).status).toBe(404);
    expect((await post("c_live", { do: "move", queueId: "Nowhere" })).status).toBe(404);
    expect((await post("c_none", { do: "end" })).status).toBe(404);
    expect((await post("c_1", { do: "end" })).body).toMatchObject({ type: "urn:acd:problem:call-over" });
    expect((await post("c_live", { do: "prioritise", priority: 101 })).body).toMatchObject({
      errors: [{ field: "priority" }],
    });
    const transfer = { do: "transfer", queueId: "MainQueue" };
    expect((await post("c_live", transfer)).body).toMatchObject({ type: "urn:acd:problem:not-talking", status: 409 });
    w.state.calls.set("c_live", record("c_live", 6_000, { connectedAt: 6_500 }));
    expect((await post("c_live", { ...transfer, time: "reset", priority: null })).status).toBe(200);
    expect(w.state.commanded.at(-1)?.command).toEqual({ ...transfer, time: "reset", priority: null });
    expect((await post("c_live", { ...transfer, queueId: "Nowhere" })).status).toBe(404);
    expect((await post("c_live", { ...transfer, priority: 0 })).body).toMatchObject({
      errors: [{ field: "priority" }],
    });
    w.state.calls.delete("c_live");
    expect((await post("c_live", { do: "unassign" })).body).toMatchObject({ type: "urn:acd:problem:not-waiting" });
  });

  it("[A71] a call in which it was promised to phone the caller says how that ended", async () => {
    const ledger = w.ports.ledger(app);
    await ledger.tell({
      type: "call.ended",
      record: record("c_6", 6_000, { endedAt: 6_500, outcome: "callback", marker: "callback" }),
    });
    expect((await get("/c_6"))["callbacks"]).toBeUndefined();
    const callback = {
      entryId: as<EntryId>("c_6.2"),
      queueId: as<QueueId>("MainQueue"),
      of: as<CallId>("c_6"),
      promisedAt: 6_400,
      endedAt: 9_000,
      outcome: "failed",
      attempts: 3,
      because: "busy",
    } as const;
    for (const endedAt of [9_000, 9_500])
      await ledger.tell({ type: "callback.ended", callback: { ...callback, endedAt } });
    expect((await get("/c_6"))["callbacks"]).toEqual([
      { queueId: "MainQueue", promisedAt: 6_400, endedAt: 9_000, outcome: "failed", attempts: 3, because: "busy" },
    ]);
  });

  it("[A33] whoever is signed in learns by name where callers can be transferred to, and nothing else of the queues", async () => {
    await w.admin("PUT", `${at}/operators/operator1`, { name: "Operator 1", password: "password of one" });
    await w.admin("PUT", `${at}/queues/Accounts`, { name: "Accounts" });
    const as = await w.signIn("operator1", "password of one");
    const { status, body } = await w.ask("GET", `${at}/transfer-targets`, { as });
    expect(status).toBe(200);
    expect(body["items"]).toEqual([
      { queueId: "Accounts", name: "Accounts" },
      { queueId: "MainQueue", name: "Main queue" },
    ]);
  });

  it("[A16] are listed newest first, page by page", async () => {
    const first = await get("?limit=4");
    expect(ids(first)).toEqual(["c_live", "c_5", "c_4", "c_3"]);
    const second = await get(`?limit=4&cursor=${String(first["next"])}`);
    expect(ids(second)).toEqual(["c_2", "c_1"]);
    expect(second["next"]).toBeUndefined();
  });

  it("[A16] are filtered by state, queue and time", async () => {
    expect(ids(await get("?state=live"))).toEqual(["c_live"]);
    expect(ids(await get("?state=ended&limit=2"))).toEqual(["c_5", "c_4"]);
    expect(ids(await get("?queue=MainQueue&from=2000&to=4000"))).toEqual(["c_3", "c_2"]);
    expect(ids(await get(`?from=${encodeURIComponent("1970-01-01T00:00:06Z")}`))).toEqual(["c_live"]);
  });

  it.each([
    "?state=dead",
    "?limit=0",
    "?limit=1000",
    "?limit=x",
    "?cursor=garbage",
    "?from=yesterday",
    "?queue=no%20spaces",
  ])("[A3] %s cannot be read: 400", async (query) => {
    const { status, body } = await w.admin("GET", `${at}/calls${query}`);
    expect(status).toBe(400);
    expect(body["errors"]).toMatchObject([{ field: query.slice(1, query.indexOf("=")) }]);
  });

  it("[A17] an ended call is read from the ledger, a living one from its actor", async () => {
    expect(await get("/c_3")).toMatchObject({
      callId: "c_3",
      outcome: "abandoned",
      timeline: [{ seq: 1, what: "arrived" }],
    });
    w.state.calls.set("c_live", record("c_live", 6_000, { connectedAt: 7_000 }));
    expect(await get("/c_live")).toMatchObject({ callId: "c_live", connectedAt: 7_000 });
    expect((await w.admin("GET", `${at}/calls/c_unknown`)).status).toBe(404);
  });

  it("[A16] administrators see the callers' numbers whole", async () => {
    expect(await get("/c_3")).toMatchObject({ from: "+79161234567" });
  });
});

describe("calls from a browser", () => {
  let w: World;
  const call = (number: string, headers: Record<string, string> = {}) =>
    w.ask("POST", `${at}/web-calls`, { body: { number }, headers });

  beforeEach(async () => {
    w = world();
    await w.furnish();
  });

  it("[A18] get a pass for two minutes into a room of their own", async () => {
    const { status, body } = await call("+74951234567");
    expect(status).toBe(201);
    const { url, token } = body["pass"] as { url: string; token: string };
    expect(url).toBe(liveKit.wsUrl);
    const claims = await new TokenVerifier(liveKit.apiKey, liveKit.apiSecret).verify(token);
    const { video } = claims;
    expect(video?.room).toMatch(/^call-callcenter_web_[0-9a-f]{16}$/);
    expect(body["callId"]).toBe(await callIdOf(String(video?.room)));
    expect(claims.sub).toMatch(/^web_[0-9a-f]{16}$/);
    expect(claims.attributes).toEqual({ "acd.number": "+74951234567" });
    expect(Number(claims.exp) - Number(claims.nbf)).toBe(120);
    expect((await call("+74951234567")).body["callId"]).not.toBe(body["callId"]);
  });

  it("[A18] to a number that nobody answers: 404", async () => {
    expect((await call("+70000000000")).status).toBe(404);
    await w.admin("PUT", `${at}/numbers/%2B70000000000`, {});
    expect((await call("+70000000000")).status).toBe(404);
    expect(
      (await w.ask("POST", "/v1/applications/unknown/web-calls", { body: { number: "+74951234567" } })).status,
    ).toBe(404);
    expect((await call("<script>")).status).toBe(422);
  });

  it("[A19] are ten a minute from one address", async () => {
    const from = { "cf-connecting-ip": "192.0.2.1" };
    for (let time = 0; time < 10; time++) expect((await call("+74951234567", from)).status).toBe(201);
    const refused = await call("+74951234567", from);
    expect(refused.status).toBe(429);
    expect(Number(refused.headers.get("retry-after"))).toBeGreaterThan(0);
    expect((await call("+74951234567", { "cf-connecting-ip": "192.0.2.2" })).status).toBe(201);
  });
});

describe("states, telephony, and what anyone may know", () => {
  let w: World;
  beforeEach(async () => {
    w = world();
    await w.furnish();
  });

  it("[A20] a queue that nobody has called yet is empty, one that does not exist is not found", async () => {
    expect((await w.admin("GET", `${at}/queues/MainQueue/state`)).body).toMatchObject({
      queueId: "MainQueue",
      name: "Main queue",
      waiting: 0,
      entries: [],
    });
    expect((await w.admin("GET", `${at}/queues/Nowhere/state`)).status).toBe(404);
  });

  it("[Q73] a queue's timeline is read page by page, newest first, whole or of one call", async () => {
    const offers = [1, 2, 3].map((seq) => ({ seq, at: seq, what: "offer", detail: { offer: `c_${seq}.1.1` } }));
    w.state.timelines.set("MainQueue", offers);
    const path = `${at}/queues/MainQueue/timeline`;
    const first = (await w.admin("GET", `${path}?limit=2`)).body as { items: { seq: number }[]; next: string };
    expect(first.items.map(({ seq }) => seq)).toEqual([3, 2]);
    const second = (await w.admin("GET", `${path}?limit=2&cursor=${first.next}`)).body;
    expect(second).toEqual({ items: [offers[0]] });
    expect((await w.admin("GET", `${path}?call=c_2`)).body).toEqual({ items: [offers[1]] });
    expect((await w.admin("GET", `${path}?cursor=what`)).status).toBe(400);
    expect((await w.admin("GET", `${at}/queues/Nowhere/timeline`)).status).toBe(404);
  });

  it("[A20] how long callers will have to wait is shown in seconds, those who wait and who would come", async () => {
    const outlook = { expectedWait: 90_400, medianWait: 62_600, ninetiethWait: 200_000 };
    const entry = { callId: "c_1", place: 1, state: "waiting", since: 0, caller: "+7", why: "", ...outlook };
    const unknown = { expectedWait: null, medianWait: null, ninetiethWait: null };
    w.state.queues.set("MainQueue", { queueId: "MainQueue", entries: [entry], ...unknown } as never); // the rest is not looked at
    const { body } = await w.admin("GET", `${at}/queues/MainQueue/state`);
    expect(body).toMatchObject({
      entries: [{ callId: "c_1", expectedWaitSeconds: { mean: 90, median: 63, ninetieth: 200 } }],
      expectedWait: null,
      expectedWaitSeconds: null,
    });
    expect(JSON.stringify(body)).not.toContain("medianWait");
  });

  it("[A20] an operator's state says with which call they are busy, and how their last offer ended", async () => {
    expect((await w.admin("GET", `${at}/operators/operator1/state`)).body).toMatchObject({ status: "Offline" });
    w.state.operators.set("operator1", {
      operatorId: as<OperatorId>("operator1"),
      name: "Operator 1",
      status: "AfterService",
      since: 5,
      presence: "ready",
      engagement: "wrappingUp",
      next: "Offline",
      call: { callId: as<CallId>("c_1"), queueId: as<QueueId>("MainQueue"), caller: "+79261234567", since: 6 },
      wrapUp: { mode: "forced", startedAt: 6, endsAt: 20_006 },
      lastOffer: {
        offerId: as<OfferId>("c_1.1.1"),
        callId: as<CallId>("c_1"),
        queue: "Main queue",
        outcome: "taken",
        at: 5,
      },
      queues: [],
    });
    const { body, text } = await w.admin("GET", `${at}/operators/operator1/state`);
    expect(body).toMatchObject({
      status: "AfterService",
      callId: "c_1",
      next: "Offline",
      wrapUp: { mode: "forced", startedAt: 6, endsAt: 20_006 },
      lastOffer: { callId: "c_1", outcome: "taken", at: 5 },
    });
    expect(text).not.toContain("+7926");
    expect((await w.admin("GET", `${at}/operators/nobody/state`)).status).toBe(404);
  });

  it("[A28] a supervisor changes the status of an operator who is signed in, in their own name; an operator may not", async () => {
    w = world();
    await w.furnish({ passwords: true });
    const path = `${at}/operators/operator1/status`;
    const [operator, supervisor] = [
      await w.signIn("operator1", "password of one"),
      await w.signIn("supervisor1", "password of super"),
    ];
    const put = (as: string, body: object, to = path) => w.ask("PUT", to, { as, body });
    expect((await put(operator, { status: "Ready" })).status).toBe(403);
    const absent = await put(supervisor, { status: "Ready" });
    expect(absent.status).toBe(409);
    expect(absent.body).toMatchObject({ type: "urn:acd:problem:signed-out" });
    const view = { operatorId: "operator1", name: "Operator 1", status: "Ready", since: 5, presence: "ready" };
    w.state.operators.set("operator1", { ...view, engagement: "free", queues: [] } as never); // the rest is not looked at
    const paused = await put(supervisor, { status: "Timeout" });
    expect(paused.status).toBe(200);
    expect(paused.body).toMatchObject({ operatorId: "operator1", status: "Timeout" });
    expect((await put(supervisor, { status: "Offline", atOnce: true })).status).toBe(200);
    expect(w.state.forced).toEqual([
      { operator: "operator1", status: "Timeout", atOnce: false, by: "supervisor1" },
      { operator: "operator1", status: "Offline", atOnce: true, by: "supervisor1" },
    ]);
    expect((await put(supervisor, { status: "Ready", atOnce: true })).body).toMatchObject({
      errors: [{ field: "atOnce" }],
    });
    expect((await put(supervisor, { status: "Banned" })).body).toMatchObject({ errors: [{ field: "status" }] });
    expect((await put(supervisor, { status: "DND" }, `${at}/operators/nobody/status`)).status).toBe(404);
  });

  it("[A21] provisioning tells for each application what was done or why not", async () => {
    await w.admin("PUT", "/v1/applications/empty", { name: "Empty" });
    const { status, body } = await w.admin("POST", "/v1/provisioning", {});
    expect(status).toBe(200);
    expect(body["items"]).toEqual([
      {
        application: "callcenter",
        ok: true,
        trunkId: "ST_callcenter",
        ruleId: "SDR_callcenter",
        changes: ["trunk created", "rule created"],
      },
      { application: "empty", ok: false, reason: "no_numbers" },
    ]);
    expect((await w.admin("POST", "/v1/provisioning", { application: "empty" })).body["items"]).toHaveLength(1);
  });

  it("[A22] the pages learn what anyone may know", async () => {
    expect((await w.ask("GET", "/v1/public")).body).toEqual({
      application: "callcenter",
      applications: [{ id: "callcenter", name: "Call centre" }],
      number: "+74951234567",
      sip: "sip:+74951234567@127.0.0.1:5060",
      language: "ru",
    });
    expect((await world().ask("GET", "/v1/public")).body).toMatchObject({ applications: [], number: "", sip: "" });
  });
});
