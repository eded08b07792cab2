/** An operator and a caller, through the real stack: SIP in, WebRTC out, audio both ways. */
import { join } from "node:path";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { numbersIn } from "../support/personal.ts";
import { tone, windowsWith } from "../support/phone.ts";
import { Centre, eventually, pause } from "./centre.ts";

let centre: Centre;
beforeAll(async () => {
  centre = await Centre.open();
  await centre.change("/applications/callcenter/queues/MainQueue", { wrapUp: 2_000, ringTime: 5_000 });
});
afterEach(() => centre.clear());
afterAll(() => centre?.close());

/** The last part of what was heard. */
const last = (samples: Int16Array, ms: number): Int16Array => samples.subarray(Math.max(0, samples.length - ms * 8));

describe("a call that reaches an operator", () => {
  it("[E1] Ready, offer, Accept: each hears the other's own tone; the operator's hang-up is the caller's BYE", async () => {
    const operator = await centre.signIn("operator1", { speaks: 880 });
    await operator.ready();
    const call = await centre.dial();
    await call.answered;
    const offer = await operator.until((view) => view.offer !== undefined, "offer");
    expect(offer.status).toBe("BeforeService");
    expect(offer.offer?.queue).toBe("Main queue");
    await operator.accept();
    void call.line.play(tone(440, 3_000));
    await pause(2_500);
    expect(windowsWith(880, last(call.line.heard(), 1_500))).toBeGreaterThan(0.9);
    expect(windowsWith(440, last(operator.heard(), 1_500))).toBeGreaterThan(0.9);
    await operator.hangUp();
    expect((await call.ended).by).toBe("them");
    await operator.untilStatus("AfterService");
    await operator.untilStatus("Ready");
    const record = await centre.call(({ outcome }) => outcome === "answered");
    expect(record.endedBy).toBe("operator");
    expect(record.timeline.map(({ seq }) => seq)).toEqual(record.timeline.map((_, i) => i + 1));
  });

  it("[E2] the caller's BYE frees the operator into wrap-up, then Ready", async () => {
    const operator = await centre.signIn("operator1");
    await operator.ready();
    const call = await centre.dial();
    await operator.accept();
    expect(await call.hangUp()).toBe(200);
    await operator.untilStatus("AfterService", 2_000);
    await operator.untilStatus("Ready", 4_000);
    expect((await centre.call(({ outcome }) => outcome === "answered")).endedBy).toBe("caller");
  });

  it("[E3] declined, then not answered: the next operator is tried, the caller keeps the place, who missed is Banned", async () => {
    const [first, second] = [await centre.signIn("operator1"), await centre.signIn("operator2")];
    await first.ready();
    await pause(50);
    await second.ready();
    const call = await centre.dial();
    await first.decline();
    await second.until((view) => view.offer !== undefined, "offer");
    expect((await centre.queue()).entries[0]?.place).toBe(1);
    await second.untilStatus("Banned", 7_000);
    await first.accept();
    await call.hangUp();
  });

  it("[E4] the caller hangs up while it rings: the offer is gone at once and nobody is penalised", async () => {
    const operator = await centre.signIn("operator1");
    await operator.ready();
    const call = await centre.dial();
    await call.answered;
    await operator.until((view) => view.offer !== undefined, "offer");
    await call.hangUp();
    await operator.until((view) => view.offer === undefined && view.status === "Ready", "end of the offer", 1_000);
    expect((await centre.call(({ outcome }) => outcome !== undefined)).outcome).toBe("abandoned");
  });

  it("[E5] the caller hangs up while waiting: gone from the line at once", async () => {
    const operator = await centre.signIn("operator1");
    const call = await centre.dial();
    await call.answered;
    await eventually(async () => ((await centre.queue()).waiting === 1 ? true : undefined));
    await call.hangUp();
    await eventually(async () => ((await centre.queue()).waiting === 0 ? true : undefined), 1_000);
    expect(operator.view?.status).toBe("Online");
  });

  it("[P9] [P12] whatever has been written meanwhile, databases and logs, holds no caller's number", async () => {
    const call = await centre.dial();
    await call.answered;
    await call.hangUp();
    const [newest] = await centre.calls();
    const from = String(newest?.["from"]);
    expect(from).toMatch(/^\+\d{11}$/);
    expect(numbersIn(join(centre.stack.dataDir, "state"))).toEqual(["+74951234567"]);
    const digits = from.slice(-7);
    for (const part of ["actors", "front", "media", "sip", "livekit"] as const)
      expect(centre.stack.log(part).includes(digits), part).toBe(false);
  });
});
