/** More callers than operators, over two queues: everyone is served or gives up exactly once, first come first served. */
import { afterAll, beforeAll, expect, it } from "vitest";
import type { TestOperator } from "../support/operator.ts";
import { Centre, eventually, pause } from "./centre.ts";

const application = "/applications/callcenter";
const secondNumber = "+74951230000";
const password = "crowd-password-1";

let centre: Centre;
beforeAll(async () => {
  centre = await Centre.open();
  const { admin } = { admin: centre.admin.bind(centre) };
  await admin("PUT", `${application}/skill-groups/Sales`, { name: "Sales" });
  await admin("PUT", `${application}/queues/SalesQueue`, { name: "Sales queue", skillGroups: ["Sales"], wrapUp: 0 });
  await centre.change(`${application}/queues/MainQueue`, { wrapUp: 0 });
  await admin("PUT", `${application}/numbers/${encodeURIComponent(secondNumber)}`, { label: "Sales" });
  await admin("PUT", `${application}/rules/Sales`, { mask: secondNumber, scenario: "ACD", queue: "SalesQueue" });
  await admin("POST", "/provisioning", { application: "callcenter" });
  for (const [id, skillGroups] of [
    ["crowd1", ["Support"]],
    ["crowd2", ["Sales"]],
    ["crowd3", ["Support", "Sales"]],
  ] as const) {
    await admin("PUT", `${application}/operators/${id}`, { name: id, role: "operator", skillGroups, password });
  }
});
afterAll(() => centre?.close());

it("[E6] 20 callers, 3 operators, 2 queues: each caller ends exactly once, in the order of arrival, and nothing is left over", async () => {
  const operators = await Promise.all(["crowd1", "crowd2", "crowd3"].map((id) => centre.signInAs(id, password)));
  const calls = [];
  for (let i = 0; i < 20; i += 1) {
    const call = await centre.dial(i % 2 === 0 ? {} : { to: secondNumber });
    await call.answered;
    calls.push(call);
    await pause(60);
  }
  await eventually(async () => {
    const lines = await Promise.all([centre.queue("MainQueue"), centre.queue("SalesQueue")]);
    return lines[0].waiting + lines[1].waiting === 20 ? true : undefined;
  }, 15_000);
  // Two lose patience.
  await Promise.all([calls[4]?.hangUp(), calls[7]?.hangUp()]);
  let working = true;
  const work = operators.map(async (operator) => serve(operator, () => working));
  for (const operator of operators) await operator.ready();
  await Promise.all(calls.map(({ ended }) => ended));
  working = false;
  await Promise.all(work);

  const records = await eventually(async () => {
    const all = await centre.calls();
    return all.length === 20 && all.every(({ outcome }) => outcome !== undefined) ? all : undefined;
  });
  expect(records.filter(({ outcome }) => outcome === "answered")).toHaveLength(18);
  expect(records.filter(({ outcome }) => outcome === "abandoned")).toHaveLength(2);
  for (const queue of ["MainQueue", "SalesQueue"]) {
    const served = records.filter(({ queueId, outcome }) => queueId === queue && outcome === "answered");
    const byArrival = served.toSorted((a, b) => moment(a, "queued") - moment(b, "queued")).map(({ callId }) => callId);
    const byOffer = served.toSorted((a, b) => moment(a, "taken") - moment(b, "taken")).map(({ callId }) => callId);
    // With two operators a queue, two neighbours may be taken within the same breath.
    expect(byOffer.every((id, at) => Math.abs(byArrival.indexOf(id) - at) <= 1)).toBe(true);
    expect((await centre.queue(queue)).entries).toEqual([]);
  }
});

async function serve(operator: TestOperator, working: () => boolean): Promise<void> {
  while (working()) {
    try {
      await operator.accept(1_000);
      await pause(150);
      await operator.hangUp();
      await operator.until(({ status }) => status === "Ready" || status === "BeforeService", "end of the call");
    } catch {
      // No call for this operator at the moment.
    }
  }
}

const moment = (call: { timeline: readonly { what: string; at: number }[] }, what: string): number =>
  call.timeline.find((entry) => entry.what === what)?.at ?? Number.NaN;
