/** Signing in at a company's own provider: at a real one, and at one that says what it should not. */
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { codeOf, stepAt } from "../../src/directory/totp.ts";
import { minutes } from "../../src/words/index.ts";
import { clientSecret, startIdentityProvider, type CompanySignIn } from "../support/identityProvider.ts";
import { jwt, newSigningKey, publicJwk, symmetricJwt, unsignedJwt } from "../support/jwt.ts";
import { app, world, type World } from "./world.ts";

const at = `/v1/applications/${app}`;
const signInAt = `${at}/sign-in`;
const callback = `http://localhost${signInAt}/company/callback`;

/** One browser at our end: where it is led, with its cookie. */
function browserOf(w: World) {
  let cookie = "";
  const ask = async (method: string, path: string, body?: object) => {
    const answer = await w.ask(method, path, { ...(body && { body }), headers: { cookie } });
    const set = /^(acd-sign-in=[^;]*)/.exec(answer.headers.get("set-cookie") ?? "")?.[1];
    if (set !== undefined) cookie = set;
    return answer;
  };
  return {
    ask,
    begin: async (provider = "company") => (await ask("GET", `${signInAt}/${provider}`)).headers.get("location") ?? "",
    /** Comes back; answers what the console is told. */
    end: async (url: string) => {
      const { pathname, search } = new URL(url);
      const { status, headers, text } = await ask("GET", pathname + search);
      expect(status, text).toBe(302);
      const back = new URL(headers.get("location") ?? "");
      expect(back.pathname).toBe("/operator");
      return Object.fromEntries(new URLSearchParams(back.hash.slice(1)));
    },
    take: (ticket = "", code?: string) =>
      ask("POST", `${signInAt}/session`, { ticket, ...(code !== undefined && { code }) }),
  };
}

const provider = {
  name: "Company",
  clientId: "acd",
  clientSecret,
  linkExisting: true,
  provision: { role: "operator", skillGroups: ["Support"] },
};

