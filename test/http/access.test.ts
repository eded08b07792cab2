import { beforeAll, beforeEach, describe, expect, it } from "vitest";
import { sign } from "hono/jwt";
import { sessionLength } from "../../src/directory/sessions.ts";
import { openSession, sealSession, tokenLength } from "../../src/http/session.ts";
import { as } from "../../src/words/index.ts";
import type { ApplicationId, OperatorId } from "../../src/words/index.ts";
import type { World } from "./world.ts";
import { adminKey, app, world } from "./world.ts";

const at = `/v1/applications/${app}`;

describe("who may do what", () => {
  let w: World;
  const bearers: Record<string, string | undefined> = { nobody: undefined, key: adminKey, garbage: "garbage" };

  beforeAll(async () => {
    w = world();
    await w.furnish({ passwords: true });
    await w.admin("PUT", "/v1/applications/other", { name: "Other" });
    await w.admin("PUT", "/v1/applications/other/operators/admin", {
      name: "Admin",
      role: "admin",
      password: "password of other",
    });
    bearers["operator"] = await w.signIn("operator1", "password of one");
    bearers["supervisor"] = await w.signIn("supervisor1", "password of super");
    bearers["admin"] = await w.signIn("admin", "password of admin");
    const { body } = await w.ask("POST", "/v1/applications/other/sessions", {
      body: { operator: "admin", password: "password of other" },
    });
    bearers["stranger"] = String(body["token"]);
  });

  const matrix: [string, string, object | undefined, Record<string, number>][] = [
    ["GET", "/v1/applications", undefined, { key: 200, admin: 403, supervisor: 403, operator: 403, stranger: 403 }],
    ["PUT", at, { name: "Call centre" }, { key: 200, admin: 403, supervisor: 403, operator: 403, stranger: 403 }],
    ["GET", at, undefined, { key: 200, admin: 200, supervisor: 200, operator: 403, stranger: 403 }],
    ["POST", "/v1/provisioning", {}, { key: 200, admin: 403, supervisor: 403, operator: 403, stranger: 403 }],
    ...[
      "skill-groups",
      "queues",
      "operators",
      "numbers",
      "rules",
      "calls",
      "queues/MainQueue",
      "queues/MainQueue/state",
      "operators/supervisor1/state",
    ].map((path): [string, string, undefined, Record<string, number>] => [
      "GET",
      `${at}/${path}`,
      undefined,
      { key: 200, admin: 200, supervisor: 200, operator: 403, stranger: 403 },
    ]),
    [
      "GET",
      `${at}/operators/operator1/state`,
      undefined,
      { key: 200, admin: 200, supervisor: 200, operator: 200, stranger: 403 },
    ],
    [
      "GET",
      `${at}/transfer-targets`,
      undefined,
      { key: 200, admin: 200, supervisor: 200, operator: 200, stranger: 403 },
    ],
    [
      "PUT",
      `${at}/skill-groups/New`,
      { name: "New" },
      { key: 201, admin: 200, supervisor: 403, operator: 403, stranger: 403 },
    ],
    [
      "DELETE",
      `${at}/skill-groups/New`,
      undefined,
      { key: 204, admin: 404, supervisor: 403, operator: 403, stranger: 403 },
    ],
  ];

  for (const [method, path, body, expected] of matrix) {
    for (const [who, status] of Object.entries({ nobody: 401, garbage: 401, ...expected })) {
      it(`[A8] ${method} ${path} by ${who}: ${status}`, async () => {
        const bearer = bearers[who];
        const answer = await w.ask(method, path, {
          ...(bearer !== undefined && { as: bearer }),
          ...(body !== undefined && { body }),
        });
        expect(answer.status, answer.text).toBe(status);
        expect(answer.headers.get("www-authenticate")).toBe(status === 401 ? 'Bearer realm="acd"' : null);
      });
    }
  }
});

