/**
 * A hundred thousand tokens and messages that nobody gave out, or not for this, or not for now: all of them through the routes themselves, as whoever
 * forges them would send them. What they are made of is the same at each run.
 */
import { createHash, generateKeyPairSync } from "node:crypto";
import { ParticipantInfo_Kind, WebhookEvent } from "@livekit/protocol";
import { beforeAll, describe, expect, it } from "vitest";
import { sealSession, openSession, type Session } from "../../src/http/session.ts";
import { hashPassword, nobodysSalt } from "../../src/directory/password.ts";
import type { ApplicationId, IdentityProviderId, OperatorId } from "../../src/words/index.ts";
import { Authenticator } from "../support/authenticator.ts";
import { jwt, newSigningKey, publicJwk, symmetricJwt, unsignedJwt } from "../support/jwt.ts";
import { seeded } from "../support/chance.ts";
import { altered, flipped, pick } from "../support/tamper.ts";
import { adminKey, app, liveKit, mediaSecret, world, type World } from "./world.ts";

const at = `/v1/applications/${app}`;
const other = "/v1/applications/other";

/** How many of each kind. */
const counts = {
  "session tokens": 30_000,
  "API keys": 20_000,
  "the admin key": 5_000,
  "refresh tokens": 10_000,
  "refresh tokens, replayed": 1_000,
  "tokens of consoles' sockets": 4_000,
  "tokens of sockets that look on": 2_000,
  "media workers' secrets": 3_000,
  "LiveKit's webhooks": 15_000,
  "LiveKit's webhooks, replayed": 2_000,
  "logout tokens": 4_000,
  passkeys: 2_000,
  "tickets of a company's sign-in": 2_000,
} as const;
type Of = keyof typeof counts;

/** Each comes from an address of its own: how many may come from one is another matter. */
const from = (n: number) => ({ "cf-connecting-ip": `10.${(n >> 16) & 255}.${(n >> 8) & 255}.${n & 255}` });

/** Makes and sends so many; every one that is let in is named. */
async function all(of: Of, seed: number, send: (random: () => number, n: number) => Promise<string | undefined>) {
  const random = seeded(seed);
  for (let n = 0; n < counts[of]; n++) {
    const letIn = await send(random, n);
    if (letIn !== undefined) throw new Error(`${of}, the ${n}th was let in: ${letIn}`);
  }
}

it("[A39] they are a hundred thousand", () => {
  expect(Object.values(counts).reduce((sum, count) => sum + count, 0)).toBe(100_000);
});

