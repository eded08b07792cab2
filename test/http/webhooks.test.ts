/** Webhooks as those see them who set them up: who may, where to, and what is told of their messages. */
import { beforeEach, describe, expect, it } from "vitest";
import type { CallRecord } from "../../src/protocol/record.ts";
import { handOver } from "../../src/ledger/handOver.ts";
import { as } from "../../src/words/index.ts";
import type { CallId, RoomName, WebhookId } from "../../src/words/index.ts";
import type { World } from "./world.ts";
import { adminKey, app, world } from "./world.ts";

const at = `/v1/applications/${app}`;
const hook = `${at}/webhooks/crm`;
const url = "https://crm.example.com/hook";

describe("webhooks", () => {
  let w: World;
  const crm = () => w.webhook(app, "crm").book;
  const put = (body: object, as = adminKey) => w.ask("PUT", hook, { as, body });
  const post = (path: string, body: object = {}, as = adminKey) => w.ask("POST", `${hook}/${path}`, { as, body });

  /** As the receiver would take everything that waits. */
  function receive(): string[] {
    const ids: string[] = [];
    for (let next = crm().next(w.state.now); next !== undefined; next = crm().next(w.state.now)) {
      ids.push(next.id);
      crm().note(next, { taken: true, status: 200 }, w.state.now, 0);
    }
    return ids;
  }

  beforeEach(async () => {
    w = world();
    await w.furnish();
  });

  it("[A87] are put, read, listed, changed and deleted like everything else", async () => {
    const made = await put({ url });
    expect(made.status).toBe(201);
    const shown = {
      id: "crm",
      url,
      description: "",
      events: "*",
      enabled: true,
      numbers: "masked",
      disabledSince: null,
      because: null,
    };
    expect(made.body).toEqual(shown);
    expect((await w.admin("GET", `${at}/webhooks`)).body).toEqual({ items: [shown] });
    const patch = await w.ask("PATCH", hook, {
      as: adminKey,
      body: { events: ["call.ended"] },
      headers: { "content-type": "application/merge-patch+json", "if-match": String(made.headers.get("etag")) },
    });
    expect(patch.body).toEqual({ ...shown, events: ["call.ended"] });
    for (const events of [[], ["call.exploded"], "call.ended"]) expect((await put({ url, events })).status).toBe(422);
    expect((await w.admin("DELETE", hook)).status).toBe(204);
    expect((await w.admin("GET", hook)).status).toBe(404);
    for (const path of ["secret", "test"]) expect((await post(path)).status, path).toBe(404);
    expect((await w.admin("GET", `${hook}/deliveries`)).status).toBe(404);
  });

  it("[A82] an address that is not on the Internet is refused with a remedy, alone and in a file", async () => {
    for (const wrong of [
      "http://crm.example.com/",
      "https://127.0.0.1/",
      "https://[::ffff:10.0.0.1]/",
      "crm.example.com",
    ]) {
      const { status, body } = await put({ url: wrong });
      expect([status, (body["errors"] as { field: string }[]).map(({ field }) => field)], wrong).toEqual([
        422,
        ["url"],
      ]);
    }
    const file = { version: 1, application: { name: "x" }, webhooks: [{ id: "crm", url: "https://metadata/" }] };
    const { status, body } = await w.admin("POST", `${at}/import`, file);
    expect([status, (body["errors"] as { field: string }[])[0]?.field]).toEqual([422, "webhooks.0.url"]);
    expect((await w.admin("GET", hook)).status).toBe(404);
  });

  it("[A84] whole numbers are set up only by those who may see them; what tells them is not theirs to touch", async () => {
    const rights = ["webhooks.read", "webhooks.write"];
    const [without, whole] = [await w.key(rights), await w.key([...rights, "numbers.unmask"])];
    expect((await put({ url, numbers: "whole" }, without)).status).toBe(403);
    expect((await put({ url }, without)).status).toBe(201);
    expect((await put({ url, numbers: "whole" }, whole)).status).toBe(200);
    expect((await put({ url: "https://elsewhere.example.com/" }, without)).status).toBe(403);
    for (const path of ["secret", "test"]) expect((await post(path, {}, without)).status, path).toBe(403);
    expect((await w.ask("DELETE", hook, { as: without })).status).toBe(403);
    const importer = await w.key(["application.import"]);
    const file = { version: 1, application: { name: "x" }, webhooks: [{ id: "new", url, numbers: "whole" }] };
    expect((await w.ask("POST", `${at}/import`, { as: importer, body: file })).status).toBe(403);
  });

  it("[A87] are for those who may hear of all queues", async () => {
    const scope = { queues: ["MainQueue"] };
    const lead = await w.key(["webhooks.read", "webhooks.write"], { scope });
    expect((await put({ url }, lead)).status).toBe(403);
    await put({ url });
    expect((await post("secret", {}, lead)).status).toBe(403);
    expect((await w.ask("GET", `${hook}/deliveries`, { as: lead })).status).toBe(403);
  });

  it("[A81] a secret is shown when it is made and nowhere else, neither in the audit log nor in a file", async () => {
    await put({ url });
    const first = await post("secret");
    expect([first.status, first.body["previousUntil"]]).toEqual([201, null]);
    const secret = String(first.body["secret"]);
    expect(secret).toMatch(/^whsec_[A-Za-z0-9+/]{43}=$/);
    const second = await post("secret");
    expect(second.body["previousUntil"]).toBe(w.state.now + 24 * 3_600_000);
    expect(second.body["secret"]).not.toBe(secret);
    for (const path of ["webhooks/crm", "webhooks", "webhooks/crm/deliveries", "export", "audit"]) {
      const { status, text } = await w.admin("GET", `${at}/${path}`);
      expect(status, path).toBe(200);
      expect(text, path).not.toContain("whsec_");
    }
    expect(w.logged.join("\n")).not.toContain("whsec_");
    expect((await w.admin("GET", `${at}/audit?action=webhook.secret`)).body["items"]).toHaveLength(2);
  });

  it("[A86] a test message waits, is shown with how far it has come, and can be sent again", async () => {
    await put({ url });
    await post("secret");
    const key = { "idempotency-key": "3f0c1d5e-8a5b-4f0e-9b1a-0c5d7e2f9a61" };
    const test = () => w.ask("POST", `${hook}/test`, { as: adminKey, body: {}, headers: key });
    const { status, body } = await test();
    expect(status).toBe(202);
    expect((await test()).body).toEqual(body);
    const { id } = body as { id: string };
    const waits = { id, type: "webhook.test", state: "waiting", tries: 0, lastStatus: null, nextTryAt: null };
    expect((await w.admin("GET", `${hook}/deliveries`)).body).toMatchObject({ items: [waits], waiting: 1, failed: 0 });
    expect(receive()).toEqual([id]);
    expect((await w.admin("GET", `${hook}/deliveries?state=delivered`)).body).toMatchObject({
      items: [{ id, state: "delivered", tries: 1, lastStatus: 200, lastTryAt: w.state.now }],
      waiting: 0,
      hasSecret: true,
    });
    expect((await post("replay", { ids: [id, "msg_other"] })).body).toEqual({ messages: 1 });
    expect(receive()).toEqual([id]);
    expect((await post("replay", { since: w.state.now + 1 })).body).toEqual({ messages: 0 });
    const audit = (await w.admin("GET", `${at}/audit?action=webhook.replay`)).body["items"];
    expect(audit).toMatchObject([{ detail: { since: w.state.now + 1 } }, { detail: { ids: 2 }, what: "webhook/crm" }]);
    for (const wrong of [{}, { ids: [] }, { since: 1, ids: ["x"] }])
      expect((await post("replay", wrong)).status).toBe(422);
  });

  it("[A86] deliveries come page by page", async () => {
    await put({ url });
    const sent: unknown[] = [];
    for (let n = 0; n < 5; n += 1) sent.push((await post("test")).body["id"]);
    const seen: unknown[] = [];
    let cursor = "";
    do {
      const { body } = await w.admin("GET", `${hook}/deliveries?limit=2${cursor}`);
      seen.push(...(body["items"] as { id: string }[]).map(({ id }) => id));
      cursor = typeof body["next"] === "string" ? `&cursor=${body["next"]}` : "";
    } while (cursor !== "");
    expect(seen).toEqual(sent.toReversed());
    for (const cursor of ["x", "WyJhIl0"])
      expect((await w.admin("GET", `${hook}/deliveries?cursor=${cursor}`)).status).toBe(400);
  });

  it("[A85] one that is disabled says since when and why, until somebody enables it again", async () => {
    await put({ url });
    await w.ports.directory(app).disableWebhook(as<WebhookId>("crm"), 1_000, { at: w.state.now, because: "gone" });
    const off = { enabled: false, disabledSince: w.state.now, because: "gone" };
    expect((await w.admin("GET", `${at}/webhooks`)).body).toMatchObject({ items: [off] });
    expect((await post("test")).status).toBe(409);
    expect((await post("replay", { since: 0 })).status).toBe(409);
    const patch = (body: object) =>
      w.ask("PATCH", hook, { as: adminKey, body, headers: { "content-type": "application/merge-patch+json" } });
    expect((await patch({ description: "The CRM" })).body).toMatchObject(off);
    expect((await patch({ enabled: true })).body).toMatchObject({ enabled: true, disabledSince: null, because: null });
    // What an actor says of settings that are no longer those is of no interest.
    await w.ports.directory(app).disableWebhook(as<WebhookId>("crm"), 1, { at: 1, because: "failing" });
    expect((await w.admin("GET", hook)).body).toMatchObject({ enabled: true });
    expect((await w.admin("GET", `${at}/audit?action=webhook.changed`)).text).toContain('"because":"gone"');
  });

  it("[A88] hears of calls from the moment it is put until it is disabled or deleted", async () => {
    const call = (id: string): CallRecord => ({
      callId: as<CallId>(id),
      room: as<RoomName>(`call-callcenter_+79161234567_${id}`),
      channel: "phone",
      from: "+79161234567",
      to: "+74951234567",
      startedAt: 1,
      timeline: [],
    });
    const ledger = w.ledger(app);
    const rings = (id: string) => ledger.tell({ type: "call.started", call: call(id) });
    const heard = async () => {
      await handOver(ledger.book, (id) => w.webhook(app, id));
      return receive();
    };
    await rings("c_before");
    await put({ url });
    await post("secret");
    await rings("c_1");
    expect(await heard()).toEqual(["msg_call_started_c_1"]);
    await put({ url, enabled: false });
    await rings("c_2");
    expect(await heard()).toEqual([]);
    await put({ url, events: ["call.ended"] });
    await rings("c_3");
    await ledger.tell({ type: "call.ended", record: { ...call("c_3"), endedAt: 2, outcome: "abandoned" } });
    expect(await heard()).toEqual(["msg_call_ended_c_3"]);
    await w.admin("DELETE", hook);
    await rings("c_4");
    expect(ledger.book.toHand()).toEqual([]);
  });
});