describe("a company's own sign-in", () => {
  let company: CompanySignIn;
  let w: World;
  const put = (more: object = {}, of = w) =>
    of.admin("PUT", `${at}/identity-providers/company`, { ...provider, issuer: company.issuer, ...more });
  const signIn = async (login: string, from = browserOf(w)) => {
    const told = await from.end(await company.signIn(await from.begin(), login));
    return { told, from, answer: await from.take(told["sign-in"]) };
  };

  beforeAll(async () => {
    company = await startIdentityProvider(callback);
    company.accounts.set("1001", { preferred_username: "operator1", name: "Anna", groups: ["agents"] });
    company.accounts.set("1002", {
      preferred_username: "boris",
      name: "Boris Petrov",
      email: "boris@example.com",
      email_verified: true,
      groups: ["leads", "agents"],
    });
    company.accounts.set("1003", { preferred_username: "admin", name: "Not the admin", email: "admin@evil.example" });
    company.accounts.set("1004", { preferred_username: "not an id", name: "Nobody" });
  });
  afterAll(async () => await company?.stop());
  beforeEach(async () => {
    const { ports } = world();
    w = world({ settings: { ...ports.settings, localWebhooks: true }, internet: (url, init) => fetch(url, init) });
    w.state.now = Date.now();
    await w.furnish({ passwords: true });
    await put();
  });

  it("[U20] leads there and back, and opens a session like any other", async () => {
    expect((await w.ask("GET", signInAt)).body).toEqual({ items: [{ id: "company", name: "Company" }] });
    const { answer, told } = await signIn("1001");
    expect(told["application"]).toBe(app);
    expect([answer.status, answer.body["operator"]]).toEqual([
      201,
      { id: "operator1", name: "Operator 1", role: "operator" },
    ]);
    const { refreshToken } = answer.body as { refreshToken: string };
    expect((await w.ask("POST", `${at}/sessions/refresh`, { body: { refreshToken } })).status).toBe(200);
    const { text } = await w.admin("GET", `${at}/audit?limit=50`);
    for (const what of ["identity.linked", "provider:company"]) expect(text).toContain(what);
    expect([text, ...w.logged].join("\n")).not.toContain(clientSecret);
  });

  it("[U20] the browser that began, once, in time: nobody else has anything of it", async () => {
    const anna = browserOf(w);
    const back = await company.signIn(await anna.begin(), "1001");
    const ticket = (await anna.end(back))["sign-in"];
    expect((await browserOf(w).take(ticket)).status).toBe(401);
    // Shown by somebody else it is gone.
    expect((await anna.take(ticket)).status).toBe(401);
    expect(await anna.end(back)).toMatchObject({ "sign-in-failed": "expired" });

    const lured = await company.signIn(await browserOf(w).begin(), "1002");
    expect(await browserOf(w).end(lured)).toMatchObject({ "sign-in-failed": "expired" });

    const late = browserOf(w);
    const told = await late.end(await company.signIn(await late.begin(), "1001"));
    w.state.now += minutes(1);
    expect((await late.take(told["sign-in"])).status).toBe(401);
    const later = browserOf(w);
    const there = await later.begin();
    w.state.now += minutes(15);
    expect(await later.end(await company.signIn(there, "1001"))).toMatchObject({ "sign-in-failed": "expired" });
    expect(await later.end(`${callback}?error=access_denied&state=x`)).toMatchObject({ "sign-in-failed": "expired" });
  });

  it("[U20] what the provider refuses is said to be refused", async () => {
    const anna = browserOf(w);
    const state = new URL(await anna.begin()).searchParams.get("state") ?? "";
    const back = `${callback}?error=access_denied&state=${state}&iss=${encodeURIComponent(company.issuer)}`;
    expect(await anna.end(back)).toMatchObject({ "sign-in-failed": "denied" });
    await put({ clientSecret: "another one" });
    const told = browserOf(w);
    expect(await told.end(await company.signIn(await told.begin(), "1001"))).toMatchObject({
      "sign-in-failed": "invalid",
    });
  });

  it("[U21] who comes for the first time is linked or taken in only as the provider's settings say", async () => {
    const known = (await signIn("1002")).answer;
    expect([known.status, known.body["operator"]]).toEqual([
      201,
      { id: "boris", name: "Boris Petrov", role: "operator" },
    ]);
    expect((await w.admin("GET", `${at}/operators/boris`)).body).toMatchObject({
      skillGroups: ["Support"],
      canSignIn: false,
    });
    // By the provider's own id from now on, whatever they are called there.
    company.accounts.set("1002b", { preferred_username: "boris" });
    expect((await signIn("1002b")).answer.body["type"]).toBe("urn:acd:problem:not-known-here");
    expect((await signIn("1002")).answer.status).toBe(201);

    await put({ linkExisting: false, provision: null });
    expect((await signIn("1003")).answer.status).toBe(403);
    await put({ linkExisting: false });
    expect((await signIn("1003")).answer.status).toBe(403);
    expect((await signIn("1004")).answer.status).toBe(403);
    // Who was removed is nobody any more, and comes as somebody new.
    await put({ provision: null });
    await w.admin("DELETE", `${at}/operators/boris`);
    expect((await signIn("1002")).answer.status).toBe(403);
  });

  it("[U21] who was linked to the wrong person is parted from them, and their sessions are over", async () => {
    const path = `${at}/operators/operator1/identities`;
    const { token } = (await signIn("1001")).answer.body;
    expect((await w.admin("GET", path)).body["items"]).toEqual([
      { provider: "company", issuer: company.issuer, subject: "1001", madeAt: w.state.now, lastUsedAt: w.state.now },
    ]);
    const staff = await w.key(["people.write"]);
    expect((await w.ask("DELETE", `${path}/company`, { as: staff })).status).toBe(403);
    expect((await w.admin("DELETE", `${path}/company`)).status).toBe(204);
    expect((await w.admin("DELETE", `${path}/company`)).status).toBe(404);
    expect((await w.ask("GET", `${at}/sessions`, { as: String(token) })).status).toBe(401);
    await put({ linkExisting: false });
    expect((await signIn("1001")).answer.status).toBe(403);
    expect((await w.admin("GET", `${at}/audit?limit=50`)).text).toContain("identity.unlinked");
  });

  it("[U21] only verified addresses of the company, and whoever has the claims that are asked for", async () => {
    await put({ personBy: "email", emailDomains: ["example.com"] });
    expect((await signIn("1002")).answer.body["operator"]).toMatchObject({ id: "boris" });
    for (const login of ["1001", "1003"]) expect((await signIn(login)).told["sign-in-failed"]).toBe("notAllowed");
    await put({ requiredClaims: { groups: "leads" } });
    expect((await signIn("1002")).answer.status).toBe(201);
    expect((await signIn("1001")).told["sign-in-failed"]).toBe("notAllowed");
  });

  it("[U21] groups give roles, at each sign-in; who is in none has that of newcomers, or is not let in", async () => {
    await put({
      roles: [
        { group: "leads", role: "supervisor" },
        { group: "owners", role: "admin" },
      ],
    });
    expect((await signIn("1002")).answer.body["operator"]).toMatchObject({ id: "boris", role: "supervisor" });
    company.accounts.set("1002", { preferred_username: "boris", groups: ["agents"] });
    expect((await signIn("1002")).answer.body["operator"]).toMatchObject({ role: "operator" });
    await put({ roles: [{ group: "leads", role: "supervisor" }], provision: null });
    expect((await signIn("1002")).answer.status).toBe(403);
  });

  it("[U22] the code of one's own second factor is asked for, unless the company's sign-in counts as both", async () => {
    const token = await w.signIn("operator1", "password of one");
    const secret = String(
      (await w.ask("POST", `${at}/second-factor`, { as: token, body: { password: "password of one" } })).body["secret"],
    );
    const code = () => codeOf(secret, stepAt(w.state.now));
    await w.ask("POST", `${at}/second-factor/confirm`, { as: token, body: { code: code() } });
    w.state.now += 30_000;
    const { told, answer, from } = await signIn("1001");
    expect([answer.status, answer.body["type"]]).toEqual([401, "urn:acd:problem:second-factor"]);
    expect((await from.take(told["sign-in"], "000000")).status).toBe(401);
    expect((await from.take(told["sign-in"], code())).status).toBe(201);
    await put({ secondFactor: { trusted: "always" } });
    expect((await signIn("1001")).answer).toMatchObject({ status: 201, body: { secondFactor: "on" } });
    await w.admin("PUT", `${at}/sign-in-rules`, { secondFactor: ["operator"] });
    expect((await signIn("1002")).answer.body["secondFactor"]).toBe("on");
    await put();
    expect((await signIn("1002")).answer.body["secondFactor"]).toBe("missing");
  });

  it("[U23] whoever came in by a provider that is disabled, changed or gone is out; others stay", async () => {
    const works = async (token: unknown) =>
      (await w.ask("GET", `${at}/sessions`, { as: String(token) })).status === 200;
    const own = await w.signIn("operator1", "password of one");
    for (const end of [
      () => put({ enabled: false }),
      () => put({ clientId: "other" }),
      () => w.admin("DELETE", `${at}/identity-providers/company`),
    ]) {
      await put();
      const { token } = (await signIn("1001")).answer.body;
      expect(await works(token)).toBe(true);
      await end();
      expect(await works(token)).toBe(false);
    }
    expect(await works(own)).toBe(true);
    expect((await w.ask("GET", `${signInAt}/company`)).status).toBe(404);
    await put();
    await w.admin("DELETE", `${at}/identity-providers/company`);
    expect((await w.ask("GET", signInAt)).body).toEqual({ items: [] });
  });
});

