/** What the audit log tells: of every change, by whom and from where, and of what is done elsewhere. */
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { beforeEach, describe, expect, it } from "vitest";
import { verify } from "../../src/audit/index.ts";
import type { CallRecord } from "../../src/protocol/record.ts";
import { as } from "../../src/words/index.ts";
import type { CallId, QueueId, RoomName } from "../../src/words/index.ts";
import { headOf, verifyFile } from "../../tools/audit.ts";
import { adminKey, app, world, type World } from "./world.ts";

const at = `/v1/applications/${app}`;
interface Line {
  readonly seq: number;
  readonly by: string | null;
  readonly from: string | null;
  readonly action: string;
  readonly what: string;
  readonly detail: Record<string, unknown>;
  readonly hash: string;
}

describe("the audit log", () => {
  let w: World;
  const read = async (query = "limit=1000"): Promise<Line[]> =>
    (await w.admin("GET", `${at}/audit?${query}`)).body["items"] as Line[];
  const last = async (): Promise<Line | undefined> => (await read("limit=1"))[0];
  const ndjson = async (query = ""): Promise<string[]> =>
    (await w.admin("GET", `${at}/audit?format=ndjson${query}`)).text.split("\n").slice(0, -1);
  const asAdmin = (method: string, path: string, body?: unknown) =>
    w.ask(method, `${at}/${path}`, {
      as: adminKey,
      ...(body !== undefined && { body }),
      headers: { "cf-connecting-ip": "2001:db8::7" },
    });

  beforeEach(async () => {
    w = world();
    await w.furnish();
  });

  it("[U4] tells of every change: who, from where, and the fields as they were and are", async () => {
    await asAdmin("PUT", "skill-groups/Support", { name: "Helpers" });
    expect(await last()).toMatchObject({
      by: "key",
      from: "2001:db8::7",
      action: "skillGroup.changed",
      what: "skillGroup/Support",
      detail: { before: { name: "Support" }, after: { name: "Helpers" } },
    });
    await asAdmin("PUT", "queues/New", { name: "New" });
    expect(await last()).toMatchObject({ action: "queue.created", detail: { after: { id: "New", weight: 50 } } });
    await asAdmin("DELETE", "queues/New");
    expect(await last()).toMatchObject({ action: "queue.removed", detail: { before: { id: "New" } } });
    await asAdmin("PUT", "hours/Office", { name: "Office", timeZone: "UTC" });
    await asAdmin("PUT", "hours/Office/override", { open: true });
    expect(await last()).toMatchObject({ by: "key", action: "hours.opened", what: "hours/Office" });
    const seqs = (await read()).map(({ seq }) => seq);
    expect(seqs).toEqual(seqs.map((_, index) => seqs.length - index));
  });

  it("[U4] tells nothing of what changed nothing, was refused, or only tried", async () => {
    const before = await last();
    await asAdmin("PUT", "skill-groups/Support", { name: "Support" });
    await asAdmin("DELETE", "skill-groups/Support");
    await asAdmin("PUT", "queues/New", { name: "New", skillGroups: ["None"] });
    const file = (await w.admin("GET", `${at}/export`)).body;
    await asAdmin("POST", "import?dryRun=true", { ...file, skillGroups: [] });
    expect((await read()).filter(({ seq, action }) => seq > (before?.seq ?? 0) && !action.includes("export"))).toEqual(
      [],
    );
  });

  it("[U4] an import is one line with its counts, and one for each resource that it changed", async () => {
    const { body: file } = await w.admin("GET", `${at}/export`);
    const done = await asAdmin("POST", "import", {
      ...file,
      skillGroups: [
        { id: "Support", name: "Helpers" },
        { id: "New", name: "New" },
      ],
    });
    expect(done.status, done.text).toBe(200);
    const lines = (await read("limit=3")).toReversed();
    expect(lines.map(({ action, what }) => [action, what])).toEqual([
      ["application.imported", "application/callcenter"],
      ["skillGroup.changed", "skillGroup/Support"],
      ["skillGroup.created", "skillGroup/New"],
    ]);
    expect(lines[0]?.detail).toEqual({ created: 1, changed: 1, removed: 0, prune: false });
  });

  it("[U4] knows neither passwords nor secrets; that there is a new password, and which key was made and revoked", async () => {
    await asAdmin("PUT", "operators/operator1", { name: "Operator 1", password: "a new secret password" });
    expect((await last())?.detail).toMatchObject({ password: "new" });
    const { body: key } = await asAdmin("POST", "keys", { name: "K", rights: ["queues.read"] });
    expect(await last()).toMatchObject({ action: "key.made", what: `key/${String(key["id"])}` });
    await asAdmin("DELETE", `keys/${String(key["id"])}`);
    expect(await last()).toMatchObject({ action: "key.revoked" });
    const { body } = await w.ask("POST", `${at}/sessions`, {
      body: { operator: "operator1", password: "a new secret password" },
    });
    const all = (await ndjson()).join("\n");
    for (const secret of ["a new secret password", key["key"], body["token"], body["refreshToken"]])
      expect(all).not.toContain(String(secret));
    expect(all).not.toMatch(/"hash":"[^"]*=|"salt"/);
  });

  it("[U4] keys that go with their maker are told of as well", async () => {
    await w.admin("PUT", `${at}/operators/boss`, { name: "B", role: "admin", password: "password of boss" });
    const boss = await w.signIn("boss", "password of boss");
    await w.ask("POST", `${at}/keys`, { as: boss, body: { name: "K", rights: [] } });
    await asAdmin("DELETE", "operators/boss");
    expect((await read("limit=2")).map(({ action }) => action)).toEqual(["operator.removed", "key.revoked"]);
  });

  it("[U5] tells of sign-ins and sign-outs; of bad ones how many there were in a minute, and of names that nobody bears together", async () => {
    await w.admin("PUT", `${at}/operators/operator1`, { name: "Operator 1", password: "password of one" });
    const attempt = (operator: string, password: string, ip: string) =>
      w.ask("POST", `${at}/sessions`, { body: { operator, password }, headers: { "cf-connecting-ip": ip } });
    const before = (await last())?.seq ?? 0;
    await attempt("operator1", "wrong", "192.0.2.1");
    await attempt("operator1", "wrong", "192.0.2.2");
    for (let time = 0; time < 20; time++) await attempt(`password typed here ${time}`, "x", "192.0.2.3");
    const token = (await attempt("operator1", "password of one", "192.0.2.2")).body["token"];
    await w.ask("DELETE", `${at}/sessions/current`, { as: String(token) });
    w.state.now += 60_000;
    const lines = (await read()).filter(({ seq }) => seq > before).toReversed();
    expect(lines.map(({ by, action, what, detail }) => [by, action, what.split("/")[0], detail])).toEqual([
      [null, "session.refused", "operator", { refused: { wrong: 2 }, addresses: ["192.0.2.1", "192.0.2.2"] }],
      ["operator1", "session.opened", "session", { person: "operator1" }],
      ["operator1", "session.closed", "session", { person: "operator1" }],
      [null, "session.refused", "operator", { refused: { wrong: 20 }, addresses: ["192.0.2.3"] }],
    ]);
    expect((await ndjson()).join("\n")).not.toContain("typed here");
  });

  it("[U5] tells of a name that is locked", async () => {
    for (let time = 0; time < 6; time++)
      await w.ask("POST", `${at}/sessions`, { body: { operator: "operator1", password: "x" } });
    expect(await last()).toMatchObject({ action: "operator.locked", what: "operator/operator1" });
    w.state.now += 60_000;
    expect((await last())?.detail).toEqual({ refused: { locked: 1 }, addresses: [] });
  });

  describe("of what is done elsewhere", () => {
    const call = (id: string, from = "+79161234567"): CallRecord => ({
      callId: as<CallId>(id),
      room: as<RoomName>(`call-callcenter_${from}_${id}`),
      channel: "phone",
      from,
      to: "+74951234567",
      queueId: as<QueueId>("MainQueue"),
      startedAt: 1_000,
      timeline: [],
    });

    beforeEach(async () => {
      await w.ports.ledger(app).tell({ type: "call.started", call: call("c_1") });
      w.state.calls.set("c_1", call("c_1"));
    });

    it("[U6] tells before it is done: commands to calls, statuses forced, what is taken out", async () => {
      await asAdmin("POST", "calls/c_1/commands", { do: "prioritise", priority: 3 });
      expect(await last()).toMatchObject({ action: "call.prioritise", what: "call/c_1", detail: { priority: 3 } });
      await asAdmin("PUT", "operators/operator1/status", { status: "Offline", atOnce: true });
      expect(await last()).toMatchObject({
        by: "key",
        action: "operator.forced",
        what: "operator/operator1",
        detail: { status: "Offline", atOnce: true },
      });
      await asAdmin("GET", "export");
      expect(await last()).toMatchObject({ action: "application.exported", detail: {} });
      await asAdmin("GET", "export/operators");
      expect(await last()).toMatchObject({ action: "application.exported", detail: { table: "operators" } });
    });

    it("[U6] tells of each look at callers' whole numbers once in ten minutes, and of no other look", async () => {
      await w.ports.ledger(app).tell({ type: "call.started", call: call("c_2") });
      const shown = async () => (await read("action=numbers.shown&limit=1000")).map(({ by, what }) => [by, what]);
      const masked = await w.key(["calls.read"]);
      await w.ask("GET", `${at}/calls`, { as: masked });
      await w.ask("GET", `${at}/calls?queue=None`, { as: adminKey });
      expect(await shown()).toEqual([]);
      for (let again = 0; again < 3; again += 1) await asAdmin("GET", "calls");
      await asAdmin("GET", "calls/c_1");
      await asAdmin("GET", "live");
      await asAdmin("GET", "live?kinds=queue,operator");
      await w.ask("GET", `${at}/live`, { as: await w.key(["queues.watch", "calls.read"]) });
      expect(await shown()).toEqual([
        ["key", `${at}/live`],
        ["key", `${at}/calls/c_1`],
        ["key", `${at}/calls`],
      ]);
      expect((await ndjson()).join("\n")).not.toContain("9161234567");
      w.state.now += 10 * 60_000;
      await asAdmin("GET", "calls");
      expect(await shown()).toHaveLength(4);
    });

    it("[U6] what cannot be written down is not answered", async () => {
      const directory = w.ports.directory(app);
      const broken = world({
        directory: () => ({ ...directory, note: () => Promise.reject(new Error("the disk is full")) }),
        ledger: w.ports.ledger,
        call: w.ports.call,
      });
      const { status, text } = await broken.ask("GET", `${at}/calls/c_1`, { as: adminKey });
      expect([status, text.includes("9161234567")]).toEqual([500, false]);
    });
  });

  it("[U7] is read page by page, the newest first, by bearer, action and time", async () => {
    const began = w.state.now;
    w.state.now += 1_000;
    const key = await w.key(["skillGroups.write"]);
    await w.ask("PUT", `${at}/skill-groups/A`, { as: key, body: { name: "A" } });
    await w.ask("PUT", `${at}/skill-groups/A`, { as: key, body: { name: "B" } });
    const [changed, created, made] = await read("limit=3");
    expect([changed?.action, created?.action, made?.action]).toEqual([
      "skillGroup.changed",
      "skillGroup.created",
      "key.made",
    ]);
    expect(await read(`by=${changed?.by}`)).toEqual([changed, created]);
    expect((await read("action=skillGroup")).map(({ detail }) => Object.keys(detail).length)).toEqual([2, 1, 1]);
    expect(await read("action=skillGroup.changed")).toEqual([changed]);
    expect((await read(`to=${began + 1}`)).length).toBe((made?.seq ?? 0) - 1);
    expect((await read(`from=${began + 1}`)).length).toBe(3);
    const all = await read();
    const paged: Line[] = [];
    for (let cursor: string | undefined = ""; cursor !== undefined;) {
      const page = (await w.admin("GET", `${at}/audit?limit=4${cursor}`)).body as { items: Line[]; next?: string };
      paged.push(...page.items);
      cursor = page.next && `&cursor=${page.next}`;
    }
    expect(paged).toEqual(all);
    expect((await w.admin("GET", `${at}/audit?cursor=x`)).status).toBe(400);
  });

  it("[U7] is taken out whole and verified against a head that was kept; what was altered is named", async () => {
    for (let each = 0; each < 1_200; each++)
      await w.ports.directory(app).note({ action: "a.b", what: String(each), detail: {} }, { by: "x", from: null });
    const { body: kept } = await w.admin("GET", `${at}/audit/head`);
    const head = { seq: Number(kept["seq"]), hash: String(kept["hash"]) };
    const lines = await ndjson();
    // Taking it out is a line itself.
    expect(verify(lines, head)).toMatchObject({ ok: true, lines: head.seq + 1, first: 1 });
    expect(lines.at(-1)).toContain('"audit.exported"');
    const folder = await mkdtemp(join(tmpdir(), "audit-"));
    const file = join(folder, "audit.ndjson");
    await writeFile(file, lines.join("\n"));
    expect(await verifyFile(file, headOf(`${head.seq}:${head.hash}`))).toMatchObject({ ok: true });
    await writeFile(file, lines.with(700, (lines[700] ?? "").replace('"by":"x"', '"by":"y"')).join("\n"));
    expect(await verifyFile(file)).toEqual({ ok: false, line: 701, because: "altered" });
    await rm(folder, { recursive: true });
    expect(headOf("1")).toBeUndefined();
  });

  it("[U7] is a table as well, that no spreadsheet runs", async () => {
    await asAdmin("PUT", "skill-groups/A", { name: "=1+1" });
    await w.ports.directory(app).note({ action: "a.b", what: "=cmd()", detail: {} }, { by: "x", from: null });
    const { text, headers } = await w.admin("GET", `${at}/audit?format=csv&action=a`);
    expect(headers.get("content-type")).toContain("text/csv");
    const [heading, row, ...more] = text.split("\r\n");
    expect(heading).toBe("seq,at,by,from,action,what,detail,previous,hash");
    expect(row).toContain("'=cmd()");
    expect(more).toEqual([""]);
  });

  it("[U7] is for those who see all queues, and nobody writes into it", async () => {
    const scoped = await w.key(["audit.read"], { scope: { queues: ["MainQueue"] } });
    for (const path of ["audit", "audit/head", "audit?format=csv"])
      expect((await w.ask("GET", `${at}/${path}`, { as: scoped })).status, path).toBe(403);
    for (const method of ["POST", "PUT", "PATCH", "DELETE"])
      expect((await asAdmin(method, "audit")).status, method).toBe(405);
    expect((await w.admin("GET", "/v1/applications/none/audit/head")).status).toBe(404);
  });
});