describe("a hundred thousand forgeries", { timeout: 120_000 }, () => {
  let w: World;
  /** Good ones. */
  let token: string;
  let second: string;
  let session: Session;
  let keys: string[];
  let foreign: { token: string; key: string };
  const company = newSigningKey("company");
  const stranger = newSigningKey("company");
  const issuer = "https://login.example.com";

  const get = async (path: string, as: string) => (await w.ask("GET", path, { as })).status;
  /** Undefined: it was not let in. Another application's own are known, and may do nothing here. */
  const opens = async (bad: string) => {
    const status = await get(`${at}/queues`, bad);
    return status === 401 || (status === 403 && (bad === foreign.key || bad === foreign.token)) ? undefined : bad;
  };

  beforeAll(async () => {
    w = world({
      log: () => undefined,
      internet: async (url) =>
        Response.json(url.endsWith("/keys") ? { keys: [publicJwk(company)] } : { issuer, jwks_uri: `${issuer}/keys` }),
    });
    w.state.now = Date.now();
    await w.furnish({ passwords: true });
    await w.admin("PUT", other, { name: "Other" });
    await w.admin("PUT", `${other}/operators/admin`, { name: "Admin", role: "admin", password: "password of other" });
    await w.admin("PUT", `${at}/identity-providers/company`, { name: "Company", issuer, clientId: "acd" });
    [token, second] = [await w.signIn("admin", "password of admin"), await w.signIn("operator1", "password of one")];
    const elsewhere = await w.ask("POST", `${other}/sessions`, {
      body: { operator: "admin", password: "password of other" },
    });
    keys = [await w.key(["queues.read"]), await w.key(["queues.read", "rules.read"])];
    foreign = { token: String(elsewhere.body["token"]), key: await w.key(["queues.read"], { of: "other" }) };
    const found = await openSession(token, w.ports.settings.secret, w.state.now);
    if (found === undefined) throw new Error("the token does not stand");
    session = found;
    expect([await get(`${at}/queues`, token), await get(`${at}/queues`, keys[0] ?? "")]).toEqual([200, 200]);
  });

  /** A session token of this or another content, by whatever key and algorithm, or a good one altered. */
  async function forgedToken(random: () => number): Promise<string> {
    const { id, application, person, epoch, expiresAt, endsAt } = session;
    const [exp, end] = [expiresAt / 1_000, endsAt / 1_000];
    const claims = { iss: "acd", jti: id, app: application, sub: person, epoch, exp, end };
    const guess = pick(random, ["", "secret", "changeme", adminKey, mediaSecret, liveKit.apiSecret, String(random())]);
    const { secret } = w.ports.settings;
    return pick(random, [
      () => altered(token, random, [second, foreign.token]),
      () => altered(token, random, [second, foreign.token]),
      () => altered(token, random, [second, foreign.token]),
      () => symmetricJwt(claims, guess),
      () =>
        symmetricJwt({ ...claims, exp: exp + Math.floor(random() * 1e6) }, guess, {
          alg: pick(random, ["HS384", "HS512", "none", "RS256"]),
        }),
      () => unsignedJwt({ ...claims, sub: pick(random, ["admin", "operator1", "supervisor1"]) }),
      () => foreign.token,
      // Signed with our own secret, and all the same not what the directory upholds.
      () => sealSession({ ...session, expiresAt: w.state.now - Math.floor(random() * 1e9) }, secret),
      () => sealSession({ ...session, epoch: epoch + pick(random, [-2, -1, 1, 2]) }, secret),
      () =>
        sealSession(
          {
            ...session,
            id: Math.floor(random() * 2 ** 52)
              .toString(16)
              .padStart(32, "0"),
          },
          secret,
        ),
      () => sealSession({ ...session, person: pick(random, ["operator1", "nobody"]) as OperatorId }, secret),
      () => sealSession({ ...session, application: pick(random, ["other", "none", "_"]) as ApplicationId }, secret),
      () => symmetricJwt({ ...claims, iss: "other" }, secret),
      () => symmetricJwt(claims, secret, { alg: "HS512" }),
    ])();
  }

  it("[A39] session tokens", () => all("session tokens", 1, async (random) => opens(await forgedToken(random))));

  it("[A39] API keys", () =>
    all("API keys", 2, (random) => {
      const good = pick(random, [keys[0] ?? "", keys[1] ?? ""]);
      const random64 = Array.from({ length: 64 }, () => Math.floor(random() * 16).toString(16)).join("");
      const parts = good.split("_");
      return opens(
        pick(random, [
          () => altered(good, random, [...keys, foreign.key]),
          () => altered(good, random, [...keys, foreign.key]),
          () => [...parts.slice(0, 3), random64].join("_"),
          () => ["acd", app, random64.slice(0, 12), parts[3]].join("_"),
          () => ["acd", pick(random, ["other", "none", "_"]), ...parts.slice(2)].join("_"),
          () => foreign.key,
        ])(),
      );
    }));

  it("[A39] the admin key", () => all("the admin key", 3, (random) => opens(altered(adminKey, random))));

  it("[A39] refresh tokens; the session that they were made of goes on", async () => {
    const open = async () =>
      (await w.ask("POST", `${at}/sessions`, { body: { operator: "operator1", password: "password of one" } })).body;
    const [mine, another] = [await open(), await open()];
    const good = String(mine["refreshToken"]);
    await all("refresh tokens", 4, async (random, n) => {
      const bad = altered(good, random, [String(another["refreshToken"])]);
      const path = `${pick(random, [at, at, at, other])}/sessions/refresh`;
      const refreshToken = path.startsWith(other) ? pick(random, [good, bad]) : bad;
      const { status } = await w.ask("POST", path, { body: { refreshToken }, headers: from(n) });
      return status === 401 ? undefined : refreshToken;
    });
    expect((await w.ask("POST", `${at}/sessions/refresh`, { body: { refreshToken: good } })).status).toBe(200);
  });

  it("[A39] refresh tokens, replayed; and the session of each is over", async () => {
    const directory = w.ports.directory(app);
    const hash = async (text: string) => createHash("sha256").update(text).digest("hex");
    const salt = await directory.saltOf("operator1");
    expect(salt).not.toBe(nobodysSalt);
    const proof = { hash: await hashPassword("password of one", salt) };
    await all("refresh tokens, replayed", 5, async (random, n) => {
      const id = `5e55${n.toString(16).padStart(28, "0")}`;
      const refreshToken = `acr_5e55${n.toString(16).padStart(60, "0")}`;
      await directory.signIn("operator1", proof, { id, refresh: await hash(refreshToken) }, null);
      const renew = (shown: string) =>
        w.ask("POST", `${at}/sessions/refresh`, { body: { refreshToken: shown }, headers: from(n) });
      const next = String((await renew(refreshToken)).body["refreshToken"]);
      const last = String((await renew(next)).body["refreshToken"]);
      const replayed = pick(random, [refreshToken, next]);
      // Within two minutes the last but one may be shown again by whoever lost the answer; then what was answered is void.
      if (replayed === next) w.state.now += 121_000;
      const statuses = [(await renew(replayed)).status, (await renew(last)).status];
      w.state.now = Date.now();
      return statuses.every((status) => status === 401) ? undefined : replayed;
    });
  });

  const socket = (path: string, protocol: string, bad: string) =>
    w.ask("GET", path, { headers: { upgrade: "websocket", "sec-websocket-protocol": `${protocol}, ${bad}` } });

  it("[A39] tokens of consoles' sockets", () =>
    all("tokens of consoles' sockets", 6, async (random) => {
      const bad = await forgedToken(random);
      const { status } = await socket(`${at}/console`, "acd.console.v1", bad);
      return status === 401 || (status === 403 && bad === foreign.token) ? undefined : bad;
    }));

  it("[A39] tokens of sockets that look on", () =>
    all("tokens of sockets that look on", 7, async (random) => {
      const bad = pick(random, [await forgedToken(random), altered(keys[0] ?? "", random, [...keys, foreign.key])]);
      const { status } = await socket(`${at}/live/socket`, "acd.live.v1", bad);
      return status === 401 || (status === 403 && bad === foreign.token) ? undefined : bad;
    }));

  it("[A39] media workers' secrets", () =>
    all("media workers' secrets", 8, async (random) => {
      const bad = pick(random, [
        altered(mediaSecret, random),
        altered(mediaSecret, random),
        token,
        keys[0] ?? "",
        adminKey,
      ]);
      const { status } = await socket("/v1/media/socket?worker=w_1", "acd.media.v1", bad);
      return status === 401 ? undefined : bad;
    }));

  const event = (n: number) =>
    new WebhookEvent({
      event: "participant_left",
      id: `EV_${n}`,
      createdAt: 1n,
      room: { name: "call-callcenter_+79161234567_AbCdEfGhIjKl", sid: "RM_1" },
      participant: { identity: "sip_+79161234567", sid: "PA_caller", kind: ParticipantInfo_Kind.SIP },
    }).toJsonString();
  const digest = (body: string | Uint8Array) => createHash("sha256").update(body).digest("base64");
  const claimsFor = (body: string, more: object = {}) => {
    const now = Math.floor(Date.now() / 1_000);
    return { iss: liveKit.apiKey, nbf: now - 1, exp: now + 300, sha256: digest(body), ...more };
  };
  const post = (body: string | Uint8Array<ArrayBuffer>, authorization: string | undefined) =>
    w.api.request("/livekit/webhook", {
      method: "POST",
      body,
      headers: {
        "content-type": "application/webhook+json",
        ...(authorization !== undefined && { authorization }),
      },
    });

  it("[L2] LiveKit's webhooks; nobody is told of any", async () => {
    const before = w.told.length;
    await all("LiveKit's webhooks", 9, async (random, n) => {
      const body = event(n);
      const bytes = new TextEncoder().encode(body);
      const good = symmetricJwt(claimsFor(body), liveKit.apiSecret);
      const past = Math.floor(Date.now() / 1_000) - 120 - Math.floor(random() * 1e8);
      const [sent, signature]: [string | Uint8Array<ArrayBuffer>, string | undefined] = pick<
        () => [string | Uint8Array<ArrayBuffer>, string | undefined]
      >(random, [
        () => [flipped(bytes, random), good],
        () => [flipped(bytes, random), good],
        () => [body.slice(0, Math.floor(random() * body.length)), good],
        () => [event(n + 1), good],
        () => [body, altered(good, random)],
        () => [body, altered(good, random)],
        () => [body, undefined],
        () => [body, `Bearer ${token}`],
        () => [body, token],
        () => [body, symmetricJwt(claimsFor(body), pick(random, ["", "secret", adminKey, w.ports.settings.secret]))],
        () => [body, symmetricJwt(claimsFor(body, { exp: past }), liveKit.apiSecret)],
        () => [body, symmetricJwt(claimsFor(body, { iss: "another" }), liveKit.apiSecret)],
        () => [body, symmetricJwt(claimsFor(body, { sha256: undefined }), liveKit.apiSecret)],
        () => [body, unsignedJwt(claimsFor(body))],
        () => [body, jwt(claimsFor(body), stranger)],
      ])();
      const { status } = await post(sent, signature);
      return status === 401 ? undefined : `${String(signature)} ${String(sent)}`;
    });
    expect(w.told).toHaveLength(before);
  });

  it("[L3] LiveKit's webhooks, replayed: the call is told once", async () => {
    const before = w.told.length;
    const taken = new Map<string, string>();
    for (let n = 0; n < 50; n++) {
      const body = event(1e6 + n);
      taken.set(body, symmetricJwt(claimsFor(body), liveKit.apiSecret));
      expect((await post(body, taken.get(body))).status).toBe(200);
    }
    const told = w.told.length;
    expect(told - before).toBe(50);
    await all("LiveKit's webhooks, replayed", 10, async (random) => {
      const [body, signature] = [...taken][Math.floor(random() * taken.size)] ?? ["", ""];
      await post(body, signature);
      return w.told.length === told ? undefined : body;
    });
  });

  it("[U25] logout tokens of a company's sign-in", async () => {
    const now = Math.floor(w.state.now / 1_000);
    const events = { "http://schemas.openid.net/event/backchannel-logout": {} };
    const right = { iss: issuer, aud: "acd", iat: now, exp: now + 120, jti: "j", sid: "s", events };
    const header = { typ: "logout+jwt" };
    const said = (logout_token: string, n: number) =>
      w.ask("POST", `${at}/sign-in/company/logout`, {
        body: new URLSearchParams({ logout_token }).toString(),
        headers: { "content-type": "application/x-www-form-urlencoded", ...from(n) },
      });
    const good = jwt(right, company, header);
    expect((await said(good, 0)).status).toBe(200);
    const wrong = (random: () => number) =>
      pick<object>(random, [
        { iss: "https://other.example.com" },
        { aud: "other" },
        { exp: now - 31 - Math.floor(random() * 1e6) },
        { iat: now + 60 },
        { events: {} },
        { nonce: "n" },
        { sid: undefined },
      ]);
    // Made beforehand: signing with RSA is what takes its time.
    const wronglySigned = Array.from({ length: 100 }, (_, n) =>
      jwt({ ...right, ...wrong(seeded(n)) }, company, header),
    );
    const strangers = Array.from({ length: 20 }, (_, n) => jwt({ ...right, jti: `x${n}` }, stranger, header));
    await all("logout tokens", 11, async (random, n) => {
      const bad = pick(random, [
        () => altered(good, random),
        () => wronglySigned[Math.floor(random() * wronglySigned.length)] ?? "",
        () => strangers[Math.floor(random() * strangers.length)] ?? "",
        () => unsignedJwt(right),
        () => symmetricJwt(right, JSON.stringify(publicJwk(company)), { ...header, kid: "company" }),
      ])();
      return (await said(bad, n)).status === 400 ? undefined : bad;
    });
  });

  it("[U14] passkeys", async () => {
    const site = { origin: "http://localhost", rpId: "localhost" };
    const key = new Authenticator(site);
    const ask = async (path: string, body: object, n: number, as?: string) =>
      w.ask("POST", `${at}${path}`, { body, headers: from(n), ...(as !== undefined && { as }) });
    const options = (await ask("/passkeys/begin", {}, 0, second)).body as { challenge: string };
    const made = await ask("/passkeys", { name: "x", credential: key.create(options) }, 0, second);
    expect(made.status, made.text).toBe(201);
    const strangers = generateKeyPairSync("ec", { namedCurve: "P-256" }).privateKey;
    await all("passkeys", 12, async (random, n) => {
      const asked = (await ask("/passkeys/challenge", {}, n)).body as { challenge: string };
      const good = key.get(asked);
      const flip = (text: string) => Buffer.from(flipped(Buffer.from(text, "base64url"), random)).toString("base64url");
      const response = { ...good.response };
      const credential = pick<() => object>(random, [
        () => ({ ...good, response: { ...response, signature: flip(response.signature) } }),
        () => ({ ...good, response: { ...response, authenticatorData: flip(response.authenticatorData) } }),
        () => ({ ...good, response: { ...response, clientDataJSON: flip(response.clientDataJSON) } }),
        () => key.get(asked, { key: strangers }),
        () => key.get(asked, { verified: false }),
        () => key.get({ challenge: Buffer.from(flipped(Buffer.alloc(32), random)).toString("base64url") }),
        () => new Authenticator(site).get(asked),
      ])();
      const { status } = await ask("/sessions/passkey", { credential }, n);
      return status === 401 ? undefined : JSON.stringify(credential);
    });
  });

  it("[U20] tickets of a company's sign-in", async () => {
    const good = "A".repeat(43);
    const hash = (text: string) => createHash("sha256").update(text).digest("hex");
    const arrival = {
      provider: "company" as IdentityProviderId,
      issuer,
      subject: "1",
      sid: null,
      personId: "operator1" as OperatorId,
      name: "x",
      role: null,
      strong: false,
      browser: hash("cookie"),
    };
    await all("tickets of a company's sign-in", 13, async (random, n) => {
      // A good one in another browser, or another one in this browser.
      const elsewhere = random() < 0.5;
      if (elsewhere)
        await w.ports.directory(app).keepOnce({
          use: "provider.ticket",
          hash: hash(good),
          data: JSON.stringify(arrival),
          ends: w.state.now + 1_000,
        });
      const ticket = elsewhere ? good : altered(good, random);
      const cookie = `acd-sign-in=${elsewhere ? altered("cookie", random).replaceAll(/[^\w-]/g, "x") : "cookie"}`;
      const { status } = await w.ask("POST", `${at}/sign-in/session`, {
        body: { ticket },
        headers: { cookie, ...from(n) },
      });
      return status === 401 ? undefined : `${ticket} ${cookie}`;
    });
  });

  it("[A39] and what was given out still opens", async () => {
    expect([await get(`${at}/queues`, token), await get(`${at}/queues`, keys[0] ?? "")]).toEqual([200, 200]);
  });
});