describe("signing out at the company as well", () => {
  let company: CompanySignIn;
  beforeAll(async () => {
    company = await startIdentityProvider(callback);
    company.accounts.set("1001", { preferred_username: "operator1" });
  });
  afterAll(async () => await company?.stop());

  it("[U26] the session says where, and the company leads back to the console with what it was given", async () => {
    const { ports } = world();
    const w = world({
      settings: { ...ports.settings, localWebhooks: true },
      internet: (url, init) => fetch(url, init),
    });
    w.state.now = Date.now();
    await w.furnish({ passwords: true });
    await w.admin("PUT", `${at}/identity-providers/company`, { ...provider, issuer: company.issuer });
    const anna = browserOf(w);
    const told = await anna.end(await company.signIn(await anna.begin(), "1001"));
    const as = String((await anna.take(told["sign-in"])).body["token"]);
    const current = `${at}/sessions/current`;
    const { status, body } = await w.ask("GET", current, { as });
    expect([status, body]).toMatchObject([
      200,
      { operator: "operator1", means: "provider:company", current: true, company: { id: "company", name: "Company" } },
    ]);
    const { signOutAt } = body["company"] as { signOutAt: string };
    const there = new URL(signOutAt);
    const { state, ...rest } = Object.fromEntries(there.searchParams);
    expect([there.origin, rest]).toEqual([
      company.issuer,
      { client_id: "acd", post_logout_redirect_uri: "http://localhost/operator" },
    ]);
    expect(state).toMatch(/^[\w-]{22}$/);
    expect((await w.ask("DELETE", current, { as })).status).toBe(204);
    expect(company.isSignedIn()).toBe(true);
    expect(await company.signOut(signOutAt)).toBe(`http://localhost/operator?state=${state}`);
    expect(company.isSignedIn()).toBe(false);
    expect((await w.ask("GET", current, { as })).status).toBe(401);
  });

  it("[U26] a session of no company says of none; a key is no session", async () => {
    const w = world();
    await w.furnish({ passwords: true });
    const own = await w.signIn("operator1", "password of one");
    const current = `${at}/sessions/current`;
    expect(await w.ask("GET", current, { as: own })).toMatchObject({
      status: 200,
      body: { operator: "operator1", means: "password", current: true, company: null },
    });
    expect((await w.ask("GET", current, { as: await w.key(["people.write"]) })).status).toBe(404);
    expect((await w.admin("GET", current)).status).toBe(404);
  });
});

