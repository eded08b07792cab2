/** API keys; and that nothing but what we have given out opens anything, token or key; a hundred thousand more are in forged.test.ts. */
import { sign } from "hono/jwt";
import { beforeAll, beforeEach, describe, expect, it } from "vitest";
import { openSession, sealSession, tokenLength } from "../../src/http/session.ts";
import { minutes } from "../../src/words/index.ts";
import { adminKey, app, world, type World } from "./world.ts";

const at = `/v1/applications/${app}`;

describe("API keys", () => {
  let w: World;
  const read = async (as: string) => (await w.ask("GET", `${at}/queues`, { as })).status;
  const make = (body: object, as = adminKey) =>
    w.ask("POST", `${at}/keys`, { as, body: { name: "Wallboard", ...body } });
  const listed = async () => (await w.admin("GET", `${at}/keys`)).body["items"] as Record<string, unknown>[];

  beforeEach(async () => {
    w = world();
    await w.furnish();
  });

  it("[A38] are shown whole once, name their application, and are kept as a hash", async () => {
    const { status, body } = await make({ rights: ["queues.read"] });
    expect(status).toBe(201);
    const { key, ...kept } = body;
    expect(key).toMatch(/^acd_callcenter_[0-9a-f]{12}_[0-9a-f]{64}$/);
    expect(kept).toEqual({
      id: String(key).split("_")[2],
      name: "Wallboard",
      rights: ["queues.read"],
      scope: null,
      expiresAt: null,
      madeBy: null,
      madeAt: w.state.now,
      lastUsedAt: null,
    });
    const answer = await w.admin("GET", `${at}/keys`);
    expect(answer.body["items"]).toEqual([kept]);
    const secret = String(key).slice(-64);
    expect([answer.text, ...w.logged].join("\n")).not.toContain(secret);
    expect(await read(String(key))).toBe(200);
    expect((await w.ask("GET", `${at}/rules`, { as: String(key) })).status).toBe(403);
  });

  it("[A38] are used up to their end, or until they are revoked", async () => {
    const { key, id } = (await make({ rights: ["queues.read"], expiresAt: w.state.now + 1_000 })).body;
    w.state.now += 999;
    expect(await read(String(key))).toBe(200);
    w.state.now += 1;
    expect(await read(String(key))).toBe(401);
    const second = (await make({ rights: ["queues.read"] })).body;
    expect((await w.admin("DELETE", `${at}/keys/${String(second["id"])}`)).status).toBe(204);
    expect(await read(String(second["key"]))).toBe(401);
    expect((await w.admin("DELETE", `${at}/keys/${String(second["id"])}`)).status).toBe(404);
    expect((await listed()).map((kept) => kept["id"])).toEqual([id]);
  });

  it("[A38] show when they were last used, written once a minute at most", async () => {
    const key = await w.key(["queues.read"]);
    const began = w.state.now;
    const lastUsed = async () => (await listed())[0]?.["lastUsedAt"];
    await read(key);
    expect(await lastUsed()).toBe(began);
    w.state.now += minutes(1) - 1;
    await read(key);
    expect(await lastUsed()).toBe(began);
    w.state.now += 1;
    await read(key);
    expect(await lastUsed()).toBe(began + minutes(1));
  });

  it.each([
    [{ rights: ["keys.write"] }, "rights"],
    [{ rights: ["queues.read", "queues.read"] }, "rights"],
    [{ rights: ["fly"] }, "rights.0"],
    [{ rights: [], expiresAt: 1 }, "expiresAt"],
    [{}, "rights"],
    [{ rights: [], secret: "mine" }, "secret"],
  ])("[A38] cannot be made of %j: the field %s is named", async (body, field) => {
    const answer = await make(body);
    expect([answer.status, answer.body["errors"]]).toEqual([422, [expect.objectContaining({ field })]]);
  });

  it("[A38] may never do more than their maker may do now, and end with them", async () => {
    const put = (path: string, body: object) => w.admin("PUT", `${at}/${path}`, body);
    await put("roles/Maker", { name: "Maker", rights: ["keys.write", "queues.read", "rules.read"] });
    await put("operators/maker", { name: "Maker", role: "Maker", password: "password of maker" });
    const maker = await w.signIn("maker", "password of maker");
    expect((await make({ rights: ["calls.read"] }, maker)).status).toBe(403);
    const { body } = await make({ rights: ["queues.read"] }, maker);
    expect(body).toMatchObject({ madeBy: "maker" });
    const key = String(body["key"]);
    expect(await read(key)).toBe(200);
    await put("operators/maker", { name: "Maker", role: "Maker", scope: { queues: [] } });
    expect((await w.ask("GET", `${at}/queues`, { as: key })).body["items"]).toEqual([]);
    await put("roles/Maker", { name: "Maker", rights: ["keys.write"] });
    expect(await read(key)).toBe(403);
    await put("roles/Maker", { name: "Maker", rights: ["queues.read"] });
    expect(await read(key)).toBe(200);
    await w.admin("DELETE", `${at}/operators/maker`);
    expect(await read(key)).toBe(401);
    await put("operators/maker", { name: "Another", role: "Maker" });
    expect(await read(key)).toBe(401);
  });

  it("[A36] are not revoked by somebody who may do less", async () => {
    const { body } = await make({ rights: ["calls.read"] });
    await w.admin("PUT", `${at}/roles/Maker`, { name: "Maker", rights: ["keys.write"] });
    await w.admin("PUT", `${at}/operators/maker`, { name: "M", role: "Maker", password: "password of maker" });
    const maker = await w.signIn("maker", "password of maker");
    expect((await w.ask("DELETE", `${at}/keys/${String(body["id"])}`, { as: maker })).status).toBe(403);
  });

  it("[A38] act in their own name", async () => {
    const key = await w.key(["hours.write", "hours.override"]);
    await w.ask("PUT", `${at}/hours/Office`, { as: key, body: { name: "Office", timeZone: "UTC" } });
    const { body } = await w.ask("PUT", `${at}/hours/Office/override`, { as: key, body: { open: false } });
    expect(body["by"]).toBe(`key:${key.split("_")[2]}`);
  });
});

