/** A caller who would rather be phoned is phoned, by real SIP: from the key 1 to the talk, and when the line is engaged. */
import { afterAll, afterEach, beforeAll, expect, it } from "vitest";
import { CalledPhone } from "../support/called-phone.ts";
import type { PhoneOptions } from "../support/called-phone.ts";
import { longestTone, tone } from "../support/phone.ts";
import { Centre, demoNumber, eventually } from "./centre.ts";
import type { CallSummary } from "./centre.ts";

const queue = "/applications/callcenter/queues/MainQueue";
let centre: Centre;
const phones: CalledPhone[] = [];
beforeAll(async () => {
  centre = await Centre.open();
  await centre.change(queue, { callback: "operatorFirst", callbackAttempts: 1, wrapUp: 1_000 });
});
afterEach(async () => {
  for (const phone of phones.splice(0)) phone.close();
  await centre.clear();
});
afterAll(() => centre?.close());

/** The carrier is one telephone, at which every number rings. */
async function carrier(options: PhoneOptions): Promise<CalledPhone> {
  const phone = await CalledPhone.open(options);
  phones.push(phone);
  await centre.admin("PUT", "/applications/callcenter/outbound", { address: phone.address, prefixes: ["+7916"] });
  return phone;
}

/** Calls, waits, presses 1 and is hung up on with a promise; gives that call. */
async function promised(from: string): Promise<CallSummary> {
  const call = await centre.dial({ from });
  await call.answered;
  await eventually(async () => ((await centre.queue()).waiting === 1 ? true : undefined), 10_000);
  await call.press("1");
  expect((await call.ended).by).toBe("them");
  return centre.call(({ outcome }) => outcome === "callback", 10_000);
}

it("[E22] key 1, hung up on; Ready, Accept: the telephone rings, is answered, and each hears the other", async () => {
  const operator = await centre.signIn("operator1", { speaks: 880 });
  const phone = await carrier({ whenInvited: (phone) => phone.ring() });
  const { callId } = await promised("+79165550001");
  expect(phone.said).toEqual([]);

  await operator.ready();
  const { offer } = await operator.until((view) => view.offer !== undefined, "offer");
  expect(phone.said).toEqual([]);
  if (offer !== undefined) await operator.command({ type: "accept", offerId: offer.offerId });
  const invite = await phone.invited;
  expect(invite.uri).toBe(`sip:+79165550001@${phone.address}`);
  expect(invite.headers.find(([name]) => name === "From")?.[1]).toContain(demoNumber);
  phone.pickUp();
  await operator.until((view) => view.call?.connectedAt !== undefined, "connection");
  void phone.line.play(tone(440, 10_000));
  await expect.poll(() => longestTone(880, phone.line.heard()), { timeout: 8_000 }).toBeGreaterThan(400);
  await expect.poll(() => longestTone(440, operator.heard()), { timeout: 8_000 }).toBeGreaterThan(400);

  phone.hangUp();
  await operator.untilStatus("AfterService");
  const talk = await centre.call(({ outcome }) => outcome === "answered", 10_000);
  expect(talk["callbackOf"]).toBe(callId);
  expect(phone.said.filter((method) => method === "INVITE")).toHaveLength(1);
});

it("[E23] the line is engaged: the promise ends, and its call's record says so; the number stands in no log", async () => {
  const operator = await centre.signIn("operator1");
  const phone = await carrier({ whenInvited: (phone) => phone.answer(486, "Busy Here") });
  const { callId } = await promised("+79165550002");

  await operator.ready();
  const { offer } = await operator.until((view) => view.offer !== undefined, "offer");
  if (offer !== undefined) await operator.command({ type: "accept", offerId: offer.offerId });
  await phone.invited;
  const record = await eventually(async () => {
    const found = await centre.admin<CallSummary>("GET", `/applications/callcenter/calls/${callId}`);
    return JSON.stringify(found["callbacks"] ?? []).includes("failed") ? found : undefined;
  }, 15_000);
  expect(record["callbacks"]).toMatchObject([{ outcome: "failed", because: "busy", attempts: 1 }]);
  await operator.untilStatus("Ready");
  for (const part of ["actors", "front", "media", "sip", "livekit"] as const)
    expect(centre.stack.log(part), part).not.toMatch(/916555000\d/);
});

it("[E24] kill -9 of the actors while the telephone rings: it goes on ringing, once, and who picks up is put through", async () => {
  const operator = await centre.signIn("operator1", { speaks: 880 });
  const phone = await carrier({ whenInvited: (phone) => phone.ring() });
  const { callId } = await promised("+79165550003");
  await operator.ready();
  const { offer } = await operator.until((view) => view.offer !== undefined, "offer");
  if (offer !== undefined) await operator.command({ type: "accept", offerId: offer.offerId });
  await phone.invited;
  await centre.stack.kill9("actors");
  phone.pickUp();
  await expect.poll(() => longestTone(880, phone.line.heard()), { timeout: 20_000 }).toBeGreaterThan(400);
  expect(phone.said.filter((method) => method === "INVITE")).toHaveLength(1);
  phone.hangUp();
  const talk = await centre.call(({ callbackOf, outcome }) => callbackOf === callId && outcome !== undefined, 20_000);
  expect(talk.outcome).toBe("answered");
});
