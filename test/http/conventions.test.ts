/** What holds for every resource alike: ETags and conditions, changes of single fields, pages, filters, uses. */
import { beforeEach, describe, expect, it } from "vitest";
import { merged } from "../../src/http/mergePatch.ts";
import type { World } from "./world.ts";
import { adminKey, world } from "./world.ts";

const at = "/v1/applications/callcenter";
const one = [
  "",
  "/skill-groups/Support",
  "/hours/Office",
  "/queues/MainQueue",
  "/operators/operator1",
  "/numbers/%2B74951234567",
  "/rules/InboundCalls",
].map((path) => at + path);
const mergePatch = "application/merge-patch+json";

describe("every resource", () => {
  let w: World;
  const ask = (method: string, path: string, headers: Record<string, string> = {}, body?: unknown) =>
    w.ask(method, path, { as: adminKey, headers, ...(body !== undefined && { body }) });
  const etag = async (path: string): Promise<string> => (await ask("GET", path)).headers.get("etag") ?? "";

  beforeEach(async () => {
    w = world();
    await w.furnish();
    await w.admin("PUT", `${at}/hours/Office`, { name: "Office", timeZone: "UTC" });
  });

  it.each(one)("[A40] %s has an ETag, and is not sent to whoever has it", async (path) => {
    const read = await ask("GET", path);
    const tag = read.headers.get("etag") ?? "";
    expect(tag).toMatch(/^"\d+"$/);
    const again = await ask("GET", path, { "if-none-match": `"0x", ${tag}` });
    expect([again.status, again.text, again.headers.get("etag")]).toEqual([304, "", tag]);
    expect((await ask("GET", path, { "if-none-match": '"999999"' })).body).toEqual(read.body);
    expect((await ask("GET", path, { "if-none-match": `W/${tag}` })).status).toBe(304);
    expect((await ask("GET", path, { "if-none-match": tag.slice(1) })).status).toBe(400);
  });

  it("[A40] the ETag changes with the resource, and only then", async () => {
    const [queue, group] = [`${at}/queues/MainQueue`, `${at}/skill-groups/Support`] as const;
    const body = { name: "Main queue", skillGroups: ["Support"] };
    const before = [await etag(queue), await etag(group)];
    const same = await w.admin("PUT", queue, body);
    expect(same.headers.get("etag")).toBe(before[0]);
    const other = await w.admin("PUT", queue, { ...body, weight: 60 });
    expect(other.headers.get("etag")).not.toBe(before[0]);
    expect([await etag(queue), await etag(group)]).toEqual([other.headers.get("etag"), before[1]]);
    const hours = await etag(`${at}/hours/Office`);
    await w.admin("PUT", `${at}/hours/Office/override`, { open: false });
    expect(await etag(`${at}/hours/Office`)).not.toBe(hours);
    await w.admin("DELETE", `${at}/hours/Office`);
    await w.admin("PUT", `${at}/hours/Office`, { name: "Office", timeZone: "UTC" });
    expect(await etag(`${at}/hours/Office`)).not.toBe(hours);
  });

  it.each([
    ["/retention", { calls: 100 }, { calls: 200 }],
    ["/sign-in-rules", { secondFactor: ["admin"] }, { secondFactor: ["supervisor"] }],
    ["/outbound", { address: "192.0.2.1" }, { address: "192.0.2.1", prefixes: ["+7"] }],
  ])("[A40] [A41] %s, said once for an application, has an ETag and conditions likewise", async (path, one, other) => {
    const first = await w.admin("PUT", at + path, one);
    const tag = first.headers.get("etag") ?? "";
    expect(tag).toMatch(/^"[0-9a-f]{20}"$/);
    const read = await ask("GET", at + path);
    expect([read.body, read.headers.get("etag")]).toEqual([first.body, tag]);
    const again = await ask("GET", at + path, { "if-none-match": `"0x", W/${tag}` });
    expect([again.status, again.text, again.headers.get("etag")]).toEqual([304, "", tag]);
    for (const headers of [{ "if-match": '"0x"' }, { "if-match": `W/${tag}` }, { "if-none-match": "*" }]) {
      const refused = await ask("PUT", at + path, headers, other);
      expect(refused).toMatchObject({ status: 412, body: { current: first.body } });
      expect(refused.headers.get("etag")).toBe(tag);
    }
    expect((await ask("GET", at + path)).body).toEqual(first.body);
    const put = await ask("PUT", at + path, { "if-match": `"0x", ${tag}` }, other);
    expect([put.status, put.headers.get("etag") === tag]).toEqual([200, false]);
    // Put back, it is the same again.
    expect((await ask("PUT", at + path, { "if-match": "*" }, one)).headers.get("etag")).toBe(tag);
  });

  it("[A41] of two who change such a thing at once, one is told", async () => {
    for (const [path, bodies] of [
      ["/retention", [{ calls: 100 }, { calls: 200 }]],
      ["/sign-in-rules", [{ secondFactor: ["admin"] }, { secondFactor: ["supervisor"] }]],
      ["/outbound", [{ address: "192.0.2.1" }, { address: "192.0.2.2" }]],
    ] as const) {
      await w.admin("PUT", at + path, path === "/outbound" ? { address: "192.0.2.3" } : {});
      await w.admin("PUT", at + path, path === "/sign-in-rules" ? { secondFactor: [] } : bodies[0]);
      const tag = await etag(at + path);
      const more = path === "/retention" ? { timelines: 5 } : {};
      const both = await Promise.all(
        bodies.map((body) =>
          ask("PUT", at + path, { "if-match": tag }, { ...body, ...more, ...(path === "/outbound" && { atOnce: 3 }) }),
        ),
      );
      expect(
        both.map(({ status }) => status).toSorted((a, b) => a - b),
        path,
      ).toEqual([200, 412]);
      const now = both.find(({ status }) => status === 200)?.body;
      expect((await ask("GET", at + path)).body).toEqual(now);
      expect(both.find(({ status }) => status === 412)?.body["current"]).toEqual(now);
    }
    expect((await ask("DELETE", `${at}/outbound`, { "if-match": '"0x"' })).status).toBe(412);
    expect((await ask("GET", `${at}/outbound`)).status).toBe(200);
    expect((await ask("DELETE", `${at}/outbound`, { "if-match": await etag(`${at}/outbound`) })).status).toBe(204);
    expect((await ask("PUT", `${at}/outbound`, { "if-match": "*" }, { address: "192.0.2.1" })).status).toBe(412);
    expect((await ask("PUT", `${at}/outbound`, { "if-none-match": "*" }, { address: "192.0.2.1" })).status).toBe(200);
  });

  it("[A41] a change that rests on another state is refused, says what is there now, and changes nothing", async () => {
    const path = `${at}/queues/MainQueue`;
    const old = await etag(path);
    await w.admin("PUT", path, { name: "Changed by somebody else" });
    const now = await etag(path);
    const tries: [string, Record<string, string>, unknown][] = [
      ["PUT", {}, { name: "Mine" }],
      ["PATCH", { "content-type": mergePatch }, { name: "Mine" }],
      ["DELETE", {}, undefined],
    ];
    for (const [method, headers, body] of tries) {
      const answer = await ask(method, path, { "if-match": old, ...headers }, body);
      expect(answer.status, method).toBe(412);
      expect(answer.headers.get("etag")).toBe(now);
      expect(answer.body).toMatchObject({
        type: "urn:acd:problem:precondition-failed",
        current: { id: "MainQueue", name: "Changed by somebody else" },
      });
    }
    // A weak tag is no ground for a change, nor one that is not ours.
    expect((await ask("PUT", path, { "if-match": `W/${now}` }, { name: "Mine" })).status).toBe(412);
    expect((await ask("PUT", path, { "if-match": '"mine"' }, { name: "Mine" })).status).toBe(412);
    expect((await ask("PUT", path, { "if-match": `${old}, ${now}` }, { name: "Mine" })).status).toBe(200);
  });

  it("[A41] it can be put only where nothing is, or only where something is", async () => {
    const path = `${at}/queues/New`;
    const nothing = await ask("PUT", path, { "if-match": "*" }, { name: "New" });
    expect(nothing.status).toBe(412);
    expect(nothing.body).toMatchObject({ current: null });
    expect((await ask("PUT", path, { "if-none-match": "*" }, { name: "New" })).status).toBe(201);
    const there = await ask("PUT", path, { "if-none-match": "*" }, { name: "Newer" });
    expect(there.status).toBe(412);
    expect(there.body).toMatchObject({ current: { name: "New" } });
    expect((await ask("PUT", path, { "if-match": "*" }, { name: "Newer" })).status).toBe(200);
    expect((await ask("DELETE", path, { "if-none-match": "*" })).status).toBe(412);
    expect((await ask("DELETE", path, { "if-match": await etag(path) })).status).toBe(204);
    expect((await ask("PUT", at, { "if-none-match": "*" }, { name: "x" })).status).toBe(412);
  });

  it("[A42] PATCH changes what it names and nothing else; null gives the default", async () => {
    const patch = (path: string, body: unknown) => ask("PATCH", path, { "content-type": mergePatch }, body);
    const path = `${at}/queues/MainQueue`;
    await w.admin("PUT", path, {
      name: "Main",
      skillGroups: ["Support"],
      weight: 70,
      targets: { full: { to: "voicemail" }, waited: { to: "callback" } },
    });
    const before = (await w.admin("GET", path)).body;
    const { status, body, headers } = await patch(path, {
      ringTime: 30_000,
      weight: null,
      targets: { full: null, too_long: { to: "voicemail" } },
    });
    expect(status).toBe(200);
    expect(body).toEqual({
      ...before,
      ringTime: 30_000,
      weight: 50,
      targets: { too_long: { to: "voicemail", text: {} }, waited: { to: "callback", text: {} } },
    });
    expect(headers.get("etag")).toBe(await etag(path));
    expect((await patch(path, { ringTime: 1, colour: "red" })).body).toMatchObject({
      errors: [{ field: "ringTime" }, { field: "colour" }],
    });
    expect((await patch(path, { name: null })).status).toBe(422);
    expect((await patch(path, { skillGroups: ["Nobody"] })).body).toMatchObject({
      errors: [{ field: "skillGroups.0" }],
    });
    expect((await patch(path, [])).status).toBe(422);
    expect((await patch(`${at}/queues/None`, { name: "x" })).status).toBe(404);
    expect((await w.admin("GET", path)).body).toEqual(body);
    expect((await patch(at, { name: "Renamed" })).body).toEqual({ id: "callcenter", name: "Renamed", language: "ru" });
    expect((await w.admin("GET", "/v1/applications")).body).toMatchObject({ items: [{ name: "Renamed" }] });
  });

  it("[A42] what somebody else changes at the same moment is not lost", async () => {
    let others = 2;
    const path = `${at}/queues/MainQueue`;
    const racing = world({
      directory: (application) => ({
        ...w.ports.directory(application),
        read: async (kind, id) => {
          const found = await w.ports.directory(application).read(kind, id);
          if (others > 0) {
            others -= 1;
            await ask("PATCH", path, { "content-type": mergePatch }, { weight: 60 + others });
          }
          return found;
        },
      }),
    });
    const patch = (headers: Record<string, string>) =>
      racing.ask("PATCH", path, {
        as: adminKey,
        headers: { "content-type": mergePatch, ...headers },
        body: { ringTime: 30_000 },
      });
    expect((await patch({})).body).toMatchObject({ ringTime: 30_000, weight: 60 });
    others = 2;
    // Who names the state that the change rests on is told instead.
    expect((await patch({ "if-match": await etag(path) })).status).toBe(412);
  });

  it("[A42] what a resource shows beside what was put survives a PATCH, a password too", async () => {
    await w.admin("PUT", `${at}/operators/anna`, { name: "Anna", password: "password of anna" });
    await w.admin("PUT", `${at}/hours/Office/override`, { open: false });
    const patch = (path: string) => ask("PATCH", at + path, { "content-type": mergePatch }, { name: "Other" });
    expect((await patch("/operators/anna")).body).toMatchObject({ name: "Other", canSignIn: true });
    expect((await patch("/hours/Office")).body).toMatchObject({ name: "Other", override: { open: false } });
    expect(await w.signIn("anna", "password of anna")).not.toBe("undefined");
  });

  // The examples of RFC 7396, appendix A.
  it.each([
    [{ a: "b" }, { a: "c" }, { a: "c" }],
    [{ a: "b" }, { b: "c" }, { a: "b", b: "c" }],
    [{ a: "b" }, { a: null }, {}],
    [{ a: "b", b: "c" }, { a: null }, { b: "c" }],
    [{ a: ["b"] }, { a: "c" }, { a: "c" }],
    [{ a: "c" }, { a: ["b"] }, { a: ["b"] }],
    [{ a: { b: "c" } }, { a: { b: "d", c: null } }, { a: { b: "d" } }],
    [{ a: [{ b: "c" }] }, { a: [1] }, { a: [1] }],
    [
      ["a", "b"],
      ["c", "d"],
      ["c", "d"],
    ],
    [{ a: "b" }, ["c"], ["c"]],
    [{ a: "foo" }, null, null],
    [{ a: "foo" }, "bar", "bar"],
    [{ e: null }, { a: 1 }, { e: null, a: 1 }],
    [[1, 2], { a: "b", c: null }, { a: "b" }],
    [{}, { a: { bb: { ccc: null } } }, { a: { bb: {} } }],
  ])("[A42] %j with %j is %j", (target, patch, result) => {
    expect(merged(target, patch)).toEqual(result);
  });

  it("[A42] however deep a patch is, it is refused as any that is wrong", async () => {
    const deep = `${'{"a":'.repeat(8_000)}1${"}".repeat(8_000)}`;
    const answer = await ask("PATCH", `${at}/queues/MainQueue`, { "content-type": mergePatch }, deep);
    expect(answer.body).toMatchObject({ status: 422, errors: [{ field: "a" }] });
  });

  it("[A42] a name like __proto__ is a name", () => {
    const patch: unknown = JSON.parse('{"__proto__": {"admin": true}}');
    expect(Object.getPrototypeOf(merged({}, patch))).toBe(Object.prototype);
    expect(({} as { admin?: boolean }).admin).toBeUndefined();
  });

  it("[A43] lists come page by page, each thing once, whatever is put and deleted meanwhile", async () => {
    for (let group = 10; group < 35; group++)
      await w.admin("PUT", `${at}/skill-groups/g${group}`, { name: `Group ${group}` });
    const seen: string[] = [];
    let next: string | undefined;
    do {
      const cursor = next === undefined ? "" : `&cursor=${next}`;
      const { body } = await w.admin("GET", `${at}/skill-groups?limit=7${cursor}`);
      const items = body["items"] as { id: string }[];
      expect(items.length).toBeLessThanOrEqual(7);
      seen.push(...items.map(({ id }) => id));
      await w.admin("DELETE", `${at}/skill-groups/${seen.at(-1)}`);
      await w.admin("PUT", `${at}/skill-groups/a${seen.length}`, { name: "Before" });
      next = body["next"] as string | undefined;
    } while (next !== undefined);
    const all = Array.from({ length: 25 }, (_, index) => `g${index + 10}`);
    expect(seen).toEqual(["Support", ...all]);
    const whole = (await w.admin("GET", `${at}/operators?limit=3`)).body;
    expect(whole["items"]).toHaveLength(3);
    expect(whole).not.toHaveProperty("next");
    for (const wrong of ["limit=0", "limit=1001", "limit=x", "cursor=x", "cursor=WzEsMl0", "colour=red"]) {
      const { status, body } = await w.admin("GET", `${at}/skill-groups?${wrong}`);
      expect([status, body["errors"]], wrong).toEqual([400, [expect.objectContaining({ remedy: expect.any(String) })]]);
    }
  });

  it.each([
    ["skill-groups?name=UPP", ["Support"]],
    ["queues?name=%D0%9E%D0%A7%D0%95%D0%A0", ["Russian"]],
    ["queues?skillGroup=Support", ["MainQueue"]],
    ["queues?hours=Office", ["Russian"]],
    ["operators?role=admin", ["admin"]],
    ["operators?skillGroup=Support", ["operator1"]],
    ["operators?queue=MainQueue", ["operator1"]],
    ["operators?queue=Russian", []],
    ["operators?skill=english", ["skilled"]],
    ["operators?name=or&role=supervisor", ["supervisor1"]],
    ["operators?name=or&limit=1", ["operator1"]],
    ["numbers?digits=7495", ["+74951234567"]],
    ["numbers?label=main", ["+74951234567"]],
    ["rules?queue=MainQueue", ["InboundCalls"]],
    ["rules?queue=Russian", ["Night"]],
    ["rules?scenario=Closed", ["Night"]],
    ["rules?number=%2B74951234567", ["InboundCalls", "Night"]],
    ["rules?number=%2B7000", ["Night"]],
    ["hours?name=x", []],
  ])("[A43] %s narrows the list down to %j", async (path, ids) => {
    await w.admin("PUT", `${at}/queues/Russian`, { name: "Вторая очередь", hours: "Office" });
    await w.admin("PUT", `${at}/operators/skilled`, { name: "Skilled", skills: { english: 3 } });
    await w.admin("PUT", `${at}/rules/Night`, { mask: "*", scenario: "Closed", queue: "Russian" });
    const { status, body } = await w.admin("GET", `${at}/${path}`);
    expect(status).toBe(200);
    expect((body["items"] as { id: string }[]).map(({ id }) => id)).toEqual(ids);
  });

  it("[A43] applications are listed by page and name", async () => {
    await w.admin("PUT", "/v1/applications/second", { name: "Second" });
    const first = (await w.admin("GET", "/v1/applications?limit=1")).body;
    expect(first["items"]).toMatchObject([{ id: "callcenter" }]);
    const rest = (await w.admin("GET", `/v1/applications?limit=1&cursor=${String(first["next"])}`)).body;
    expect(rest).toEqual({ items: [{ id: "second", name: "Second", language: "ru" }] });
    expect((await w.admin("GET", "/v1/applications?name=CALL")).body).toMatchObject({ items: [{ id: "callcenter" }] });
  });

  it("[A43] lists in another order than that of ids come page by page as well", async () => {
    for (const name of ["Вторая", "Первая", "Первая", "Zweite"])
      await w.admin("PUT", `${at}/queues/q${Math.floor(w.state.now++)}`, { name });
    for (const name of ["b", "a", "c"]) {
      w.state.now += 1;
      await w.admin("POST", `${at}/keys`, { name, rights: [] });
    }
    const leaf = async (path: string) => {
      const names: string[] = [];
      let next: string | undefined;
      do {
        const { body } = await w.admin("GET", `${at}/${path}?limit=2${next === undefined ? "" : `&cursor=${next}`}`);
        names.push(...(body["items"] as { name: string }[]).map(({ name }) => name));
        next = body["next"] as string | undefined;
      } while (next !== undefined);
      return names;
    };
    expect(await leaf("transfer-targets")).toEqual(["Main queue", "Zweite", "Вторая", "Первая", "Первая"]);
    expect(await leaf("keys")).toEqual(["b", "a", "c"]);
    expect((await w.admin("GET", `${at}/keys?cursor=WzFd`)).status).toBe(400);
  });

  it("[A44] what uses a thing is told, and whether that keeps it from being deleted", async () => {
    await w.admin("PUT", `${at}/queues/Second`, {
      name: "Second",
      hours: "Office",
      strategy: "topDown",
      order: ["operator1"],
      tiers: { Support: 2 },
      targets: { full: { to: "queue", queue: "MainQueue" } },
    });
    await w.admin("PUT", `${at}/operators/anna`, { name: "Anna", queueOrder: ["Second"] });
    const uses = async (path: string) => (await w.admin("GET", `${at}/${path}/uses`)).body["items"];
    expect(await uses("skill-groups/Support")).toEqual([
      { kind: "queue", id: "MainQueue", keeps: true },
      { kind: "operator", id: "operator1", keeps: true },
      { kind: "queue", id: "Second", keeps: false },
    ]);
    expect(await uses("hours/Office")).toEqual([{ kind: "queue", id: "Second", keeps: true }]);
    expect(await uses("queues/MainQueue")).toEqual([
      { kind: "rule", id: "InboundCalls", keeps: true },
      { kind: "queue", id: "Second", keeps: true },
    ]);
    expect(await uses("queues/Second")).toEqual([{ kind: "operator", id: "anna", keeps: false }]);
    expect(await uses("operators/operator1")).toEqual([{ kind: "queue", id: "Second", keeps: false }]);
    expect(await uses("rules/InboundCalls")).toEqual([]);
    expect(await uses("numbers/%2B74951234567")).toEqual([]);
    expect((await w.admin("GET", `${at}/queues/None/uses`)).status).toBe(404);
    expect((await w.admin("DELETE", `${at}/operators/operator1`)).status).toBe(204);
    expect((await w.admin("DELETE", `${at}/queues/Second`)).status).toBe(204);
  });
});

describe("a fault on the way to the actors", () => {
  it("[S21] is said to pass: 503, and when to try again", async () => {
    const w = world();
    await w.furnish();
    w.state.actorsAway = true;
    const { status, body, headers } = await w.ask("GET", `${at}/queues/MainQueue/state`, { as: adminKey });
    expect([status, headers.get("retry-after")]).toEqual([503, "1"]);
    expect(body).toMatchObject({ type: "urn:acd:problem:away" });
  });
});
