/** The application's own reasons for a pause, as administrators and supervisors meet them. */
import { beforeEach, describe, expect, it } from "vitest";
import { usualReason } from "../../src/protocol/reason.ts";
import type { World } from "./world.ts";
import { world } from "./world.ts";

const at = "/v1/applications/callcenter";
const lunch = { name: "Lunch", names: { ru: "Обед" }, paid: false, longest: 2_700_000 };

describe("pause reasons", () => {
  let w: World;
  beforeEach(async () => {
    w = world();
    await w.furnish();
    await w.admin("PUT", `${at}/pause-reasons/Lunch`, lunch);
  });

  it("[A90] are set up as every resource is, and go with the application's file", async () => {
    const whole = { ...usualReason, ...lunch, id: "Lunch" };
    expect((await w.admin("GET", `${at}/pause-reasons/Lunch`)).body).toEqual(whole);
    await w.admin("PUT", `${at}/pause-reasons/Call`, { name: "Meeting", status: "DND", order: 1 });
    const { body } = await w.admin("GET", `${at}/pause-reasons?name=lun`);
    expect(body["items"]).toEqual([whole]);
    const file = (await w.admin("GET", `${at}/export`)).body;
    expect(file["pauseReasons"]).toHaveLength(2);
    await w.admin("DELETE", `${at}/pause-reasons/Lunch`);
    expect((await w.admin("POST", `${at}/import`, file)).body).toMatchObject({
      created: [{ kind: "pause reason", id: "Lunch" }],
      changed: [],
    });
    expect((await w.admin("GET", `${at}/pause-reasons/Lunch`)).body).toEqual(whole);
  });

  it("[A90] say what is wrong with them", async () => {
    const wrong = { name: "", names: { fr: "Pause" }, status: "Ready", longest: 1 };
    const { status, body } = await w.admin("PUT", `${at}/pause-reasons/Bad`, wrong);
    expect(status).toBe(422);
    const fields = (body["errors"] as { field: string }[]).map(({ field }) => field.split(".")[0]);
    expect(new Set(fields)).toEqual(new Set(["name", "names", "status", "longest"]));
  });

  it("[A90] concern everybody: who is in charge of some queues reads them and changes none", async () => {
    const rights = ["pauseReasons.read", "pauseReasons.write"];
    await w.admin("PUT", `${at}/queues/Other`, { name: "Other" });
    await w.admin("PUT", `${at}/roles/Lead`, { name: "Lead", rights });
    await w.admin("PUT", `${at}/operators/lead`, {
      name: "Lead",
      role: "Lead",
      scope: { queues: ["MainQueue"] },
      password: "password of lead",
    });
    const as = await w.signIn("lead", "password of lead");
    expect((await w.ask("GET", `${at}/pause-reasons/Lunch`, { as })).status).toBe(200);
    expect((await w.ask("PUT", `${at}/pause-reasons/Lunch`, { as, body: lunch })).status).toBe(403);
  });

  it("[A91] a supervisor pauses somebody for one of them, of the right status", async () => {
    const path = `${at}/operators/operator1/status`;
    const view = { operatorId: "operator1", name: "Operator 1", status: "Ready", since: 5, presence: "ready" };
    w.state.operators.set("operator1", { ...view, engagement: "free", queues: [] } as never); // the rest is not looked at
    const put = async (body: object) => (await w.admin("PUT", path, body)).body;
    expect(await put({ status: "Timeout", reason: "Lunch" })).toMatchObject({ status: "Timeout" });
    expect(w.state.forced).toMatchObject([{ status: "Timeout", reason: "Lunch", by: "key" }]);
    for (const body of [
      { status: "DND", reason: "Lunch" },
      { status: "Timeout", reason: "Nap" },
      { status: "Ready", reason: "Lunch" },
    ])
      expect(await put(body)).toMatchObject({ status: 422, errors: [{ field: "reason" }] });
    expect(w.state.forced).toHaveLength(1);
  });

  it("[A91] a pause that lasts longer than its reason says is marked", async () => {
    const since = w.ports.now();
    const reason = { ...usualReason, ...lunch, id: "Lunch" };
    const view = { operatorId: "operator1", name: "Operator 1", presence: "paused", status: "Timeout", since };
    const state = { ...view, pauseReason: "timeout", ownReason: reason, engagement: "free", queues: [] };
    w.state.operators.set("operator1", state as never); // the rest is not looked at
    const seen = async () => (await w.admin("GET", `${at}/operators/operator1/state`)).body;
    expect(await seen()).toMatchObject({ ownReason: { id: "Lunch", name: "Lunch" }, pausedTooLong: false });
    w.state.now += lunch.longest + 1;
    expect(await seen()).toMatchObject({ pausedTooLong: true });
    w.state.operators.set("operator1", { ...state, ownReason: { ...reason, longest: null } } as never); // likewise
    expect(await seen()).not.toHaveProperty("pausedTooLong");
  });
});