describe("what was never given out", () => {
  let w: World;
  let token: string;
  let key: string;
  const opens = async (as: string) => (await w.ask("GET", `${at}/queues`, { as })).status !== 401;

  beforeAll(async () => {
    w = world();
    await w.furnish({ passwords: true });
    token = await w.signIn("admin", "password of admin");
    key = await w.key(["queues.read"]);
    expect([await opens(token), await opens(key), await opens(adminKey)]).toEqual([true, true, true]);
  });

  it("[A39] opens nothing: a token with other claims, under whatever key and algorithm", async () => {
    const secret = w.ports.settings.secret;
    const session = await openSession(token, secret, w.state.now);
    if (session === undefined) throw new Error("the token does not stand");
    const { id, application, person, epoch, expiresAt, endsAt } = session;
    const [exp, end] = [expiresAt / 1_000, endsAt / 1_000];
    const claims = { iss: "acd", jti: id, app: application, sub: person, epoch, exp, end };
    expect(await opens(await sign(claims, secret, "HS256"))).toBe(true);
    const half = (part: object) =>
      btoa(JSON.stringify(part)).replaceAll("=", "").replaceAll("+", "-").replaceAll("/", "_");
    const forged = [
      ...(await Promise.all((["HS384", "HS512"] as const).map((alg) => sign(claims, secret, alg)))),
      ...(await Promise.all(
        ["", "x", adminKey, `${secret} `, "secret"].map((other) => sign(claims, other || "0", "HS256")),
      )),
      `${half({ alg: "none", typ: "JWT" })}.${half(claims)}.`,
      `${half({ alg: "none", typ: "JWT" })}.${half(claims)}`,
      `${half({ alg: "HS256", typ: "JWT" })}.${half(claims)}.`,
      // Well signed, which nobody but us can do, and all the same not what the directory upholds.
      ...(await Promise.all(
        [
          { iss: "other" },
          { epoch: epoch + 1 },
          { epoch: epoch - 1 },
          { sub: "nobody" },
          { exp: w.state.now / 1_000 },
          { app: "../x" },
        ].map((other) => sign({ ...claims, ...other }, secret, "HS256")),
      )),
    ];
    for (const bad of forged) expect(await opens(bad), bad).toBe(false);
    // Well signed for another application: a stranger there, whoever it is.
    const elsewhere = await sealSession({ ...session, application: "other" as typeof application }, secret);
    expect(await opens(elsewhere)).toBe(false);
  });

  it("[A39] opens nothing: the parts of good keys put together anew", async () => {
    await w.admin("PUT", "/v1/applications/other", { name: "Other" });
    const [mine, second, other] = [
      key,
      await w.key(["queues.read"]),
      await w.key(["queues.read"], { of: "other" }),
    ].map((text) => text.split("_"));
    for (const application of [app, "other", "none"]) {
      for (const id of [mine?.[2], second?.[2], other?.[2], "0".repeat(12)]) {
        for (const secret of [mine?.[3], second?.[3], other?.[3], "0".repeat(64)]) {
          const put = ["acd", application, id, secret].join("_");
          const good = [mine, second].some((parts) => parts?.join("_") === put);
          const status = (await w.ask("GET", `${at}/queues`, { as: put })).status;
          expect(status, put).toBe(good ? 200 : put === other?.join("_") ? 403 : 401);
        }
      }
    }
  });

  it("[A39] opens nothing any longer: what has expired, or been signed out, replayed", async () => {
    const first = await w.signIn("admin", "password of admin");
    await w.ask("DELETE", `${at}/sessions/current`, { as: first });
    expect(await opens(first)).toBe(false);
    const second = await w.signIn("admin", "password of admin");
    const before = w.state.now;
    w.state.now += tokenLength;
    expect(await opens(second)).toBe(false);
    w.state.now = before;
    expect([await opens(first), await opens(second)]).toEqual([false, true]);
  });
});
