/** The ways of signing in that lean on what the runtime brings along: WebCrypto's curves, and a provider reached over its network. */
import { exports } from "cloudflare:workers";
import { beforeAll, describe, expect, it } from "vitest";
import { Authenticator } from "../support/authenticator.ts";

const origin = "https://acd.test";
const at = `${origin}/v1/applications/callcenter`;
// The worker's own entry point, as `src/worker.ts` exports it.
const worker = (exports as unknown as { default: Fetcher }).default;

const ask = (
  method: string,
  path: string,
  { as, body, cookie }: { as?: string; body?: object; cookie?: string } = {},
) =>
  worker.fetch(`${at}${path}`, {
    method,
    redirect: "manual",
    headers: {
      ...(as !== undefined && { authorization: `Bearer ${as}` }),
      ...(body !== undefined && { "content-type": "application/json" }),
      ...(cookie !== undefined && { cookie }),
    },
    ...(body !== undefined && { body: JSON.stringify(body) }),
  });
const admin = (path: string, body: object) => ask("PUT", path, { as: "an-admin-key-for-tests", body });

describe("in workerd", () => {
  beforeAll(async () => {
    for (const [path, body] of [
      ["", { name: "Call centre" }],
      ["/operators/anna", { name: "Anna", password: "password of anna" }],
      [
        "/identity-providers/company",
        {
          name: "Company",
          issuer: "https://login.test",
          clientId: "acd",
          clientSecret: "s",
          provision: { role: "operator" },
        },
      ],
    ] as const)
      expect((await admin(path, body)).ok, path).toBe(true);
  });

  it("[U13] a passkey is added, and opens", async () => {
    const body = { operator: "anna", password: "password of anna" };
    const { token } = await (await ask("POST", "/sessions", { body })).json<{ token: string }>();
    const key = new Authenticator({ origin, rpId: "acd.test" }, 1);
    const options = await (await ask("POST", "/passkeys/begin", { as: token, body: {} })).json<{ challenge: string }>();
    const added = await ask("POST", "/passkeys", { as: token, body: { name: "x", credential: key.create(options) } });
    expect(added.status).toBe(201);
    const begin = async () => (await ask("POST", "/passkeys/challenge", { body: {} })).json<{ challenge: string }>();
    const opened = await ask("POST", "/sessions/passkey", { body: { credential: key.get(await begin()) } });
    expect([opened.status, await opened.json()]).toMatchObject([201, { operator: { id: "anna" }, secondFactor: "on" }]);
    const wrongly = key.get(await begin(), { origin: "https://evil.test" });
    expect((await ask("POST", "/sessions/passkey", { body: { credential: wrongly } })).status).toBe(401);
  });

  it("[U20] a company's sign-in leads there and back", async () => {
    const there = await ask("GET", "/sign-in/company");
    const { searchParams } = new URL(there.headers.get("location") ?? "");
    const cookie = there.headers.get("set-cookie") ?? "";
    expect(cookie).toMatch(/HttpOnly; Secure; SameSite=Lax$/);
    const shown = { cookie: cookie.split(";")[0] ?? "" };
    const came = new URLSearchParams({
      state: searchParams.get("state") ?? "",
      code: searchParams.get("nonce") ?? "",
    });
    const back = await ask("GET", `/sign-in/company/callback?${came.toString()}`, shown);
    const ticket = new URLSearchParams(new URL(back.headers.get("location") ?? "").hash.slice(1)).get("sign-in");
    const opened = await ask("POST", "/sign-in/session", { body: { ticket }, ...shown });
    expect([opened.status, await opened.json()]).toMatchObject([201, { operator: { id: "boris", name: "Boris" } }]);
  });
});