describe("identity providers", () => {
  let w: World;
  const put = (body: object, as?: string) =>
    w.ask("PUT", `${at}/identity-providers/company`, { as: as ?? "an-admin-key-for-tests", body });
  const good = { ...provider, issuer: "https://login.example.com" };

  beforeEach(async () => {
    w = world();
    await w.furnish({ passwords: true });
  });

  it("[U24] keep their client's secret sealed and never show it", async () => {
    const { status, body, text } = await put(good);
    expect([status, body["hasSecret"]]).toEqual([201, true]);
    const sealed = await w.ports.directory(app).sealedSecretOf(body["id"] as never);
    expect(sealed).toMatch(/^s1\./);
    const file = await w.admin("GET", `${at}/export`);
    expect([text, file.text, sealed].join("\n")).not.toContain(clientSecret);
    const { clientSecret: _, ...rest } = good;
    expect((await put({ ...rest, name: "Renamed" })).body).toMatchObject({ name: "Renamed", hasSecret: true });
    expect(await w.ports.directory(app).sealedSecretOf(body["id"] as never)).toBe(sealed);
  });

  it.each([
    [{ issuer: "http://login.example.com" }, "issuer"],
    [{ issuer: "https://10.0.0.1" }, "issuer"],
    [{ issuer: "http://127.0.0.1:3000" }, "issuer"],
    [{ issuer: "https://login.example.com?x=y" }, "issuer"],
    [{ personBy: "email" }, "emailDomains"],
    [{ secondFactor: { trusted: "claims" } }, "secondFactor"],
    [{ scopes: ["profile"] }, "scopes"],
    [{ provision: { role: "Nobody" } }, "provision.role"],
    [{ roles: [{ group: "x", role: "Nobody" }] }, "roles.0.role"],
  ])("[U24] are not made of %j: the field %s is named, also in a file", async (more, field) => {
    const answer = await put({ ...good, ...more });
    expect([answer.status, answer.body["errors"]]).toEqual([422, [expect.objectContaining({ field })]]);
    const { clientSecret: _, ...listed } = { id: "company", ...good, ...more };
    const file = { version: 1, application: { name: "x" }, skillGroups: [{ id: "Support", name: "S" }] };
    const whole = await w.admin("POST", `${at}/import`, { ...file, identityProviders: [listed] });
    expect([whole.status, whole.body["errors"]]).toEqual([
      422,
      [expect.objectContaining({ field: `identityProviders.0.${field}` })],
    ]);
  });

  it("[U24] are for those who may do everything, whatever the way", async () => {
    const writer = await w.key(["roles.write", "application.import"]);
    expect((await put(good, writer)).status).toBe(403);
    const { clientSecret: _, ...listed } = { id: "company", ...good };
    const file = { version: 1, application: { name: "Call centre", language: "ru" }, identityProviders: [listed] };
    expect((await w.ask("POST", `${at}/import`, { as: writer, body: file })).status).toBe(403);
    expect((await put(good, await w.signIn("admin", "password of admin"))).status).toBe(201);
    expect((await w.admin("GET", `${at}/skill-groups/Support/uses`)).body["items"]).toContainEqual({
      kind: "identity provider",
      id: "company",
      keeps: true,
    });
  });
});

