/** How calls turned out: what can be chosen, what was, and who may set it afterwards. */
import { beforeEach, describe, expect, it } from "vitest";
import type { Disposal } from "../../src/protocol/disposition.ts";
import { as } from "../../src/words/index.ts";
import type { CallId, DispositionId, OfferId, OperatorId, QueueId, RoomName } from "../../src/words/index.ts";
import type { World } from "./world.ts";
import { app, world } from "./world.ts";

const at = `/v1/applications/${app}`;
const call = as<CallId>("c_1");
const anna = as<OperatorId>("anna");
const queueId = as<QueueId>("MainQueue");

describe("dispositions", () => {
  let w: World;
  beforeEach(async () => {
    w = world();
    await w.furnish({ passwords: true });
    await w.admin("PUT", `${at}/dispositions/Sold`, { name: "Sold", group: "Sales", order: 2 });
    await w.admin("PUT", `${at}/dispositions/Lost`, { name: "Lost", group: "Sales", order: 1 });
    await w.admin("PUT", `${at}/dispositions/Old`, { name: "Old", active: false });
    await w.ports.ledger(app).tell({
      type: "call.ended",
      record: {
        callId: call,
        room: as<RoomName>("call-callcenter_x"),
        channel: "phone",
        from: "",
        to: "+74951234567",
        queueId,
        operatorId: anna,
        startedAt: 1_000,
        connectedAt: 2_000,
        endedAt: 3_000,
        outcome: "answered",
        endedBy: "caller",
        talks: [{ operatorId: anna, queueId, connectedAt: 2_000, endedAt: 3_000, endedBy: "caller" }],
        timeline: [],
      },
    });
  });

  const said = (more: Partial<Disposal> = {}) =>
    w.ports.ledger(app).tell({
      type: "call.disposed",
      disposal: {
        callId: call,
        operatorId: anna,
        offerId: as<OfferId>("f_1"),
        queueId,
        dispositionId: as<DispositionId>("Sold"),
        name: "Sold",
        note: "In March.",
        missing: false,
        by: null,
        at: 2_500,
        ...more,
      },
    });
  const shown = async () => (await w.admin("GET", `${at}/calls/${call}`)).body["dispositions"];
  const put = (body: object) => w.admin("PUT", `${at}/calls/${call}/disposition`, body);

  it("[A92] operators choose among those of the queue that are active, in their order; of one that names none, all", async () => {
    const operator = await w.signIn("operator1", "password of one");
    const choices = async () => {
      const { body } = await w.ask("GET", `${at}/disposition-choices?queue=MainQueue`, { as: operator });
      return (body["items"] as { dispositionId: string }[]).map(({ dispositionId }) => dispositionId);
    };
    expect(await choices()).toEqual(["Lost", "Sold"]);
    const queue = { name: "Main queue", skillGroups: ["Support"], dispositionNeeded: "toFinish" };
    await w.admin("PUT", `${at}/queues/MainQueue`, { ...queue, dispositions: ["Sold", "Old"] });
    expect(await choices()).toEqual(["Sold"]);
    expect((await w.admin("DELETE", `${at}/dispositions/Sold`)).body).toMatchObject({
      status: 409,
      usedBy: [{ kind: "queue", id: "MainQueue" }],
    });
    expect((await w.admin("PUT", `${at}/queues/MainQueue`, { ...queue, dispositions: ["Nothing"] })).status).toBe(422);
    const file = (await w.admin("GET", `${at}/export`)).body;
    expect(file["dispositions"]).toHaveLength(3);
    expect((await w.admin("POST", `${at}/import?prune=true`, file)).body).toMatchObject({ changed: [], removed: [] });
  });

  it("[A93] a call shows how its talks turned out, lists and reports count it, whatever is removed later", async () => {
    expect(await shown()).toBeUndefined();
    await said();
    await w.admin("DELETE", `${at}/dispositions/Sold`);
    expect(await shown()).toEqual([
      {
        operatorId: "anna",
        dispositionId: "Sold",
        name: "Sold",
        note: "In March.",
        missing: false,
        by: null,
        at: 2_500,
      },
    ]);
    const listed = async (query: string) => (await w.admin("GET", `${at}/calls?${query}`)).body["items"];
    expect(await listed("disposition=Sold")).toMatchObject([{ callId: call, dispositions: [{ name: "Sold" }] }]);
    expect(await listed("disposition=Lost")).toEqual([]);
    const report = async (more = "") => (await w.admin("GET", `${at}/reports/dispositions?from=0${more}`)).body;
    expect(await report()).toMatchObject({
      rows: [{ key: "Sold", figures: { disposed: 1, noted: 1 } }],
      total: { disposed: 1 },
    });
    expect(await report("&queue=Other")).toMatchObject({ rows: [] });
    expect(await report("&operator=anna&number=%2B74951234567")).toMatchObject({ rows: [{ key: "Sold" }] });
  });

  it("[A94] somebody else sets it afterwards, with the right to; what was chosen last counts, and the note is in no log", async () => {
    await said();
    const supervisor = await w.signIn("supervisor1", "password of super");
    const set = (as: string) =>
      w.ask("PUT", `${at}/calls/${call}/disposition`, { as, body: { dispositionId: "Lost", note: "A secret." } });
    expect((await set(await w.signIn("operator1", "password of one"))).status).toBe(403);
    expect((await set(supervisor)).body).toMatchObject({
      dispositions: [{ operatorId: "anna", dispositionId: "Lost", note: "A secret.", by: "supervisor1" }],
    });
    // The operator's choice comes once more, late.
    await said();
    expect(await shown()).toMatchObject([{ dispositionId: "Lost" }]);
    expect(w.logged.join("")).not.toContain("secret");
    expect((await w.admin("GET", `${at}/audit?limit=5`)).text).not.toContain("secret");
    expect(await put({ dispositionId: "Nothing" })).toMatchObject({ status: 422 });
    expect(await put({ dispositionId: "Lost", operatorId: "operator1" })).toMatchObject({ status: 422 });
    expect(await put({ dispositionId: null, note: "x".repeat(1_001) })).toMatchObject({ status: 422 });
    expect((await w.admin("PUT", `${at}/calls/c_none/disposition`, { dispositionId: "Lost" })).status).toBe(404);
  });

  it("[A94] what was set while the operator had not said anything yet is theirs, unless they choose later", async () => {
    expect((await put({ dispositionId: "Lost" })).status).toBe(200);
    await said({ dispositionId: null, name: "", note: "", missing: true, at: w.ports.now() + 1 });
    expect(await shown()).toMatchObject([{ dispositionId: "Lost", missing: false, by: "key" }]);
    await said({ at: w.ports.now() + 2 });
    expect(await shown()).toMatchObject([{ dispositionId: "Sold", by: null }]);
    expect(await shown()).toHaveLength(1);
  });
});
