/** Sessions over HTTP: renewed, listed, ended. */
import { beforeEach, describe, expect, it } from "vitest";
import { tokenLength } from "../../src/http/session.ts";
import { adminKey, app, world, type World } from "./world.ts";

const at = `/v1/applications/${app}`;

describe("sessions", () => {
  let w: World;
  const open = async (operator: string, password: string) =>
    (await w.ask("POST", `${at}/sessions`, { body: { operator, password } })).body as Record<string, string>;
  const renew = (refreshToken: string | undefined) =>
    w.ask("POST", `${at}/sessions/refresh`, { body: { refreshToken: refreshToken ?? "" } });
  const works = async (token: string | undefined) =>
    (await w.ask("GET", `${at}/sessions`, { as: token ?? "" })).status === 200;
  const ids = (body: Record<string, unknown>) => (body["items"] as { id: string }[]).map(({ id }) => id);

  beforeEach(async () => {
    w = world();
    await w.furnish({ passwords: true });
  });

  it("[U2] a session is renewed, before its token ends or after, and stays the same one with the same end", async () => {
    const first = await open("operator1", "password of one");
    w.state.now += tokenLength;
    expect(await works(first["token"])).toBe(false);
    const { status, body: second } = await renew(first["refreshToken"]);
    expect(status).toBe(200);
    expect(second).toMatchObject({
      session: first["session"],
      endsAt: first["endsAt"],
      expiresAt: w.state.now + tokenLength,
      operator: { id: "operator1", role: "operator" },
    });
    expect(await works(String(second["token"]))).toBe(true);
    expect(second["refreshToken"]).not.toBe(first["refreshToken"]);
  });

  it("[U2] no token outlives its session", async () => {
    let { refreshToken, endsAt, expiresAt } = await open("operator1", "password of one");
    while (Number(expiresAt) < Number(endsAt)) {
      w.state.now = Number(expiresAt) - 60_000;
      const { status, body } = await renew(refreshToken);
      expect(status).toBe(200);
      ({ refreshToken, expiresAt } = body as Record<string, string>);
      expect(Number(expiresAt)).toBeLessThanOrEqual(Number(endsAt));
    }
    w.state.now = Number(endsAt);
    expect((await renew(refreshToken)).status).toBe(401);
  });

  it("[U3] a refresh token that comes again ends the session, and both who have one are out", async () => {
    const first = await open("operator1", "password of one");
    const { body: second } = await renew(first["refreshToken"]);
    w.state.now += 121_000;
    expect((await renew(first["refreshToken"])).status).toBe(401);
    expect(await works(String(second["token"]))).toBe(false);
    expect((await renew(String(second["refreshToken"]))).status).toBe(401);
  });

  it("[U3] what is no refresh token is refused in the same words, and harms nobody", async () => {
    const first = await open("operator1", "password of one");
    for (const bad of ["", "x", first["token"], `acr_${"0".repeat(64)}`, `${first["refreshToken"]}0`]) {
      const { status, body } = await renew(bad);
      expect([status, body["detail"]]).toEqual([
        401,
        "The session is over, or this is not its refresh token. Sign in again.",
      ]);
    }
    // Nor does it open anything by itself.
    expect(await works(first["refreshToken"])).toBe(false);
    expect((await renew(first["refreshToken"])).status).toBe(200);
    expect(
      (await w.ask("POST", "/v1/applications/none/sessions/refresh", { body: { refreshToken: "x" } })).status,
    ).toBe(401);
  });

  it("[U8] everybody sees their own sessions and ends one of them, on another device", async () => {
    const [here, there, other] = [
      await open("operator1", "password of one"),
      await open("operator1", "password of one"),
      await open("supervisor1", "password of super"),
    ];
    const as = String(here["token"]);
    const { body } = await w.ask("GET", `${at}/sessions`, { as });
    expect(new Set(ids(body))).toEqual(new Set([here["session"], there["session"]]));
    expect((body["items"] as { id: string; current: boolean }[]).find(({ current }) => current)?.id).toBe(
      here["session"],
    );
    const end = async (id: string | undefined) => (await w.ask("DELETE", `${at}/sessions/${id}`, { as })).status;
    expect(await end(other["session"])).toBe(404);
    expect(await end("0".repeat(32))).toBe(404);
    expect((await w.ask("GET", `${at}/sessions?operator=supervisor1`, { as })).status).toBe(403);
    expect(await end(there["session"])).toBe(204);
    expect([await works(here["token"]), await works(there["token"])]).toEqual([true, false]);
    expect((await renew(there["refreshToken"])).status).toBe(401);
  });

  it("[U8] who may change people sees theirs and ends them, but of nobody who may do more", async () => {
    await w.admin("PUT", `${at}/roles/Staff`, {
      name: "Staff",
      rights: ["people.write", "console.open", "self.watch"],
    });
    await w.admin("PUT", `${at}/operators/staff`, { name: "Staff", role: "Staff", password: "password of staff" });
    const [one, boss] = [await open("operator1", "password of one"), await open("admin", "password of admin")];
    const staff = await open("staff", "password of staff");
    const as = String(staff["token"]);
    expect(new Set(ids((await w.ask("GET", `${at}/sessions`, { as })).body))).toEqual(
      new Set([one["session"], staff["session"]]),
    );
    const end = async (path: string) => (await w.ask("DELETE", `${at}/${path}`, { as })).status;
    expect(await end(`sessions/${boss["session"]}`)).toBe(403);
    expect(await end("operators/admin/sessions")).toBe(403);
    expect(await end("operators/nobody/sessions")).toBe(404);
    expect(await end("operators/operator1/sessions")).toBe(204);
    expect([await works(one["token"]), await works(boss["token"])]).toEqual([false, true]);
    const { body } = await w.admin("GET", `${at}/sessions?operator=admin`);
    expect(ids(body)).toEqual([boss["session"]]);
    expect((await w.ask("DELETE", `${at}/sessions/${boss["session"]}`, { as: adminKey })).status).toBe(204);
    expect(await works(boss["token"])).toBe(false);
  });
});
