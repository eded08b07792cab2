/** Signing in with a second factor. */
import { beforeEach, describe, expect, it } from "vitest";
import { codeOf, stepAt } from "../../src/directory/totp.ts";
import { app, world, type World } from "./world.ts";

const at = `/v1/applications/${app}`;
const [name, password] = ["operator1", "password of one"] as const;

describe("a second factor", () => {
  let w: World;
  let secret: string;
  let codes: string[];
  const code = (ahead = 0) => codeOf(secret, stepAt(w.state.now) + ahead);
  const next = () => (w.state.now += 30_000);
  const open = (given?: string) =>
    w.ask("POST", `${at}/sessions`, {
      body: { operator: name, password, ...(given !== undefined && { code: given }) },
    });
  const post = (token: string, path: string, body: object) =>
    w.ask("POST", `${at}/second-factor${path}`, { as: token, body });
  const tokenOf = ({ body }: { body: Record<string, unknown> }) => String(body["token"]);
  const actions = async () =>
    ((await w.admin("GET", `${at}/audit?limit=1000`)).body["items"] as { action: string }[]).map(
      ({ action }) => action,
    );

  async function enrol(token: string): Promise<void> {
    const begun = await post(token, "", { password });
    expect(begun.status, begun.text).toBe(201);
    secret = String(begun.body["secret"]);
    const confirmed = await post(token, "/confirm", { code: code() });
    expect(confirmed.status, confirmed.text).toBe(200);
    codes = confirmed.body["recoveryCodes"] as string[];
  }

  beforeEach(async () => {
    w = world();
    await w.furnish({ passwords: true });
  });

  it("[U10] is set up with the password, confirmed with a code, and then asked for", async () => {
    const token = tokenOf(await open());
    const wrong = await post(token, "", { password: "wrong" });
    expect([wrong.status, wrong.body["errors"]]).toMatchObject([422, [{ field: "password" }]]);
    const begun = await post(token, "", { password });
    secret = String(begun.body["secret"]);
    expect(begun.body["uri"]).toBe(`otpauth://totp/callcenter:operator1?secret=${secret}&issuer=callcenter`);
    expect(secret).toMatch(/^[A-Z2-7]{32}$/);
    // Until it is confirmed nothing has changed.
    expect((await post(token, "/confirm", { code: "000000" })).status).toBe(422);
    expect((await open()).body["secondFactor"]).toBe("off");
    await enrol(token);
    expect((await w.ask("GET", `${at}/second-factor`, { as: token })).body).toEqual({
      on: true,
      demanded: false,
      recoveryCodes: 10,
    });
    expect((await post(token, "", { password })).status).toBe(409);

    const asked = await open();
    expect([asked.status, asked.body["type"]]).toEqual([401, "urn:acd:problem:second-factor"]);
    expect(asked.headers.get("www-authenticate")).toBeNull();
    next();
    expect((await open(code())).body["secondFactor"]).toBe("on");
    expect(await actions()).toContain("secondFactor.on");
    expect((await w.admin("GET", `${at}/audit?format=ndjson`)).text).not.toContain(secret);
  });

  it("[U10] a code serves once, also the one that it was confirmed with", async () => {
    await enrol(tokenOf(await open()));
    expect((await open(code())).status).toBe(401);
    next();
    expect((await open(code())).status).toBe(201);
    const again = await open(code());
    expect([again.status, again.body["type"]]).toEqual([401, "urn:acd:problem:second-factor"]);
    expect((await open(code(1))).status).toBe(201);
    expect((await open(code())).status).toBe(401);
  });

  it("[U10] whoever has the wrong password is not asked for a code", async () => {
    await enrol(tokenOf(await open()));
    next();
    const { body } = await w.ask("POST", `${at}/sessions`, { body: { operator: name, password: "x", code: code() } });
    expect(body["type"]).toBe("urn:acd:problem:unauthenticated");
    expect((await open(code())).status).toBe(201);
  });

  it("[U10] wrong codes lock the name as wrong passwords do, and the right password does not unlock it", async () => {
    const token = tokenOf(await open());
    await enrol(token);
    next();
    for (let time = 0; time < 5; time++) {
      expect((await open()).status).toBe(401);
      expect((await open("000000")).status).toBe(401);
    }
    expect((await open(code())).status).toBe(429);
    expect((await post(token, "/end", { code: code() })).status).toBe(429);
    next();
    expect((await open(code())).status).toBe(201);
    expect(await actions()).toContain("operator.locked");
  });

  it("[U11] each of ten codes for recovery signs in once, however it is typed", async () => {
    await enrol(tokenOf(await open()));
    expect(new Set(codes).size).toBe(10);
    const [first = "", second = ""] = codes;
    expect(first).toMatch(/^(?:[a-z2-7]{4}-){3}[a-z2-7]{4}$/);
    const token = tokenOf(await open(first));
    expect((await open(first)).status).toBe(401);
    expect((await open(` ${second.toUpperCase().replaceAll("-", " ")}`)).status).toBe(201);
    expect((await w.ask("GET", `${at}/second-factor`, { as: token })).body["recoveryCodes"]).toBe(8);
    expect((await actions()).filter((action) => action === "secondFactor.recovered")).toHaveLength(2);
  });

  it("[U11] is ended by oneself with a code, or by who may change the person", async () => {
    const token = tokenOf(await open());
    await enrol(token);
    next();
    expect((await post(token, "/end", { code: "000000" })).status).toBe(422);
    expect((await post(token, "/end", { code: code() })).status).toBe(204);
    expect((await post(token, "/end", { code: code() })).status).toBe(409);
    expect((await open()).status).toBe(201);

    next();
    await enrol(token);
    const path = `${at}/operators/${name}/second-factor`;
    const staff = await w.key(["people.write"]);
    expect((await w.ask("DELETE", path, { as: staff })).status).toBe(403);
    expect((await w.ask("DELETE", path, { as: token })).status).toBe(403);
    expect((await w.admin("DELETE", path)).status).toBe(204);
    expect((await w.admin("DELETE", path)).status).toBe(409);
    expect((await open()).status).toBe(201);
    expect((await w.admin("DELETE", `${at}/operators/nobody/second-factor`)).status).toBe(404);
  });

  it("[U10] who has just signed in need not give the password, which not everybody has", async () => {
    const token = tokenOf(await open());
    w.state.now += 300_000;
    const late = await post(token, "", {});
    expect([late.status, late.body["type"]]).toEqual([403, "urn:acd:problem:sign-in-again"]);
    const { body } = await post(tokenOf(await open()), "", {});
    expect(body["secret"]).toMatch(/^[A-Z2-7]{32}$/);
  });

  it("[U11] goes with its person: who comes again under the same name has none", async () => {
    await enrol(tokenOf(await open()));
    await w.admin("DELETE", `${at}/operators/${name}`);
    await w.admin("PUT", `${at}/operators/${name}`, { name: "Operator 1", password });
    expect((await open()).body["secondFactor"]).toBe("off");
  });

  it("[U12] where a role demands it, nothing else is allowed until it is set up", async () => {
    const before = tokenOf(await open());
    const rules = { secondFactor: ["operator"] };
    expect((await w.admin("PUT", `${at}/sign-in-rules`, rules)).body).toEqual(rules);
    expect((await w.admin("GET", `${at}/sign-in-rules`)).body).toEqual(rules);
    const state = (as: string) => w.ask("GET", `${at}/operators/${name}/state`, { as });
    const answer = await open();
    expect(answer.body["secondFactor"]).toBe("missing");
    for (const token of [before, tokenOf(answer)]) {
      const { status, body } = await state(token);
      expect([status, String(body["detail"])]).toEqual([403, expect.stringContaining("second factor")]);
      expect((await w.ask("GET", `${at}/console`, { as: token })).status).toBe(403);
    }
    await enrol(tokenOf(answer));
    expect((await state(tokenOf(answer))).status).toBe(200);
    expect(await actions()).toContain("signInRules.changed");
    // Others are not concerned.
    const supervisor = await w.signIn("supervisor1", "password of super");
    expect((await w.ask("GET", `${at}/queues`, { as: supervisor })).status).toBe(200);
  });

  it("[U12] who may not do everything makes no such rules", async () => {
    for (const scope of [null, { queues: ["MainQueue"] }]) {
      const key = await w.key(["roles.write", "roles.read"], scope === null ? {} : { scope });
      expect((await w.ask("PUT", `${at}/sign-in-rules`, { as: key, body: { secondFactor: [] } })).status).toBe(403);
    }
    const token = await w.key(["roles.read"]);
    expect((await w.ask("GET", `${at}/second-factor`, { as: token })).status).toBe(403);
  });
});
