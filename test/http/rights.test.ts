/** Every route by every kind of bearer, as the description of the API says it; and what a right does not reach. */
import { beforeAll, beforeEach, describe, expect, it } from "vitest";
import type { CallRecord } from "../../src/protocol/record.ts";
import { builtInRoles, everyRight, type Right } from "../../src/rights/index.ts";
import { as } from "../../src/words/index.ts";
import type { CallId, OperatorId, QueueId, RoomName } from "../../src/words/index.ts";
import { adminKey, app, world, type World } from "./world.ts";

const at = `/v1/applications/${app}`;

interface Route {
  readonly method: string;
  readonly path: string;
  /** The right that it names; none: open to everyone, or a matter of the token itself. */
  readonly right: Right | "adminKey" | undefined;
  readonly guarded: boolean;
  readonly type: string | undefined;
}

interface Described {
  readonly security?: unknown;
  readonly "x-right"?: Right | "adminKey";
  readonly requestBody?: { readonly content: Record<string, unknown> };
}

async function routesOf(w: World): Promise<Route[]> {
  const { body } = await w.ask("GET", "/openapi.json");
  const paths = body["paths"] as Record<string, Record<string, Described>>; // OpenAPI's own form
  return Object.entries(paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, described]) => ({
      method: method.toUpperCase(),
      path,
      right: described["x-right"],
      guarded: described.security !== undefined,
      type: Object.keys(described.requestBody?.content ?? {})[0],
    })),
  );
}

/** An id that could be, of nothing that is there: who may ask is told so, and nothing is changed. */
const idIn = (path: string): string =>
  path.includes("/numbers/") ? "%2B70000000000" : path.includes("/keys/") ? "0123456789ab" : "Nobody";

const asks = (w: World, { method, path, type }: Route, bearer: string | undefined) =>
  w.ask(method, path.replace("{application}", app).replaceAll(/\{\w+\}/g, idIn(path)), {
    ...(bearer !== undefined && { as: bearer }),
    ...(type !== undefined && { body: "{}", headers: { "content-type": type } }),
  });

type Rights = readonly string[] | "everything" | "unknown";
type Verdict = "let in" | "refused" | "not known" | "broken";

/** What the description of the API promises whoever has these rights. */
function expected({ right }: Route, rights: Rights): Verdict {
  if (rights === "unknown") return "not known";
  return rights === "everything" || rights.includes(String(right)) ? "let in" : "refused";
}

/** Who is let in is told what is wrong with the rest of the request, or that there is no such thing, or that it is done. */
function verdictOf({ status, body }: { status: number; body: Record<string, unknown> }): Verdict {
  if (status === 401) return "not known";
  if (status === 403) return body["type"] === "urn:acd:problem:forbidden" ? "refused" : "broken";
  return status < 500 ? "let in" : "broken";
}

