/** From what happens to somebody else's server: the real actors, and a receiver that is not ours. */
import { evictDurableObject } from "cloudflare:test";
import { env, exports } from "cloudflare:workers";
import { Webhook as Verifier } from "standardwebhooks";
import { beforeAll, describe, expect, it, vi } from "vitest";
import type { CallRecord } from "../../src/protocol/record.ts";
import type { CallId, RoomName } from "../../src/words/index.ts";
import { as } from "../../src/words/index.ts";
import { ledger, webhook } from "./actors.ts";
import type { Arrived } from "./receiver.ts";

const application = "hookcentre";
const at = `http://acd.test/v1/applications/${application}`;
// The worker's own entry point, as `src/worker.ts` exports it; and the receiver, as vitest.config.ts binds it.
const worker = (exports as unknown as { default: Fetcher }).default;
const internet = (env as unknown as { WEBHOOKS: Fetcher }).WEBHOOKS;

async function admin(method: string, path: string, body?: object): Promise<Record<string, unknown>> {
  const answer = await worker.fetch(at + path, {
    method,
    headers: { authorization: "Bearer an-admin-key-for-tests", "content-type": "application/json" },
    ...(body !== undefined && { body: JSON.stringify(body) }),
  });
  const text = await answer.text();
  expect(answer.ok, text).toBe(true);
  return text === "" ? {} : (JSON.parse(text) as Record<string, unknown>);
}

/** Sets a webhook up whose receiver is called like it. Returns its secret. */
async function setUp(id: string, more: object = {}): Promise<string> {
  await admin("PUT", `/webhooks/${id}`, { url: `https://receiver.example.com/${id}`, ...more });
  return String((await admin("POST", `/webhooks/${id}/secret`, {}))["secret"]);
}

const answers = (id: string, ...next: object[]) =>
  internet.fetch(`https://control.test/${id}`, { method: "POST", body: JSON.stringify(next) });

async function arrived(id: string, least: number): Promise<Arrived[]> {
  return (await internet.fetch(`https://control.test/${id}?least=${least}`)).json();
}

const ids = (all: readonly Arrived[]) => all.map(({ headers }) => headers["webhook-id"]);

const call = (id: string): CallRecord => ({
  callId: as<CallId>(id),
  room: as<RoomName>(`call-${application}_+79161234567_${id}`),
  channel: "phone",
  from: "+79161234567",
  to: "+74951234567",
  startedAt: 1,
  timeline: [],
});

async function happens(id: string): Promise<void> {
  const mine = ledger(`${application}/ledger`);
  await mine.tell({ type: "call.started", call: call(id) });
  await mine.tell({ type: "call.ended", record: { ...call(id), endedAt: 2, outcome: "abandoned" } });
}

describe("webhooks, all the way", { timeout: 30_000 }, () => {
  beforeAll(() => admin("PUT", "", { name: "Hook centre" }), 60_000);

  it("[A80] [A88] what happens arrives in order, and the receiver's library believes it", async () => {
    const secret = await setUp("crm");
    await happens("c_1");
    const messages = await arrived("crm", 2);
    expect(ids(messages)).toEqual(["msg_call_started_c_1", "msg_call_ended_c_1"]);
    const said = messages.map(({ body, headers }) => new Verifier(secret).verify(body, headers));
    expect(said[1]).toMatchObject({
      type: "call.ended",
      timestamp: "1970-01-01T00:00:00.002Z",
      data: { application, call: { callId: "c_1", from: "+7••••••••67", outcome: "abandoned" } },
    });
    expect(messages[0]?.body).not.toContain("9161234567");
    await admin("DELETE", "/webhooks/crm");
    await happens("c_2");
    expect(await arrived("crm", 0)).toHaveLength(2);
  });

  it("[A83] what was not taken is tried again, with the same id, by an actor that has died meanwhile as well", async () => {
    await answers("sick", { status: 503 });
    await setUp("sick", { events: ["call.ended"] });
    await happens("c_3");
    await arrived("sick", 1);
    const shown = async () => (await admin("GET", "/webhooks/sick/deliveries"))["items"];
    await vi.waitFor(async () =>
      expect(await shown()).toMatchObject([{ state: "waiting", tries: 1, lastStatus: 503, problem: "refused" }]),
    );
    await evictDurableObject(webhook(`${application}/sick`));
    expect(ids(await arrived("sick", 2))).toEqual(["msg_call_ended_c_3", "msg_call_ended_c_3"]);
    await vi.waitFor(async () => expect(await shown()).toMatchObject([{ state: "delivered", tries: 2 }]));
    await admin("DELETE", "/webhooks/sick");
  });

  it("[A82] [A83] a redirect is not followed", async () => {
    await answers("moved", { status: 307, location: "https://receiver.example.com/elsewhere" });
    await setUp("moved");
    await admin("POST", "/webhooks/moved/test", {});
    await arrived("moved", 1);
    await vi.waitFor(async () =>
      expect((await admin("GET", "/webhooks/moved/deliveries"))["items"]).toMatchObject([{ lastStatus: 307 }]),
    );
    expect(await arrived("elsewhere", 0)).toEqual([]);
    await admin("DELETE", "/webhooks/moved");
  });

  it("[G6] [G9] a report that is run by hand arrives as well, whatever else the webhook wants to be told", async () => {
    const secret = await setUp("figures", { events: ["call.ended"] });
    await admin("PUT", "/report-schedules/Daily", {
      name: "Numbers, daily",
      report: "numbers",
      period: { of: "lastDays", count: 1 },
      when: { every: "day", at: "08:00" },
      timeZone: "Europe/Moscow",
      webhooks: ["figures"],
    });
    // The directory tells the schedules of it in its own time.
    const { id } = await vi.waitFor(() => admin("POST", "/report-schedules/Daily/run", {}));
    const [message] = await arrived("figures", 1);
    expect(message?.headers["webhook-id"]).toBe(`msg_report_ready_${String(id)}`);
    expect(message && new Verifier(secret).verify(message.body, message.headers)).toMatchObject({
      type: "report.ready",
      data: { application, report: { run: id, schedule: "Daily", body: { report: "numbers", rows: [] } } },
    });
    await vi.waitFor(async () =>
      expect(await admin("GET", "/report-schedules/Daily/state")).toMatchObject({
        stopped: null,
        runs: [{ id, state: "done", askedBy: "key", deliveries: [{ by: "webhook", to: "figures", state: "done" }] }],
      }),
    );
    await admin("DELETE", "/report-schedules/Daily");
    await admin("DELETE", "/webhooks/figures");
  });

  it("[A85] a receiver that says 410 is disabled, and the directory says so; enabled again it gets what waits", async () => {
    await answers("gone", { status: 410 });
    await setUp("gone");
    await admin("POST", "/webhooks/gone/test", {});
    await vi.waitFor(async () =>
      expect(await admin("GET", "/webhooks/gone")).toMatchObject({ enabled: false, because: "gone" }),
    );
    await happens("c_4");
    expect(await arrived("gone", 1)).toHaveLength(1);
    await admin("PUT", "/webhooks/gone", { url: "https://receiver.example.com/gone" });
    const [first, second] = ids(await arrived("gone", 2));
    expect(second).toBe(first);
    await admin("DELETE", "/webhooks/gone");
  });
});
