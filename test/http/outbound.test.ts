import { beforeEach, describe, expect, it } from "vitest";
import { dialable, mayBePhoned } from "../../src/protocol/outbound.ts";
import { app, world, type World } from "./world.ts";

const at = `/v1/applications/${app}/outbound`;
const body = { address: "sip.example.com:5060", transport: "tls", username: "acd", password: "hush-hush" };
const usual = { prefixes: [], atOnce: 10, ringTime: 45_000 };
const { password: _, ...shown } = body;

describe("how calls are placed", () => {
  let w: World;
  beforeEach(async () => {
    w = world();
    await w.furnish();
  });

  it("[B13] nothing is set up, and then it is, with nobody who may be phoned unless it is said", async () => {
    expect((await w.admin("GET", at)).status).toBe(404);
    const put = await w.admin("PUT", at, body);
    expect(put).toMatchObject({ status: 200, body: { ...shown, ...usual, trunkId: "ST_out_callcenter" } });
    expect((await w.admin("GET", at)).body).toEqual(put.body);
    expect(w.state.carriers.get(app)).toMatchObject(body);
    expect(await w.ports.directory(app).outbound()).toEqual(put.body);
  });

  it("[B13] put again it is as it was put, and deleted it is gone, also from LiveKit", async () => {
    await w.admin("PUT", at, body);
    const more = { ...shown, prefixes: ["+7495"], atOnce: 2, ringTime: 30_000 };
    expect((await w.admin("PUT", at, more)).body).toMatchObject(more);
    expect(w.state.carriers.get(app)?.password).toBeUndefined();
    expect((await w.admin("DELETE", at)).status).toBe(204);
    expect([w.state.carriers.size, (await w.admin("GET", at)).status, (await w.admin("DELETE", at)).status]).toEqual([
      0, 404, 404,
    ]);
  });

  it("[B13] deleted, nobody is phoned from then on, though LiveKit does not answer; asked again the trunk goes", async () => {
    await w.admin("PUT", at, body);
    w.state.liveKitAnswers = false;
    expect((await w.admin("DELETE", at)).status).toBe(502);
    expect(await w.ports.directory(app).outbound()).toBeUndefined();
    w.state.liveKitAnswers = true;
    await w.admin("DELETE", at);
    expect(w.state.carriers.size).toBe(0);
  });

  it("[B13] while LiveKit does not answer nothing is set up", async () => {
    w.state.liveKitAnswers = false;
    expect(await w.admin("PUT", at, body)).toMatchObject({
      status: 502,
      body: { type: "urn:acd:problem:media-unavailable" },
    });
    expect((await w.admin("GET", at)).status).toBe(404);
  });

  it.each([
    [{ address: "sip:sip.example.com" }, "address"],
    [{ address: "sip.example.com;transport=tls" }, "address"],
    [{ transport: "sctp" }, "transport"],
    [{ prefixes: ["0049 *"] }, "prefixes.0"],
    [{ prefixes: [""] }, "prefixes.0"],
    [{ atOnce: 0 }, "atOnce"],
    [{ ringTime: 5 }, "ringTime"],
    [{ username: "" }, "username"],
    [{ password: undefined }, "password"],
    [{ colour: "red" }, "colour"],
  ])("[B13] %j is refused, with the field and the remedy", async (wrong, field) => {
    const answer = await w.admin("PUT", at, { ...body, ...wrong });
    expect(answer).toMatchObject({ status: 422, body: { errors: [{ field }] } });
    expect(answer.text).toMatch(/"remedy":".+"/);
    expect(w.state.carriers.size).toBe(0);
  });

  it("[B13] a new name at the carrier needs its password; the one that is known needs it no more", async () => {
    await w.admin("PUT", at, body);
    expect((await w.admin("PUT", at, { ...shown, username: "other" })).body).toMatchObject({
      errors: [{ field: "password" }],
    });
    expect((await w.admin("PUT", at, shown)).status).toBe(200);
    expect((await w.admin("PUT", at, { address: "192.0.2.1" })).status).toBe(200);
  });

  it("[B13] an application without a number has none to show", async () => {
    await w.admin("DELETE", `/v1/applications/${app}/numbers/${encodeURIComponent("+74951234567")}`);
    expect(await w.admin("PUT", at, body)).toMatchObject({
      status: 409,
      body: { type: "urn:acd:problem:no-numbers" },
    });
  });

  it("[B13] it takes rights of its own", async () => {
    const others = await w.key(["numbers.read", "numbers.write", "numbers.buy", "outbound.read"]);
    expect((await w.ask("PUT", at, { as: others, body })).status).toBe(403);
    expect((await w.ask("DELETE", at, { as: others })).status).toBe(403);
    const own = await w.key(["outbound.write"]);
    expect((await w.ask("PUT", at, { as: own, body })).status).toBe(200);
    expect((await w.ask("GET", at, { as: own })).status).toBe(403);
    expect((await w.ask("GET", at, { as: others })).status).toBe(200);
  });

  it("[B14] who did it is in the audit log, also where LiveKit did not answer; the password is nowhere", async () => {
    w.state.liveKitAnswers = false;
    await w.admin("PUT", at, body);
    w.state.liveKitAnswers = true;
    await w.admin("PUT", at, body);
    await w.admin("PUT", at, { ...shown, prefixes: ["+7495"] });
    await w.admin("DELETE", at);
    const audit = await w.admin("GET", `/v1/applications/${app}/audit?limit=100`);
    const lines = (audit.body["items"] as { action: string; detail: object }[]).filter(({ action }) =>
      action.startsWith("outbound"),
    );
    expect(lines.map(({ action }) => action).toReversed()).toEqual([
      "outbound.provisioned",
      "outbound.provisioned",
      "outbound.changed",
      "outbound.provisioned",
      "outbound.changed",
      "outbound.removed",
    ]);
    expect(lines.at(-1)?.detail).toMatchObject({ address: body.address, password: "new" });
    expect([audit.text, ...w.logged].join("\n")).not.toContain(body.password);
  });
});

describe("who may be phoned", () => {
  it("[B9] whose number begins as a prefix does, sign for sign; without a prefix nobody", () => {
    const may = (number: string, ...prefixes: string[]) => mayBePhoned(number, { prefixes });
    expect(may("+79161234567")).toBe(false);
    expect(may("+79161234567", "+7916")).toBe(true);
    expect(may("+7 (916) 123-45-67", "+1", "+7916")).toBe(true);
    expect(may("79161234567", "+7916")).toBe(false);
    expect(may("89161234567", "8916")).toBe(true);
    expect(may("+78001234567", "+7916")).toBe(false);
    expect(may("+791", "+7916")).toBe(false);
  });

  it("[B9] what is no number is dialled nowhere", () => {
    for (const text of [
      "",
      "+",
      "7",
      "anonymous",
      "sip:7@x",
      "+7916;ext=1",
      "*100#",
      "+7916\n",
      "٠١٢٣",
      "+".padEnd(30, "7"),
    ])
      expect(dialable(text), text).toBeUndefined();
  });
});