describe("every route by every bearer", () => {
  let w: World;
  let routes: Route[];
  /** Whose token or key, and the rights that they have; `everything` includes what asks for the admin key. */
  const bearers: { who: string; token: string | undefined; rights: Rights }[] = [];

  beforeAll(async () => {
    w = world();
    await w.furnish({ passwords: true });
    routes = await routesOf(w);
    const other = "/v1/applications/other";
    await w.admin("PUT", other, { name: "Other" });
    await w.admin("PUT", `${other}/operators/admin`, { name: "Admin", role: "admin", password: "password of admin" });
    await w.admin("PUT", `${at}/roles/Reader`, { name: "Reader", rights: ["calls.read"] });
    await w.admin("PUT", `${at}/operators/reader`, { name: "Reader", role: "Reader", password: "password of reader" });
    const stranger = await w.ask("POST", `${other}/sessions`, {
      body: { operator: "admin", password: "password of admin" },
    });
    bearers.push(
      { who: "nobody", token: undefined, rights: "unknown" },
      { who: "garbage", token: "garbage", rights: "unknown" },
      { who: "an operator", token: await w.signIn("operator1", "password of one"), rights: builtInRoles.operator },
      {
        who: "a supervisor",
        token: await w.signIn("supervisor1", "password of super"),
        rights: builtInRoles.supervisor,
      },
      { who: "an admin", token: await w.signIn("admin", "password of admin"), rights: builtInRoles.admin },
      { who: "a role of one right", token: await w.signIn("reader", "password of reader"), rights: ["calls.read"] },
      { who: "an admin of another application", token: String(stranger.body["token"]), rights: [] },
      { who: "a key of another application", token: await w.key(["queues.read"], { of: "other" }), rights: [] },
      { who: "a key without rights", token: await w.key([]), rights: [] },
      { who: "the admin key", token: adminKey, rights: "everything" },
    );
    for (const right of everyRight.filter((right) => right !== "keys.write"))
      bearers.push({ who: `a key for ${right}`, token: await w.key([right]), rights: [right] });
  });

  it("[A8] each names one right, and the rights are those of the list", () => {
    expect(routes.length).toBeGreaterThan(45);
    const without = routes.filter(({ right }) => right === undefined);
    expect(without.map(({ method, path }) => `${method} ${path}`).toSorted()).toEqual([
      "DELETE /v1/applications/{application}/passkeys/{passkey}",
      "DELETE /v1/applications/{application}/sessions/current",
      "DELETE /v1/applications/{application}/sessions/{id}",
      "GET /v1/applications/{application}/passkeys",
      "GET /v1/applications/{application}/second-factor",
      "GET /v1/applications/{application}/sessions",
      "GET /v1/applications/{application}/sessions/current",
      "GET /v1/applications/{application}/sign-in",
      "GET /v1/applications/{application}/sign-in/{provider}",
      "GET /v1/applications/{application}/sign-in/{provider}/callback",
      "GET /v1/public",
      "POST /v1/applications/{application}/passkeys",
      "POST /v1/applications/{application}/passkeys/begin",
      "POST /v1/applications/{application}/passkeys/challenge",
      "POST /v1/applications/{application}/second-factor",
      "POST /v1/applications/{application}/second-factor/confirm",
      "POST /v1/applications/{application}/second-factor/end",
      "POST /v1/applications/{application}/sessions",
      "POST /v1/applications/{application}/sessions/passkey",
      "POST /v1/applications/{application}/sessions/refresh",
      "POST /v1/applications/{application}/sign-in/session",
      "POST /v1/applications/{application}/sign-in/{provider}/logout",
      "POST /v1/applications/{application}/web-calls",
    ]);
    const named = routes.filter(({ right }) => right !== undefined);
    for (const { right, path } of named) expect([...everyRight, "adminKey"], path).toContain(right);
    // What is about no application in particular is for the admin key alone.
    const global = named.filter(({ path }) => !path.startsWith("/v1/applications/{application}"));
    for (const { right, path } of global) expect(right, path).toBe("adminKey");
  });

  it("[A8] lets in who has the right that it names, and nobody else", async () => {
    let cells = 0;
    for (const route of routes.filter(({ right }) => right !== undefined)) {
      for (const { who, token, rights } of bearers) {
        const answer = await asks(w, route, token);
        const cell = `${route.method} ${route.path} (${route.right}) by ${who}: ${answer.text}`;
        expect(verdictOf(answer), cell).toBe(expected(route, rights));
        cells += 1;
      }
    }
    expect(cells).toBeGreaterThan(45 * 40);
  });

  it("[A8] signing out is for sessions of this application only, and what is open to everyone stays so", async () => {
    for (const { who, token } of bearers.filter(({ who }) => /key|another|nobody|garbage/.test(who)))
      expect(
        (await w.ask("DELETE", `${at}/sessions/current`, { ...(token !== undefined && { as: token }) })).status,
        who,
      ).toBe(401);
    for (const route of routes.filter(({ guarded }) => !guarded))
      expect([401, 403], route.path).not.toContain((await asks(w, route, "garbage")).status);
  });

  it("[A8] says which right is lacking, and notes who asked", async () => {
    const { body } = await w.ask("DELETE", `${at}/queues/MainQueue`, { as: await w.key(["queues.read"]) });
    expect(body["detail"]).toContain("`queues.write`");
    expect(w.logged.join("\n")).toMatch(/"denied".*"by":"key:[0-9a-f]{12}","right":"queues.write"/);
  });

  it("[A8] /docs says of each route what it needs, and what each right means", async () => {
    const { text } = await w.ask("GET", "/docs");
    for (const right of everyRight) expect(text).toContain(`<th scope="row"><code>${right}</code></th>`);
    expect(text).toMatch(/Needs <a href="#rights"><code>queues\.write<\/code><\/a\s*>/);
    expect(text).toContain("Needs the admin key.");
  });

  it("[A8] the rights and the roles that are built in can be listed, and these stay as they are", async () => {
    const { body } = await w.admin("GET", `${at}/rights`);
    expect((body["rights"] as { right: string }[]).map(({ right }) => right)).toEqual(everyRight);
    expect(body["roles"]).toEqual(Object.entries(builtInRoles).map(([id, rights]) => ({ id, rights })));
    expect((await w.admin("PUT", `${at}/roles/admin`, { name: "Admin", rights: [] })).status).toBe(403);
    expect((await w.admin("PUT", `${at}/roles/R`, { name: "R", rights: ["everything"] })).status).toBe(422);
    // Nobody is to be taken for the admin key in a timeline.
    expect((await w.admin("PUT", `${at}/operators/key`, { name: "Key" })).status).toBe(400);
    expect((await w.admin("DELETE", `${at}/roles/Reader`)).body).toMatchObject({
      status: 409,
      usedBy: [{ id: "reader" }],
    });
  });
});

