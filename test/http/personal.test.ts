/** Personal data through the API: callers found and erased, how long data is kept, and that logs and refusals tell nobody's. */
import { createHash } from "node:crypto";
import { ParticipantInfo_Kind, WebhookEvent } from "@livekit/protocol";
import { AccessToken } from "livekit-server-sdk";
import { beforeEach, describe, expect, it, vi } from "vitest";
import { verify } from "../../src/audit/index.ts";
import { usualRetention } from "../../src/protocol/retention.ts";
import type { CallRecord } from "../../src/protocol/record.ts";
import { as, minutes, type CallId, type RoomName } from "../../src/words/index.ts";
import { adminKey, app, liveKit, mediaSecret, world, type World } from "./world.ts";

const at = `/v1/applications/${app}`;
const number = "+79160827345";
const record = (id: string, startedAt: number, more: Partial<CallRecord> = {}): CallRecord => ({
  callId: as<CallId>(id),
  room: as<RoomName>(`call-${app}_${number}_${id}`),
  channel: "phone",
  from: number,
  to: "+74951234567",
  startedAt,
  endedAt: startedAt + 1,
  outcome: "abandoned",
  timeline: [],
  ...more,
});

let w: World;
beforeEach(async () => {
  w = world();
  await w.furnish();
});
const end = (call: CallRecord) => w.ledger(app).tell({ type: "call.ended", record: call });
const audit = async () => (await w.admin("GET", `${at}/audit`)).body["items"] as { action: string; what: string }[];

describe("callers", () => {
  it("[P10] are found and erased by a number in the body; the audit log has neither it nor its digits", async () => {
    await end(record("c_1", 1_000));
    const found = await w.admin("POST", `${at}/callers/find`, { number });
    expect(found.body).toMatchObject({ since: 1_000, calls: ["c_1"], calling: false, promised: false, callbacks: [] });
    expect((await w.admin("POST", `${at}/callers/find`, { number: "+70000000000" })).status).toBe(404);
    const erased = await w.admin("POST", `${at}/callers/erase`, { number });
    expect(erased.body).toEqual({ reference: found.body["reference"], calls: 1 });
    expect((await w.admin("GET", `${at}/calls/c_1`)).body).toMatchObject({ from: "•••" });
    expect((await w.admin("POST", `${at}/callers/erase`, { number })).status).toBe(404);
    expect((await w.admin("POST", `${at}/callers/find`, { number })).status).toBe(404);
    const lines = (await audit()).filter(({ action }) => action.startsWith("caller."));
    const what = `caller/${String(found.body["reference"])}`;
    expect(lines).toMatchObject([
      { action: "caller.erased", what },
      { action: "caller.found", what },
    ]);
    expect(JSON.stringify(await audit())).not.toContain(number.slice(-4));
  });

  it("[P10] are not erased while their number is needed, and by nobody who may not", async () => {
    const { timeline: _, endedAt: __, outcome: ___, ...call } = record("c_1", 1_000);
    await w.ledger(app).tell({ type: "call.started", call });
    expect((await w.admin("POST", `${at}/callers/erase`, { number })).body).toMatchObject({
      status: 409,
      type: "urn:acd:problem:caller-needed",
    });
    const finder = await w.key(["callers.find"]);
    expect((await w.ask("POST", `${at}/callers/find`, { as: finder, body: { number } })).status).toBe(200);
    expect((await w.ask("POST", `${at}/callers/erase`, { as: finder, body: { number } })).status).toBe(403);
  });
});

describe("how long data is kept", () => {
  it("[P11] is set for each kind, has usual values and limits, and is told to the ledger", async () => {
    expect((await w.admin("GET", `${at}/retention`)).body).toEqual(usualRetention);
    await end(record("c_1", w.state.now - minutes(10 * 24 * 60)));
    const put = await w.admin("PUT", `${at}/retention`, { calls: 9, numbers: null });
    expect(put.body).toEqual({ ...usualRetention, calls: 9, numbers: null });
    expect((await w.admin("GET", `${at}/retention`)).body).toEqual(put.body);
    for (const wrong of [{ calls: 0 }, { audit: 30 }, { work: 1.5 }, { sessions: 5 }, { calls: 40_000 }])
      expect((await w.admin("PUT", `${at}/retention`, wrong)).status, JSON.stringify(wrong)).toBe(422);
    Array.from(w.ledger(app).book.sweepInSlices(w.state.now));
    expect((await w.admin("GET", `${at}/calls/c_1`)).status).toBe(404);
    expect(await audit()).toMatchObject([
      { action: "retention.changed", detail: { before: { calls: 1_095 }, after: { calls: 9 } } },
      ...Array.from({ length: 8 }, () => ({})),
    ]);
  });
});