describe("sessions", () => {
  let w: World;
  const state = (token: string) => w.ask("GET", `${at}/operators/operator1/state`, { as: token });

  beforeEach(async () => {
    w = world();
    await w.furnish({ passwords: true });
  });

  it("[A9] signing in gives a token with the person and when it ends", async () => {
    const { status, body } = await w.ask("POST", `${at}/sessions`, {
      body: { operator: "operator1", password: "password of one" },
    });
    expect(status).toBe(201);
    expect(body).toMatchObject({
      application: app,
      operator: { id: "operator1", name: "Operator 1", role: "operator" },
    });
    expect(body["expiresAt"]).toBe(w.state.now + tokenLength);
    expect(body["endsAt"]).toBe(w.state.now + sessionLength);
    expect((await state(String(body["token"]))).status).toBe(200);
  });

  it.each([
    ["operator1", "wrong password"],
    ["nobody", "password of one"],
    ["__proto__", "password of one"],
  ])("[A9] %s with %j: 401, in the same words", async (operator, password) => {
    const { status, body } = await w.ask("POST", `${at}/sessions`, { body: { operator, password } });
    expect(status).toBe(401);
    expect(body["detail"]).toBe("The name or the password is wrong.");
  });

  it("[A9] signing in to an application that does not exist: 401 as well", async () => {
    const { status } = await w.ask("POST", "/v1/applications/unknown/sessions", {
      body: { operator: "operator1", password: "x" },
    });
    expect(status).toBe(401);
  });

  it("[A10] after five wrong passwords the name is locked, and Retry-After says for how long", async () => {
    const attempt = (password: string) =>
      w.ask("POST", `${at}/sessions`, { body: { operator: "operator1", password } });
    for (let time = 0; time < 5; time++) expect((await attempt("wrong")).status).toBe(401);
    const locked = await attempt("password of one");
    expect(locked.status).toBe(429);
    expect(locked.headers.get("retry-after")).toBe("30");
    w.state.now += 30_000;
    expect((await attempt("password of one")).status).toBe(201);
  });

  it("[A10] one address may try 30 times a minute", async () => {
    const attempt = (address: string, name: number) =>
      w.ask("POST", `${at}/sessions`, {
        body: { operator: `nobody${name}`, password: "x" },
        headers: { "cf-connecting-ip": address },
      });
    for (let time = 0; time < 30; time++) expect((await attempt("192.0.2.1", time)).status).toBe(401);
    expect((await attempt("192.0.2.1", 31)).status).toBe(429);
    expect((await attempt("192.0.2.2", 31)).status).toBe(401);
    w.state.now += 60_000;
    expect((await attempt("192.0.2.1", 32)).status).toBe(401);
  });

  it("[A11] a session ends when its time is over, and when the person signs out", async () => {
    const first = await w.signIn("operator1", "password of one");
    const second = await w.signIn("operator1", "password of one");
    expect((await w.ask("DELETE", `${at}/sessions/current`, { as: first })).status).toBe(204);
    expect((await state(first)).status).toBe(401);
    expect((await w.ask("DELETE", `${at}/sessions/current`, { as: first })).status).toBe(401);
    expect((await state(second)).status).toBe(200);
    w.state.now += tokenLength;
    expect((await state(second)).status).toBe(401);
  });

  it("[A11] a new password, another role or a deletion ends every session of the person", async () => {
    const changes: (() => Promise<unknown>)[] = [
      () => w.admin("PUT", `${at}/operators/operator1`, { name: "Operator 1", password: "password of one" }),
      () => w.admin("PUT", `${at}/operators/operator1`, { name: "Operator 1", role: "supervisor" }),
      () => w.admin("DELETE", `${at}/operators/operator1`),
    ];
    for (const change of changes) {
      const token = await w.signIn("operator1", "password of one");
      expect((await state(token)).status).toBe(200);
      await change();
      expect((await state(token)).status).toBe(401);
    }
  });

  it("[A12] a token must be ours, whole, in time, and signed the way we sign", async () => {
    const secret = w.ports.settings.secret;
    const token = await w.signIn("operator1", "password of one");
    expect(await openSession(token, secret, w.state.now)).toMatchObject({ person: "operator1", application: app });
    expect(await openSession(token, `${secret}x`, w.state.now)).toBeUndefined();
    const [head, payload, signature] = token.split(".");
    const altered = btoa(atob(String(payload)).replace("operator1", "admin")).replaceAll("=", "");
    expect((await state(`${head}.${altered}.${signature}`)).status).toBe(401);
    const none = btoa(JSON.stringify({ alg: "none", typ: "JWT" })).replaceAll("=", "");
    expect((await state(`${none}.${payload}.`)).status).toBe(401);
    const claims = {
      iss: "acd",
      jti: "1",
      app,
      sub: "operator1",
      epoch: 1,
      exp: w.state.now / 1_000 + 60,
      end: w.state.now / 1_000 + 60,
    };
    expect((await state(await sign(claims, secret, "HS512"))).status).toBe(401);
    expect(
      await openSession(await sign({ ...claims, iss: "else" }, secret, "HS256"), secret, w.state.now),
    ).toBeUndefined();
    const foreign = {
      id: "1",
      application: as<ApplicationId>(app),
      person: as<OperatorId>("operator1"),
      epoch: 999,
      expiresAt: w.state.now + 60_000,
      endsAt: w.state.now + 60_000,
    };
    expect((await state(await sealSession(foreign, secret))).status).toBe(401);
  });
});