describe("a change of rights", () => {
  let w: World;
  const calls = async (as: string) => (await w.ask("GET", `${at}/calls`, { as })).status;

  beforeEach(async () => {
    w = world();
    await w.furnish();
    await w.admin("PUT", `${at}/roles/Lead`, { name: "Lead", rights: ["calls.read", "console.open"] });
    await w.admin("PUT", `${at}/operators/lead`, { name: "Lead", role: "Lead", password: "password of lead" });
  });

  it("[A34] holds from the next request on, with the token that there is", async () => {
    const token = await w.signIn("lead", "password of lead");
    expect(await calls(token)).toBe(200);
    await w.admin("PUT", `${at}/roles/Lead`, { name: "Lead", rights: ["console.open"] });
    expect(await calls(token)).toBe(403);
    await w.admin("PUT", `${at}/roles/Lead`, { name: "Lead", rights: ["calls.read"] });
    expect(await calls(token)).toBe(200);
    await w.admin("PUT", `${at}/roles/Lead`, { name: "Lead", rights: ["queues.watch"] });
    const watch = async () => (await w.ask("GET", `${at}/queues/MainQueue/state`, { as: token })).status;
    expect(await watch()).toBe(200);
    await w.admin("PUT", `${at}/operators/lead`, { name: "Lead", role: "Lead", scope: { queues: [] } });
    expect(await watch()).toBe(404);
  });

  it("[A34] no console is opened without the right to it", async () => {
    const token = await w.signIn("lead", "password of lead");
    const console = () => w.ask("GET", `${at}/console`, { as: token });
    expect((await console()).status).toBe(426);
    await w.admin("PUT", `${at}/roles/Lead`, { name: "Lead", rights: ["calls.read"] });
    expect((await console()).status).toBe(403);
  });
});

