/** `Idempotency-Key`: what was asked for twice is done once. */
import { beforeEach, describe, expect, it } from "vitest";
import type { CallRecord } from "../../src/protocol/record.ts";
import type { World } from "./world.ts";
import { adminKey, app, world } from "./world.ts";

const at = "/v1/applications/callcenter";
const key = "3f0c1d5e-8a5b-4f0e-9b1a-0c5d7e2f9a61";
const webCalls = `${at}/web-calls`;
const command = `${at}/calls/c_1/commands`;
const number = { number: "+74951234567" };

describe("the same request again", () => {
  let w: World;
  const post = (path: string, body: unknown, headers: Record<string, string> = { "idempotency-key": key }) =>
    w.ask("POST", path, { as: adminKey, body, headers });

  beforeEach(async () => {
    w = world();
    await w.furnish();
    const record = { callId: "c_1", room: "callcenter_r", channel: "phone", from: "+7", to: "+74951234567" };
    const call = { ...record, scenario: "ACD", startedAt: 1, timeline: [] } as unknown as CallRecord;
    w.state.calls.set("c_1", call);
    await w.ports.ledger(app).tell({ type: "call.started", at: 1, call } as never); // what the ledger looks at is there
  });

  it("[A49] gets the same answer, and nothing is done twice", async () => {
    const first = await post(command, { do: "prioritise", priority: 1 });
    const again = await post(command, { do: "prioritise", priority: 1 });
    expect([first.status, first.text]).toEqual([200, '{"done":true}']);
    expect([again.status, again.text]).toEqual([200, '{"done":true}']);
    expect(first.headers.get("idempotency-replayed")).toBeNull();
    expect(again.headers.get("idempotency-replayed")).toBe("true");
    expect(again.headers.get("content-type")).toBe(first.headers.get("content-type"));
    expect(w.state.commanded).toHaveLength(1);
    await post(command, { do: "prioritise", priority: 1 }, {});
    expect(w.state.commanded).toHaveLength(2);
  });

  it("[A49] a refusal is an answer, too", async () => {
    const path = `${at}/calls/c_none/commands`;
    const [first, again] = [await post(path, { do: "end" }), await post(path, { do: "end" })];
    expect([first.status, again.status]).toEqual([404, 404]);
    expect(again.headers.get("content-type")).toBe("application/problem+json");
    expect(again.headers.get("idempotency-replayed")).toBe("true");
  });

  it("[A49] with another body, or other parameters, it is refused", async () => {
    await post(command, { do: "prioritise", priority: 1 });
    const other = await post(command, { do: "prioritise", priority: 2 });
    expect([other.status, other.body["type"]]).toEqual([422, "urn:acd:problem:key-reused"]);
    const file = (await w.admin("GET", `${at}/export`)).body;
    expect((await post(`${at}/import?dryRun=true`, file)).body).toMatchObject({ dryRun: true });
    expect((await post(`${at}/import`, file)).status).toBe(422);
    expect(w.state.commanded).toHaveLength(1);
  });

  it("[A49] a key is its bearer's own, and of one address", async () => {
    await w.admin("PUT", `${at}/operators/boss`, { name: "Boss", role: "supervisor", password: "password of boss" });
    const boss = await w.signIn("boss", "password of boss");
    await post(command, { do: "prioritise", priority: 1 });
    const headers = { "idempotency-key": key };
    const theirs = await w.ask("POST", command, { as: boss, body: { do: "prioritise", priority: 2 }, headers });
    expect(theirs.status).toBe(200);
    expect((await post("/v1/provisioning", {})).status).toBe(200);
    expect(w.state.commanded.map(({ by }) => by)).toEqual(["key", "boss"]);
  });

  it("[A49] while the first is under way, 409", async () => {
    let goOn = (): void => undefined;
    const waits = new Promise<void>((resolve) => (goOn = resolve));
    let [done, begun] = [0, (): void => undefined];
    const hasBegun = new Promise<void>((resolve) => (begun = resolve));
    const { directory } = w.ports;
    const slow = world({
      directory,
      call: () => ({
        tell: async () => undefined,
        read: async () => undefined,
        force: async () => {
          done += 1;
          begun();
          await waits;
          return { ok: true, value: "done" };
        },
      }),
      ledger: w.ports.ledger,
    });
    const ask = () =>
      slow.ask("POST", command, { as: adminKey, body: { do: "end" }, headers: { "idempotency-key": key } });
    const first = ask();
    await hasBegun;
    const second = await ask();
    expect([second.status, second.body["type"]]).toEqual([409, "urn:acd:problem:under-way"]);
    expect(second.headers.get("retry-after")).toBe("1");
    goOn();
    expect((await first).status).toBe(200);
    expect((await ask()).status).toBe(200);
    expect(done).toBe(1);
  });

  it("[A49] what was lost with its process may be begun anew a minute later, and a day later everything", async () => {
    const directory = w.ports.directory(app);
    expect(await directory.beginAnswer("slot", "asked")).toEqual({ is: "new" });
    expect(await directory.beginAnswer("slot", "asked")).toEqual({ is: "under_way" });
    w.state.now += 60_000;
    expect(await directory.beginAnswer("slot", "asked")).toEqual({ is: "new" });
    const answer = { status: 200, type: "application/json", body: "{}" };
    await directory.endAnswer("slot", answer);
    w.state.now += 24 * 60 * 60_000;
    expect(await directory.beginAnswer("slot", "asked")).toEqual({ is: "done", answer });
    expect(await directory.beginAnswer("slot", "other")).toEqual({ is: "other" });
    w.state.now += 1;
    expect(await directory.beginAnswer("slot", "other")).toEqual({ is: "new" });
  });

  it("[A49] a call from a browser is the same call, even if its first answer was lost", async () => {
    const first = await w.ask("POST", webCalls, { body: number, headers: { "idempotency-key": key } });
    expect(first.status).toBe(201);
    const again = await w.ask("POST", webCalls, { body: number, headers: { "idempotency-key": key } });
    expect(again.text).toBe(first.text);
    w.state.now += 24 * 60 * 60_000 + 1;
    const anew = await w.ask("POST", webCalls, { body: number, headers: { "idempotency-key": key } });
    expect(anew.headers.get("idempotency-replayed")).toBeNull();
    expect(anew.body["callId"]).toBe(first.body["callId"]);
    const other = await w.ask("POST", webCalls, { body: number, headers: { "idempotency-key": `${key}x` } });
    expect(other.body["callId"]).not.toBe(first.body["callId"]);
  });

  it("[A49] a fault and a limit are not kept; a key that could be guessed is refused", async () => {
    const broken = world({
      provisionSip: async () => {
        throw new TypeError("broken");
      },
    });
    await broken.furnish();
    const ask = (value: string) =>
      broken.ask("POST", "/v1/provisioning", { as: adminKey, body: {}, headers: { "idempotency-key": value } });
    for (let time = 0; time < 2; time++) {
      const { status, headers } = await ask(key);
      expect([status, headers.get("idempotency-replayed")]).toEqual([500, null]);
    }
    expect((await ask("1")).body).toMatchObject({ status: 400, errors: [{ field: "idempotency-key" }] });
  });
});