describe("logs and refusals", () => {
  it("[P12] tell nobody's number, name, password, token or key, whatever is asked and however it goes wrong", async () => {
    const lines: string[] = [];
    for (const level of ["log", "info", "warn", "error", "debug"] as const)
      vi.spyOn(console, level).mockImplementation((...said: unknown[]) => void lines.push(said.map(String).join(" ")));
    const password = "correct horse battery";
    const email = "anna.ivanova@example.com";
    await w.admin("PUT", `${at}/operators/operator1`, { name: "Anna Ivanova", skillGroups: ["Support"], password });
    const token = await w.signIn("operator1", password);
    const key = await w.key(["calls.read"]);
    await w.admin("PUT", `${at}/webhooks/crm`, { url: "https://example.com/hook?token=hook-token-123" });
    const { secret } = (await w.admin("POST", `${at}/webhooks/crm/secret`, {})).body;
    await end(record("c_1", 1_000));
    const answers: string[] = [];
    const asked = async (...[method, path, how]: Parameters<World["ask"]>): Promise<void> => {
      const answer = await w.ask(method, path, how);
      if (answer.status >= 400) answers.push(answer.text);
    };
    for (const bearer of [adminKey, token, key, `${token}x`, `${key}x`, undefined]) {
      const who = bearer === undefined ? {} : { as: bearer };
      for (const body of [{ number }, { number: `${number}x y` }, `{"number":"${number}`, { number, password, email }])
        for (const path of ["callers/find", "callers/erase", "calls/c_1/commands", "sessions", "operators/operator1"])
          await asked(path.startsWith("operators") ? "PUT" : "POST", `${at}/${path}`, { ...who, body });
      await asked("GET", `${at}/calls?state=${encodeURIComponent(email)}`, who);
      await asked("GET", `${at}/calls/c_none`, who);
      await asked("DELETE", `${at}/webhooks/none`, who);
      await asked("POST", `${at}/sessions`, { ...who, body: { operator: email, password } });
      await asked("POST", `${at}/sessions`, { ...who, body: { operator: "operator1", password: `${password}!` } });
    }
    const event = new WebhookEvent({
      event: "participant_joined",
      id: "EV_1",
      createdAt: 1n,
      room: { name: `call-${app}_${number}_AbCdEfGhIjKl`, sid: "RM_1" },
      participant: {
        sid: "PA_1",
        identity: `sip_${number}`,
        kind: ParticipantInfo_Kind.SIP,
        attributes: { "sip.phoneNumber": number, "sip.trunkPhoneNumber": "+74951234567" },
      },
    }).toJsonString();
    const passport = new AccessToken(liveKit.apiKey, liveKit.apiSecret);
    passport.sha256 = createHash("sha256").update(event).digest("base64");
    const authorization = await passport.toJwt();
    const headers = { "content-type": "application/webhook+json", authorization };
    await asked("POST", "/livekit/webhook", { body: event, headers });
    await asked("POST", "/livekit/webhook", { body: `${event} `, headers });
    w.state.callsRefuse = true;
    await asked("POST", "/livekit/webhook", { body: event.replace("EV_1", "EV_2"), headers });
    expect(answers.length).toBeGreaterThan(50);
    const secrets = {
      password,
      email,
      token,
      key,
      adminKey,
      mediaSecret,
      secret: String(secret),
      hook: "hook-token-123",
      name: "Ivanova",
    };
    const all = [...lines, ...w.logged, ...answers];
    for (const [what, text] of Object.entries(secrets))
      expect(
        all.filter((line) => line.includes(text)),
        what,
      ).toEqual([]);
    const digits = number.slice(1);
    const parts = Array.from({ length: digits.length - 6 }, (_, from) => digits.slice(from, from + 7));
    expect(all.filter((line) => parts.some((part) => line.includes(part)))).toEqual([]);
    expect(w.logged.length).toBeGreaterThan(5);
  });
});

describe("the audit log", () => {
  it("[P11] loses its oldest lines when they are old enough, and what is left is still verified", async () => {
    const year = minutes(365 * 24 * 60);
    for (let n = 0; n < 5; n++) await w.admin("PUT", `${at}/skill-groups/G${n}`, { name: "G" });
    w.state.now += year;
    await w.admin("PUT", `${at}/skill-groups/Late`, { name: "Late" });
    await w.admin("PUT", `${at}/retention`, { audit: 200 });
    const taken = async () => {
      const { text } = await w.ask("GET", `${at}/audit?format=ndjson`, { as: adminKey });
      return text.trim().split("\n");
    };
    const before = await taken();
    while (w.forget(app));
    const after = await taken();
    expect(after.length).toBeLessThan(before.length);
    const cut = after.map(
      (line) => JSON.parse(line) as { seq: number; action: string; detail: object; previous: string },
    );
    const [first] = cut;
    expect(cut.find(({ action }) => action === "audit.forgotten")?.detail).toEqual({
      upTo: (first?.seq ?? 0) - 1,
      hash: first?.previous,
    });
    expect(verify(after)).toMatchObject({ ok: true, first: first?.seq });
    expect(after[0]).toBe(before.find((line) => line === after[0]));
    expect(w.forget(app)).toBe(false);
  });
});