describe("nobody gives more than they have", () => {
  let w: World;
  let token: string;
  const put = async (path: string, body: object) => (await w.ask("PUT", `${at}/${path}`, { as: token, body })).status;
  const rights = ["people.write", "people.read", "roles.write", "keys.write", "queues.watch"];

  beforeEach(async () => {
    w = world();
    await w.furnish();
    await w.admin("PUT", `${at}/queues/Second`, { name: "Second" });
    await w.admin("PUT", `${at}/roles/Staff`, { name: "Staff", rights });
    await w.admin("PUT", `${at}/roles/Watch`, { name: "Watch", rights: ["queues.watch"] });
    await w.admin("PUT", `${at}/operators/staff`, { name: "Staff", role: "Staff", password: "password of staff" });
    token = await w.signIn("staff", "password of staff");
  });

  it("[A36] to people: neither a role that may do more, nor a new password to somebody who may", async () => {
    expect(await put("operators/new", { name: "New", role: "Watch" })).toBe(201);
    expect(await put("operators/new", { name: "New", role: "admin" })).toBe(403);
    expect(await put("operators/staff", { name: "Staff", role: "supervisor" })).toBe(403);
    expect(await put("operators/admin", { name: "Admin", role: "Watch", password: "password of mine" })).toBe(403);
    const patch = await w.ask("PATCH", `${at}/operators/admin`, {
      as: token,
      body: { password: "password of mine" },
      headers: { "content-type": "application/merge-patch+json" },
    });
    expect(patch.status).toBe(403);
    expect((await w.ask("DELETE", `${at}/operators/admin`, { as: token })).status).toBe(403);
    expect((await w.ask("DELETE", `${at}/operators/new`, { as: token })).status).toBe(204);
    expect((await w.admin("GET", `${at}/operators/admin`)).body).toMatchObject({ role: "admin", canSignIn: false });
  });

  it("[A36] to roles, their own included", async () => {
    expect(await put("roles/Mine", { name: "Mine", rights: ["queues.watch"] })).toBe(201);
    expect(await put("roles/Mine", { name: "Mine", rights: ["calls.read"] })).toBe(403);
    expect(await put("roles/Staff", { name: "Staff", rights: [...rights, "calls.read"] })).toBe(403);
    await w.admin("PUT", `${at}/roles/More`, { name: "More", rights: ["calls.read"] });
    expect(await put("roles/More", { name: "More", rights: [] })).toBe(403);
    expect((await w.ask("DELETE", `${at}/roles/More`, { as: token })).status).toBe(403);
  });

  it("[A36] nor the same for more queues", async () => {
    const scope = { queues: ["MainQueue"] };
    await w.admin("PUT", `${at}/operators/staff`, {
      name: "Staff",
      role: "Staff",
      scope,
      password: "password of staff",
    });
    token = await w.signIn("staff", "password of staff");
    expect(await put("operators/new", { name: "New", role: "Watch", scope })).toBe(201);
    expect(await put("operators/new", { name: "New", role: "Watch" })).toBe(403);
    expect(await put("operators/new", { name: "New", role: "Watch", scope: { queues: ["Second"] } })).toBe(403);
    // Who holds a role may hold it for all queues.
    expect(await put("roles/Watch", { name: "Watch", rights: [] })).toBe(403);
    const key = (scope: object | null) =>
      w.ask("POST", `${at}/keys`, { as: token, body: { name: "K", rights: ["queues.watch"], scope } });
    expect((await key(null)).status).toBe(403);
    expect((await key(scope)).status).toBe(201);
  });
});