describe("sockets", () => {
  let w: World;
  let token: string;
  const open = (path: string, headers: Record<string, string>) =>
    w.ask("GET", path, { headers: { host: "acd.test", ...headers } });
  const upgrade = (protocols: string): Record<string, string> => ({
    upgrade: "websocket",
    connection: "Upgrade",
    "sec-websocket-protocol": protocols,
  });

  beforeEach(async () => {
    w = world();
    await w.furnish({ passwords: true });
    token = await w.signIn("operator1", "password of one");
  });

  it("[A13] an operator's console is handed to the operator's actor", async () => {
    const { status } = await open(`${at}/console`, {
      ...upgrade(`acd.console.v1, ${token}`),
      origin: "http://acd.test",
    });
    expect(status).toBe(200);
    expect(w.state.handedOver).toEqual(["console callcenter/operator1"]);
  });

  it("[A13] the token decides whose console it is, and it must stand", async () => {
    expect((await open(`${at}/console`, upgrade("acd.console.v1, garbage"))).status).toBe(401);
    expect((await open(`${at}/console`, upgrade("acd.console.v1"))).status).toBe(401);
    expect((await open(`${at}/console`, upgrade(`something.else, ${token}`))).status).toBe(401);
    expect((await open(`/v1/applications/other/console`, upgrade(`acd.console.v1, ${token}`))).status).toBe(403);
    await w.admin("DELETE", `${at}/operators/operator1`);
    expect((await open(`${at}/console`, upgrade(`acd.console.v1, ${token}`))).status).toBe(401);
    expect(w.state.handedOver).toEqual([]);
  });

  it("[A14] a page from elsewhere gets no socket", async () => {
    for (const origin of ["http://evil.test", "null", "http://acd.test.evil.test", "http://acd.test:81"]) {
      expect((await open(`${at}/console`, { ...upgrade(`acd.console.v1, ${token}`), origin })).status, origin).toBe(
        403,
      );
    }
    expect(w.state.handedOver).toEqual([]);
  });

  it("[A13] without an upgrade the answer says whether the token is good", async () => {
    const ask = (bearer: string) => w.ask("GET", `${at}/console`, { as: bearer });
    const good = await ask(token);
    expect(good.status).toBe(426);
    expect(good.headers.get("upgrade")).toBe("websocket");
    expect((await ask("garbage")).status).toBe(401);
  });

  it("[A15] a media worker shows the secret and its name", async () => {
    const path = "/v1/media/socket";
    expect((await open(`${path}?worker=w_7`, upgrade("acd.media.v1, a-media-secret-for-tests"))).status).toBe(200);
    expect(w.state.handedOver).toEqual(["media w_7"]);
    expect((await open(`${path}?worker=w_7`, upgrade("acd.media.v1, wrong"))).status).toBe(401);
    expect((await open(`${path}?worker=w_7`, upgrade(`acd.media.v1, ${adminKey}`))).status).toBe(401);
    expect((await open(`${path}?worker=w_7`, upgrade("acd.media.v1"))).status).toBe(401);
    expect((await open(path, upgrade("acd.media.v1, a-media-secret-for-tests"))).status).toBe(400);
    expect(
      (await open(`${path}?worker=w_7`, { "sec-websocket-protocol": "acd.media.v1, a-media-secret-for-tests" })).status,
    ).toBe(426);
    expect(w.state.handedOver).toEqual(["media w_7"]);
  });
});