describe("a provider that lies", () => {
  const issuer = "https://login.example.com";
  const [keys, others] = [newSigningKey("good"), newSigningKey("good")];
  let w: World;
  let claims: Record<string, unknown>;
  let idToken: (claims: object) => string;
  let asked: string[];
  let description: Record<string, unknown>;

  beforeEach(async () => {
    asked = [];
    claims = {};
    idToken = (said) => jwt(said, keys);
    description = {
      issuer,
      authorization_endpoint: `${issuer}/authorize`,
      token_endpoint: `${issuer}/token`,
      jwks_uri: `${issuer}/keys`,
      response_types_supported: ["code"],
      id_token_signing_alg_values_supported: ["RS256"],
    };
    w = world({
      internet: async (url) => {
        asked.push(url);
        const path = new URL(url).pathname;
        if (path === "/.well-known/openid-configuration") return Response.json(description);
        if (path === "/keys") return Response.json({ keys: [publicJwk(keys)] });
        if (path !== "/token") return new Response(null, { status: 404 });
        return Response.json({ access_token: "x", token_type: "bearer", id_token: idToken(claims) });
      },
    });
    w.state.now = Date.now();
    await w.furnish({ passwords: true });
    await w.admin("PUT", `${at}/identity-providers/company`, { ...provider, issuer });
  });

  /** A whole sign-in of operator1, with these claims instead of right ones. */
  async function come(other: object = {}) {
    const browser = browserOf(w);
    const there = new URL(await browser.begin());
    const now = Math.floor(w.state.now / 1_000);
    const nonce = there.searchParams.get("nonce");
    const right = { iss: issuer, aud: "acd", sub: "1001", iat: now, exp: now + 300, nonce, sid: "s1" };
    claims = { ...right, preferred_username: "operator1", ...other };
    const told = await browser.end(`${callback}?code=c&state=${there.searchParams.get("state")}`);
    return { told, answer: await browser.take(told["sign-in"]) };
  }

  it("[U25] is believed while it says nothing wrong", async () => {
    expect((await come()).answer.status).toBe(201);
    expect((await come({ aud: ["acd", "other"], azp: "acd" })).answer.status).toBe(201);
  });

  it.each([
    ["another issuer", { iss: "https://evil.example.com" }],
    ["for another client", { aud: "other" }],
    ["for several, and not us in particular", { aud: ["acd", "other"], azp: "other" }],
    ["for several, and nobody in particular", { aud: ["acd", "other"] }],
    ["another nonce", { nonce: "another" }],
    ["no nonce", { nonce: undefined }],
    ["run out", { exp: Math.floor(Date.now() / 1_000) - 60 }],
    ["no end", { exp: undefined }],
    ["of nobody", { sub: undefined }],
  ])("[U25] is not believed: a token %s", async (_, other) => {
    expect((await come(other)).told["sign-in-failed"]).toBe("invalid");
  });

  it.each([
    ["not signed at all", unsignedJwt],
    ["signed by another key", (said: object) => jwt(said, others)],
    ["signed by a key that is not published", (said: object) => jwt(said, { ...keys, kid: "other" })],
    ["signed by the public key as a secret", (said: object) => symmetricJwt(said, JSON.stringify(publicJwk(keys)))],
    ["signed by the client's secret", (said: object) => symmetricJwt(said, clientSecret, { kid: "good" })],
    ["with another algorithm in its head", (said: object) => jwt(said, keys, { alg: "RS512" })],
    [
      "altered afterwards",
      (said: object) => {
        const [head, , signature] = jwt(said, keys).split(".");
        return [
          head,
          Buffer.from(JSON.stringify({ ...said, preferred_username: "admin" })).toString("base64url"),
          signature,
        ].join(".");
      },
    ],
    ["no token", () => "garbage"],
  ] as [string, (claims: object) => string][])("[U25] is not believed: a token %s", async (_, make) => {
    idToken = make;
    expect((await come()).told["sign-in-failed"]).toBe("invalid");
  });

  it("[U25] cannot have us ask what only we can reach, nor describe itself as another", async () => {
    description["token_endpoint"] = "https://169.254.169.254/latest";
    expect((await come()).told["sign-in-failed"]).toBe("invalid");
    expect(asked.some((url) => url.includes("169.254"))).toBe(false);
    const other = "https://other.example.com";
    await w.admin("PUT", `${at}/identity-providers/other`, { ...provider, issuer: other });
    const { status, headers } = await w.ask("GET", `${signInAt}/other`);
    expect([status, headers.get("location")]).toEqual([302, expect.stringContaining("sign-in-failed=unreachable")]);
  });

  it("[U26] which of its sessions is meant is said by the name that it gave it, for which no token is kept; its own query stays", async () => {
    description["end_session_endpoint"] = `${issuer}/bye?realm=a&client_id=other#top`;
    const signOutAt = async (other: object): Promise<URLSearchParams> => {
      const as = String((await come(other)).answer.body["token"]);
      const { company } = (await w.ask("GET", `${at}/sessions/current`, { as })).body;
      const url = new URL((company as { signOutAt: string }).signOutAt);
      expect([url.origin + url.pathname, url.hash]).toEqual([`${issuer}/bye`, ""]);
      return url.searchParams;
    };
    const said = Object.fromEntries(await signOutAt({}));
    expect(said).toMatchObject({ realm: "a", client_id: "acd", logout_hint: "s1" });
    const again = Object.fromEntries(await signOutAt({ sid: undefined }));
    expect(again).not.toHaveProperty("logout_hint");
    expect(again["state"]).not.toBe(said["state"]);
  });

  it.each([
    ["http://login.example.com/bye"],
    ["https://169.254.169.254/bye"],
    ["https://10.0.0.1/bye"],
    ["https://intranet/bye"],
    ["https://anna:secret@login.example.com/bye"],
    ["javascript:alert(1)"],
    ["bye"],
  ])("[U26] leads nowhere that we would not ask ourselves: %s", async (endpoint) => {
    description["end_session_endpoint"] = endpoint;
    const as = String((await come()).answer.body["token"]);
    const { status, body } = await w.ask("GET", `${at}/sessions/current`, { as });
    expect([status, body["company"]]).toEqual([200, { id: "company", name: "Company", signOutAt: null }]);
  });

  it("[U26] offers nothing where it says nothing of it, or does not answer", async () => {
    let { token, refreshToken } = (await come()).answer.body;
    const company = async () => (await w.ask("GET", `${at}/sessions/current`, { as: String(token) })).body["company"];
    const nothing = { id: "company", name: "Company", signOutAt: null };
    expect(await company()).toEqual(nothing);
    // What it said of itself is remembered for an hour.
    description = {};
    for (const later of [minutes(40), minutes(40)]) {
      w.state.now += later;
      ({ token, refreshToken } = (await w.ask("POST", `${at}/sessions/refresh`, { body: { refreshToken } })).body);
    }
    expect(await company()).toEqual(nothing);
    expect(w.logged.join("\n")).toContain("provider.refused");
  });

  it("[U25] leads browsers nowhere that we would not ask ourselves", async () => {
    description["authorization_endpoint"] = "https://192.168.0.1/auth";
    const { headers } = await w.ask("GET", `${signInAt}/company`);
    expect(headers.get("location")).toContain("sign-in-failed=unreachable");
  });

  describe("and says that somebody has signed out", () => {
    const event = { "http://schemas.openid.net/event/backchannel-logout": {} };
    let next = 0;
    const logout = (other: object = {}, make: typeof jwt = jwt, header: object = { typ: "logout+jwt" }) => {
      const iat = Math.floor(w.state.now / 1_000);
      const said = {
        iss: issuer,
        aud: "acd",
        iat,
        exp: iat + 120,
        jti: `t${next++}`,
        events: event,
        sid: "s1",
        ...other,
      };
      return make(said, keys, header);
    };
    const say = async (token: string) =>
      (
        await w.ask("POST", `${signInAt}/company/logout`, {
          body: new URLSearchParams({ logout_token: token }).toString(),
          headers: { "content-type": "application/x-www-form-urlencoded" },
        })
      ).status;
    const works = async (token: unknown) =>
      (await w.ask("GET", `${at}/sessions`, { as: String(token) })).status === 200;
    const arrive = async (other: object = {}) => (await come(other)).answer.body["token"];

    it("[U23] ends the sessions that came of its session, or all of that person's that came of it", async () => {
      const [first, second] = [await arrive(), await arrive({ sid: "s2" })];
      expect(await say(logout())).toBe(200);
      expect([await works(first), await works(second)]).toEqual([false, true]);
      const own = await w.signIn("operator1", "password of one");
      const bySubject = logout({ sid: undefined, sub: "1001" });
      expect(await say(bySubject)).toBe(200);
      expect([await works(second), await works(own)]).toEqual([false, true]);
      // What was said once ends nothing that was opened since.
      const third = await arrive();
      expect(await say(bySubject)).toBe(200);
      expect(await works(third)).toBe(true);
    });

    it("[U25] is not believed: no logout token of this provider, for us, of now", async () => {
      const token = await arrive();
      const bad = [
        logout({ iss: "https://evil.example.com" }),
        logout({ aud: "other" }),
        logout({ iat: Math.floor(w.state.now / 1_000) - 600, exp: Math.floor(w.state.now / 1_000) - 480 }),
        logout({ iat: Math.floor(w.state.now / 1_000) + 600 }),
        logout({ events: {} }),
        logout({ nonce: "n" }),
        logout({ sid: undefined }),
        logout({ jti: undefined }),
        logout({}, jwt, { typ: "at+jwt" }),
        logout({}, (said) => jwt(said, others)),
        logout({}, (said) => unsignedJwt(said)),
        logout({}, (said) => symmetricJwt(said, clientSecret, { kid: "good" })),
        "garbage",
      ];
      for (const [n, one] of bad.entries()) expect(await say(one), String(n)).toBe(400);
      expect(await works(token)).toBe(true);
    });
  });
});