describe("somebody in charge of one queue", () => {
  let w: World;
  let token: string;
  let routes: Route[];
  const get = (path: string) => w.ask("GET", `${at}/${path}`, { as: token });
  const record = (id: string, queue: string | undefined, more: Partial<CallRecord> = {}): CallRecord => ({
    callId: as<CallId>(id),
    room: as<RoomName>(`call-callcenter_+79161234567_${id}`),
    channel: "phone",
    from: "+79161234567",
    to: "+74951234567",
    startedAt: 1_000,
    ...(queue !== undefined && { queueId: as<QueueId>(queue) }),
    timeline: [],
    ...more,
  });
  /** Everything of the other queue is called so. */
  const hidden = /Hidden/;

  beforeEach(async () => {
    w = world();
    await w.furnish();
    for (const [path, body] of [
      ["skill-groups/Others", { name: "Others" }],
      ["hours/Office", { name: "Office", timeZone: "UTC" }],
      ["hours/Both", { name: "Both", timeZone: "UTC" }],
      ["queues/Hidden1", { name: "Hidden1", skillGroups: ["Others"], hours: "Both" }],
      ["queues/MainQueue", { name: "Main queue", skillGroups: ["Support"], hours: "Office" }],
      ["queues/Sister", { name: "Sister", skillGroups: ["Others"] }],
      ["operators/Hidden2", { name: "Hidden2", skillGroups: ["Others"] }],
      ["rules/Hidden3", { mask: "+7499*", queue: "Hidden1" }],
      [
        "operators/lead",
        { name: "Lead", role: "supervisor", scope: { queues: ["MainQueue"] }, password: "password of lead" },
      ],
      ["roles/Everything", { name: "Everything", rights: everyRight }],
      [
        "operators/chief",
        { name: "Chief", role: "Everything", scope: { queues: ["MainQueue"] }, password: "password of chief" },
      ],
    ] as const) {
      const { status, text } = await w.admin("PUT", `${at}/${path}`, body);
      expect([200, 201], text).toContain(status);
    }
    const ledger = w.ports.ledger(app);
    for (const [id, queue] of [
      ["c_mine", "MainQueue"],
      ["c_Hidden", "Hidden1"],
      ["c_Hidden_unrouted", undefined],
    ] as const) {
      await ledger.tell({ type: "call.ended", record: record(id, queue, { endedAt: 2_000, outcome: "abandoned" }) });
    }
    for (const [id, queue] of [
      ["c_live", "MainQueue"],
      ["c_HiddenLive", "Hidden1"],
    ] as const) {
      await ledger.tell({ type: "call.started", call: record(id, queue) });
      w.state.calls.set(id, record(id, queue));
    }
    token = await w.signIn("lead", "password of lead");
    routes = await routesOf(w);
  });

  it("[A35] sees nothing of another, on whatever route", async () => {
    const ids = [
      "MainQueue",
      "Hidden1",
      "operator1",
      "Hidden2",
      "InboundCalls",
      "Hidden3",
      "c_mine",
      "c_Hidden",
      "c_live",
      "c_HiddenLive",
      "Office",
      "Both",
      "Support",
      "Others",
      "supervisor",
    ];
    const seen: string[] = [];
    for (const { method, path } of routes.filter(({ method }) => method === "GET")) {
      // A caller may be sent into any queue: A118 says what is told of them.
      if (path.endsWith("/transfer-targets")) continue;
      for (const id of path.includes("{id}") ? ids : [""]) {
        const address = path.replace("{application}", app).replaceAll(/\{\w+\}/g, id);
        const { status, text } = await w.ask(method, address, { as: token });
        if (status === 200) seen.push(`${path} ${id}`);
        // What was asked for may be named in the answer that it is not there.
        expect(text.replaceAll(`"${id}"`, "").replaceAll(`\\"${id}\\"`, ""), `${address} ${status}`).not.toMatch(
          hidden,
        );
      }
    }
    expect(seen.length).toBeGreaterThan(20);
    expect(seen.filter((address) => hidden.test(address))).toEqual([]);
  });

  it("[A35] lists what is of the queue, and reads it", async () => {
    const ids = async (path: string, key = "id") =>
      ((await get(path)).body["items"] as Record<string, string>[]).map((item) => item[key]);
    expect(await ids("queues")).toEqual(["MainQueue"]);
    expect(await ids("operators")).toEqual(["operator1"]);
    expect(await ids("rules")).toEqual(["InboundCalls"]);
    expect(await ids("calls", "callId")).toEqual(["c_mine", "c_live"]);
    expect(await ids("calls?queue=Hidden1", "callId")).toEqual([]);
    expect(await ids("hours")).toEqual(["Both", "Office"]);
    for (const path of [
      "queues/MainQueue",
      "queues/MainQueue/state",
      "calls/c_mine",
      "calls/c_live",
      "operators/operator1/state",
      "operators/lead/state",
    ])
      expect((await get(path)).status, path).toBe(200);
    expect((await get("route?number=%2B74951234567")).status).toBe(200);
    expect((await get("route?number=%2B74991234567")).status).toBe(404);
  });

  it("[A35] goes with a living call: one that has moved on to another queue is theirs no longer", async () => {
    w.state.calls.set("c_live", record("c_live", "Hidden1"));
    expect((await get("calls/c_live")).status).toBe(404);
    w.state.calls.set("c_HiddenLive", record("c_HiddenLive", "MainQueue"));
    expect((await get("calls/c_HiddenLive")).status).toBe(200);
  });

  it("[A35] does nothing to calls, operators and hours of another", async () => {
    const post = async (id: string, body: object) =>
      (await w.ask("POST", `${at}/calls/${id}/commands`, { as: token, body })).status;
    expect(await post("c_live", { do: "prioritise", priority: 1 })).toBe(200);
    for (const command of [
      { do: "end" },
      { do: "prioritise", priority: 1 },
      { do: "assign", operatorId: "operator1" },
      { do: "unassign" },
      { do: "move", queueId: "MainQueue" },
      { do: "transfer", queueId: "MainQueue" },
    ])
      expect(await post("c_HiddenLive", command), command.do).toBe(404);
    expect(w.state.commanded.map(({ call, by }) => [call, by])).toEqual([["c_live", "lead"]]);
    const put = async (path: string, body: object) => (await w.ask("PUT", `${at}/${path}`, { as: token, body })).status;
    expect(await put("operators/Hidden2/status", { status: "Offline" })).toBe(404);
    expect(await put("operators/operator1/status", { status: "Offline" })).toBe(409);
    expect(await put("hours/Office/override", { open: false })).toBe(200);
    expect(await put("hours/Both/override", { open: false })).toBe(403);
    expect((await w.ask("DELETE", `${at}/hours/Both/override`, { as: token })).status).toBe(403);
  });

  it("[A118] sends a caller of theirs into any queue, and learns of the others no more than their names", async () => {
    const post = (body: object) => w.ask("POST", `${at}/calls/c_live/commands`, { as: token, body });
    expect((await get("transfer-targets")).body["items"]).toEqual([
      { queueId: "Hidden1", name: "Hidden1" },
      { queueId: "MainQueue", name: "Main queue" },
      { queueId: "Sister", name: "Sister" },
    ]);
    for (const path of ["queues/Hidden1", "queues/Hidden1/state", "queues/Hidden1/timeline"])
      expect((await get(path)).status, path).toBe(404);
    expect((await post({ do: "move", queueId: "Hidden1" })).status).toBe(200);
    expect((await post({ do: "move", queueId: "Sister", time: "reset" })).status).toBe(200);
    expect((await post({ do: "move", queueId: "Nowhere" })).status).toBe(404);
    w.state.calls.set("c_live", record("c_live", "MainQueue", { connectedAt: 1_500 }));
    expect((await post({ do: "transfer", queueId: "Hidden1" })).status).toBe(200);
    expect(w.state.commanded.map(({ command }) => command)).toEqual([
      { do: "move", queueId: "Hidden1", time: "keep" },
      { do: "move", queueId: "Sister", time: "reset" },
      { do: "transfer", queueId: "Hidden1" },
    ]);
    // Once there it is theirs no longer.
    w.state.calls.set("c_live", record("c_live", "Hidden1", { connectedAt: 1_500 }));
    expect((await post({ do: "transfer", queueId: "MainQueue" })).status).toBe(404);
  });

  it("[A118] does not say how a caller is to stand in a queue of somebody else", async () => {
    w.state.calls.set("c_live", record("c_live", "MainQueue", { connectedAt: 1_500 }));
    const transfer = async (queueId: string, how: object) => {
      const body = { do: "transfer", queueId, ...how };
      return (await w.ask("POST", `${at}/calls/c_live/commands`, { as: token, body })).status;
    };
    for (const how of [{ time: "keep" }, { time: "reset" }, { priority: 1 }, { priority: null }]) {
      expect(await transfer("Hidden1", how)).toBe(403);
      expect(await transfer("MainQueue", how)).toBe(200);
    }
    expect(w.state.commanded.map(({ command }) => "queueId" in command && command.queueId)).not.toContain("Hidden1");
  });

  it("[A119] gives a caller to nobody but those who serve a queue of theirs, and to themselves", async () => {
    const assign = async (operatorId: string) => {
      const body = { do: "assign", operatorId };
      return (await w.ask("POST", `${at}/calls/c_live/commands`, { as: token, body })).status;
    };
    expect(await assign("operator1")).toBe(200);
    expect(await assign("lead")).toBe(200);
    expect(await assign("Hidden2")).toBe(404);
    expect(await assign("nobody")).toBe(404);
  });

  it("[A35] changes nothing that another depends on, whatever rights they have", async () => {
    token = await w.signIn("chief", "password of chief");
    const ask = async (method: string, path: string, body?: object) =>
      (await w.ask(method, `${at}/${path}`, { as: token, ...(body !== undefined && { body }) })).status;
    expect(await ask("PUT", "queues/MainQueue", { name: "Renamed", skillGroups: ["Support"] })).toBe(200);
    expect(await ask("PUT", "queues/Hidden1", { name: "Mine now" })).toBe(403);
    expect(await ask("PUT", "queues/New", { name: "New" })).toBe(403);
    expect(await ask("DELETE", "queues/Sister")).toBe(403);
    expect(await ask("PUT", "skill-groups/Others", { name: "Renamed" })).toBe(403);
    expect(await ask("PUT", "skill-groups/Support", { name: "Renamed" })).toBe(200);
    expect(await ask("DELETE", "operators/Hidden2")).toBe(403);
    expect(
      await ask("PUT", "operators/operator1", { name: "One", skillGroups: ["Others"], scope: { queues: [] } }),
    ).toBe(403);
    expect(await ask("PUT", "rules/InboundCalls", { mask: "*", queue: "Hidden1" })).toBe(403);
    expect(await ask("PUT", "rules/Hidden3", { mask: "*", queue: "MainQueue" })).toBe(403);
    expect(
      await ask("PUT", "rules/InboundCalls", {
        mask: "*",
        queue: "MainQueue",
        closed: { to: "queue", queue: "Sister" },
      }),
    ).toBe(403);
    expect(await ask("PUT", "rules/InboundCalls", { mask: "*", queue: "MainQueue" })).toBe(200);
  });

  it("[A5] a queue that somebody is in charge of is in use", async () => {
    await w.admin("DELETE", `${at}/rules/InboundCalls`);
    const { status, body } = await w.admin("DELETE", `${at}/queues/MainQueue`);
    expect([status, body["usedBy"]]).toEqual([
      409,
      [
        { kind: "operator", id: "chief" },
        { kind: "operator", id: "lead" },
      ],
    ]);
  });
});

