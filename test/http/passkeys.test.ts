/** Passkeys over HTTP, with an authenticator in software. */
import { generateKeyPairSync } from "node:crypto";
import { beforeEach, describe, expect, it } from "vitest";
import { codeOf, stepAt } from "../../src/directory/totp.ts";
import { minutes } from "../../src/words/index.ts";
import { Authenticator, type Wrongly } from "../support/authenticator.ts";
import { app, world, type World } from "./world.ts";

const at = `/v1/applications/${app}`;
const name = "operator1";
const password = "password of one";
const site = { origin: "http://localhost", rpId: "localhost" };

describe("passkeys", () => {
  let w: World;
  const post = (path: string, body: object, as?: string) =>
    w.ask("POST", `${at}${path}`, { ...(as !== undefined && { as }), body });
  const challengeOf = async (path: string, body: object, as?: string) => {
    const answer = await post(path, body, as);
    expect(answer.status, answer.text).toBe(200);
    return answer.body as { challenge: string };
  };
  const enrol = async (token: string, key = new Authenticator(site), label = "Telephone") => {
    const options = await challengeOf("/passkeys/begin", { password }, token);
    const answer = await post("/passkeys", { name: label, credential: key.create(options) }, token);
    expect(answer.status, answer.text).toBe(201);
    return key;
  };
  const asks = () => challengeOf("/passkeys/challenge", {});
  const open = async (key: Authenticator, wrongly?: Wrongly) =>
    post("/sessions/passkey", { credential: key.get(await asks(), wrongly) });
  const listed = async (token: string) =>
    (await w.ask("GET", `${at}/passkeys`, { as: token })).body["items"] as Record<string, unknown>[];
  const actions = async () =>
    ((await w.admin("GET", `${at}/audit?limit=200`)).body["items"] as { action: string }[]).map(({ action }) => action);

  beforeEach(async () => {
    w = world();
    await w.furnish({ passwords: true });
  });

  it("[U13] are added with the password once more, and then open, with a name typed and without", async () => {
    const token = await w.signIn(name, password);
    const key = await enrol(token);
    expect(await listed(token)).toEqual([{ id: key.id, name: "Telephone", madeAt: w.state.now, lastUsedAt: null }]);
    w.state.now += 1_000;
    const { status, body } = await open(key);
    expect([status, body["operator"], body["secondFactor"]]).toEqual([
      201,
      { id: name, name: "Operator 1", role: "operator" },
      "on",
    ]);
    expect((await listed(String(body["token"])))[0]).toMatchObject({ lastUsedAt: w.state.now });
    const named = await challengeOf("/passkeys/challenge", { operator: name });
    expect(named).toMatchObject({
      rpId: "localhost",
      allowCredentials: [{ id: key.id, transports: ["internal"] }],
      userVerification: "required",
    });
    expect((await post("/sessions/passkey", { credential: key.get(named) })).status).toBe(201);
    expect(await actions()).toEqual(expect.arrayContaining(["passkey.added", "session.opened"]));
    const sessions = (await w.admin("GET", `${at}/sessions?operator=${name}`)).body["items"] as { means: string }[];
    expect(sessions.map(({ means }) => means)).toEqual(expect.arrayContaining(["password", `passkey:${key.id}`]));
  });

  it("[U13] a wrong password, a missing code or a session of long ago begins nothing", async () => {
    const token = await w.signIn(name, password);
    const begin = (body: object, as = token) => post("/passkeys/begin", body, as);
    expect((await begin({ password: "wrong" })).status).toBe(422);
    expect((await begin({})).status).toBe(200);
    w.state.now += minutes(5);
    const stale = await begin({});
    expect([stale.status, stale.body["type"]]).toEqual([403, "urn:acd:problem:sign-in-again"]);
    const secret = String((await post("/second-factor", { password }, token)).body["secret"]);
    await post("/second-factor/confirm", { code: codeOf(secret, stepAt(w.state.now)) }, token);
    w.state.now += 30_000;
    expect((await begin({ password })).status).toBe(422);
    expect((await begin({ password, code: codeOf(secret, stepAt(w.state.now)) })).status).toBe(200);
    for (let tries = 0; tries < 5; tries++) await begin({ password: "wrong" });
    expect((await begin({ password })).status).toBe(429);
    expect((await begin({ password }, await w.key(["people.write"]))).status).toBe(403);
  });

  const wrongs: [string, Wrongly][] = [
    ["another site's page", { origin: "http://localhost.example.com" }],
    ["another site's passkey", { rpId: "example.com" }],
    ["nobody there", { present: false }],
    ["the owner not verified", { verified: false }],
    ["another purpose", { type: "webauthn.other" }],
    ["another challenge", { challenge: "AAAA" }],
    ["somebody else's key", { key: generateKeyPairSync("ec", { namedCurve: "P-256" }).privateKey }],
  ];
  it.each(wrongs)("[U14] opens nothing: %s", async (_, wrongly) => {
    const key = await enrol(await w.signIn(name, password));
    const refused = await open(key, wrongly);
    expect([refused.status, refused.body["type"]]).toEqual([401, "urn:acd:problem:unauthenticated"]);
    expect((await open(key)).status).toBe(201);
  });

  it("[U14] is not taken: made for another site or challenge, its owner not verified, somebody's already", async () => {
    const token = await w.signIn(name, password);
    const begin = () => challengeOf("/passkeys/begin", { password }, token);
    const add = async (key: Authenticator, wrongly?: Wrongly) =>
      (await post("/passkeys", { name: "x", credential: key.create(await begin(), wrongly) }, token)).status;
    const key = new Authenticator(site);
    for (const [what, wrongly] of wrongs.filter(([, { key }]) => key === undefined))
      expect(await add(key, wrongly), what).toBe(422);
    expect(await add(key)).toBe(201);
    expect(await add(key)).toBe(422);
    // Asked for by somebody else.
    const other = await w.signIn("supervisor1", "password of super");
    const credential = new Authenticator(site).create(await begin());
    expect((await post("/passkeys", { name: "x", credential }, other)).status).toBe(422);
    // A challenge of signing in adds nothing, and the other way round.
    expect((await post("/passkeys", { name: "x", credential: key.create(await asks()) }, token)).status).toBe(422);
    expect((await post("/sessions/passkey", { credential: key.get(await begin()) })).status).toBe(401);
  });

  it("[U14] a challenge serves once, for five minutes", async () => {
    const key = await enrol(await w.signIn(name, password));
    const credential = key.get(await asks());
    expect((await post("/sessions/passkey", { credential })).status).toBe(201);
    expect((await post("/sessions/passkey", { credential })).status).toBe(401);
    const late = key.get(await asks());
    w.state.now += minutes(5);
    expect((await post("/sessions/passkey", { credential: late })).status).toBe(401);
    const never = key.get({ challenge: Buffer.alloc(32).toString("base64url") });
    expect((await post("/sessions/passkey", { credential: never })).status).toBe(401);
  });

  it("[U14] one that has been copied is noticed by its counter", async () => {
    const key = await enrol(await w.signIn(name, password), new Authenticator(site, 5));
    expect((await open(key)).status).toBe(201);
    expect((await open(key, { counter: 6 })).status).toBe(401);
    expect((await open(key, { counter: 0 })).status).toBe(401);
    w.state.now += minutes(2);
    const { text } = await w.admin("GET", `${at}/audit?limit=20`);
    expect(text).toContain("passkey copied");
  });

  it("[U15] counts as both factors: no code is asked for, and what a role demands is there", async () => {
    const token = await w.signIn(name, password);
    const key = await enrol(token);
    await w.admin("PUT", `${at}/sign-in-rules`, { secondFactor: ["operator"] });
    const state = async (as: unknown) =>
      (await w.ask("GET", `${at}/operators/${name}/state`, { as: String(as) })).status;
    const strong = await open(key);
    expect(strong.body["secondFactor"]).toBe("on");
    expect(await state(strong.body["token"])).not.toBe(403);
    expect(await state(token)).toBe(403);
    const weak = await post("/sessions", { operator: name, password });
    expect(weak.body["secondFactor"]).toBe("missing");
    // Who has none yet may add one.
    await enrol(String(weak.body["token"]));
  });

  it("[U16] are removed by oneself, or by somebody who may change the person, with the sessions they opened", async () => {
    const token = await w.signIn(name, password);
    const [first, second] = [await enrol(token), await enrol(token)];
    const opened = await open(first);
    const path = `${at}/passkeys/${first.id}`;
    expect((await w.ask("DELETE", path, { as: await w.signIn("supervisor1", "password of super") })).status).toBe(404);
    expect((await w.ask("DELETE", path, { as: token })).status).toBe(204);
    expect((await open(first)).status).toBe(401);
    expect((await w.ask("GET", `${at}/passkeys`, { as: String(opened.body["token"]) })).status).toBe(401);
    expect(await listed(token)).toHaveLength(1);
    const theirs = `${at}/operators/${name}/passkeys`;
    expect((await w.admin("GET", theirs)).body["items"]).toHaveLength(1);
    const staff = await w.key(["people.write"]);
    expect((await w.ask("DELETE", `${theirs}/${second.id}`, { as: staff })).status).toBe(403);
    expect((await w.admin("DELETE", `${theirs}/${second.id}`)).status).toBe(204);
    expect((await w.admin("DELETE", `${theirs}/${second.id}`)).status).toBe(404);
    expect((await open(second)).status).toBe(401);
    expect(await actions()).toContain("passkey.removed");
  });

  it("[U16] go with their person, who has 20 at most", async () => {
    const token = await w.signIn(name, password);
    const key = await enrol(token);
    for (let n = 1; n < 20; n++) await enrol(token);
    expect((await post("/passkeys/begin", { password }, token)).status).toBe(409);
    await w.admin("DELETE", `${at}/operators/${name}`);
    await w.admin("PUT", `${at}/operators/${name}`, { name: "Operator 1", password });
    expect((await open(key)).status).toBe(401);
    expect(await listed(await w.signIn(name, password))).toEqual([]);
  });

  it("[U17] asking tells nobody who has which: a name that nobody bears gets an answer as well, the same each time", async () => {
    const allowed = async (operator: string) =>
      (await post("/passkeys/challenge", { operator })).body["allowCredentials"] as { id: string }[];
    const [first] = await allowed("nobody");
    expect(first?.id).toMatch(/^[\w-]{20,}$/);
    expect(await allowed("nobody")).toEqual([first]);
    expect(await allowed(name)).toHaveLength(1);
    expect(await allowed(name)).not.toEqual([first]);
    expect((await post("/sessions/passkey", { credential: new Authenticator(site).get(await asks()) })).status).toBe(
      401,
    );
  });

  it("[U17] belong to the deployment's own name: the setting's, or the one that was asked; an address has none", async () => {
    const named = world();
    const other = world({ settings: { ...named.ports.settings, origin: "https://acd.example.com" } });
    await other.furnish();
    const begin = (path: string) =>
      other.api.request(path, { method: "POST", body: "{}", headers: { "content-type": "application/json" } });
    const answer = await begin(`http://127.0.0.1:8787${at}/passkeys/challenge`);
    expect(await answer.json()).toMatchObject({ rpId: "acd.example.com" });
    for (const host of ["127.0.0.1:8787", "[::1]:8787"]) {
      const address = `http://${host}${at}/passkeys/challenge`;
      const refused = await w.api.request(address, {
        method: "POST",
        body: "{}",
        headers: { "content-type": "application/json" },
      });
      expect([refused.status, await refused.json()]).toMatchObject([
        409,
        { type: "urn:acd:problem:passkeys-need-name" },
      ]);
    }
  });
});