describe("callers' numbers", () => {
  const number = "+79161234567";
  it("[A37] are whole only for those with the right to it, the name of the room included", async () => {
    const w = world();
    await w.furnish();
    const call: CallRecord = {
      callId: as<CallId>("c_1"),
      room: as<RoomName>(`call-callcenter_${number}_abc`),
      channel: "phone",
      from: number,
      to: "+74951234567",
      queueId: as<QueueId>("MainQueue"),
      operatorId: as<OperatorId>("operator1"),
      startedAt: 1_000,
      timeline: [],
    };
    await w.ports.ledger(app).tell({ type: "call.started", call });
    w.state.calls.set("c_1", call);
    const outlook = { expectedWait: null, medianWait: null, ninetiethWait: null };
    w.state.queues.set("MainQueue", {
      queueId: as<QueueId>("MainQueue"),
      name: "Main queue",
      waiting: 1,
      offered: 0,
      opening: { open: true, until: null },
      waitingSince: 0,
      operators: { free: 0, busy: 0, away: 0 },
      entries: [{ callId: call.callId, place: 1, state: "waiting", since: 0, caller: number, why: "", ...outlook }],
      ...outlook,
    });
    const rights = ["calls.read", "queues.watch"];
    const [masked, whole] = [await w.key(rights), await w.key([...rights, "numbers.unmask"])];
    for (const path of ["calls", "calls/c_1", "queues/MainQueue/state"]) {
      const without = await w.ask("GET", `${at}/${path}`, { as: masked });
      expect(without.text, path).toContain("+7••••••••67");
      expect(without.text, path).not.toContain("9161234567");
      expect((await w.ask("GET", `${at}/${path}`, { as: whole })).text, path).toContain(number);
    }
  });
});
