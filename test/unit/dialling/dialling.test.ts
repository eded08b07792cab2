/** What comes of an order to phone somebody. */
import { describe, expect, it } from "vitest";
import { failureOf } from "../../../src/dialling/failure.ts";
import { minutes, seconds } from "../../../src/words/index.ts";
import { crashPoints } from "../../behaviour/world/fate.ts";
import { phone, type Script } from "./phone.ts";
import { seeded } from "../../support/chance.ts";

async function after(script: Script, time = minutes(2)) {
  const p = phone(script);
  p.give();
  await p.pass(time);
  return p;
}

describe("phoning somebody", () => {
  it("[B1] who answers becomes a call's caller, within about a second; nothing else is told", async () => {
    const p = phone();
    p.give();
    await p.pass(seconds(4));
    expect([p.rang, p.begun]).toEqual([1, []]);
    await p.pass(seconds(2.5));
    expect([p.now(), p.begun, p.failures]).toEqual(["answered", ["PA_1"], []]);
  });

  it("[B1] ordered again, they are phoned once", async () => {
    const p = phone();
    p.give();
    p.give();
    await p.pass(seconds(1));
    p.give();
    await p.pass(minutes(1));
    p.give();
    await p.pass(minutes(1));
    expect([p.rang, p.begun.length]).toEqual([1, 1]);
  });

  it.each([
    ["busy", "busy"],
    ["declines", "busy"],
    ["silence", "no_answer"],
  ] as const)("[B2] %s: the queue is told %s, and nobody is left in the room", async (does, because) => {
    const p = await after({ person: { after: seconds(3), does } });
    expect([p.rang, p.failures, p.begun, p.status]).toEqual([1, [because], [], undefined]);
  });

  it("[B2] of the reasons with which LiveKit SIP leaves each has its word", () => {
    expect(
      ["USER_REJECTED", "USER_UNAVAILABLE", "SIP_TRUNK_FAILURE", "CLIENT_INITIATED", undefined].map(failureOf),
    ).toEqual(["busy", "no_answer", "failed", "failed", "failed"]);
  });

  it("[B3] without a single webhook it is found out all the same; only why they did not answer is not", async () => {
    const deaf = { webhook: () => undefined };
    expect((await after(deaf)).begun).toEqual(["PA_1"]);
    expect((await after({ ...deaf, person: { after: seconds(3), does: "busy" } })).failures).toEqual(["failed"]);
    expect((await after({ ...deaf, person: { after: 0, does: "silence" } })).failures).toEqual(["no_answer"]);
  });

  it("[B3] a webhook that overtakes LiveKit's own answer, or comes after a look has found nobody, still says why", async () => {
    const at = (delay: number): Script => ({
      person: { after: 0, does: "busy" },
      webhook: () => delay,
      latency: () => 400,
    });
    expect((await after(at(0))).failures).toEqual(["busy"]);
    expect((await after(at(seconds(2)))).failures).toEqual(["busy"]);
  });

  it("[B4] while LiveKit cannot place the call it is tried again for 20 s, and then has failed", async () => {
    const twice = await after({ placing: ["unavailable", "unavailable"] });
    expect([twice.rang, twice.begun.length]).toEqual([1, 1]);
    const never = phone({ placing: Array.from({ length: 1_000 }, () => "unavailable" as const) });
    never.give();
    await never.pass(seconds(19));
    expect(never.failures).toEqual([]);
    await never.pass(seconds(3));
    expect([never.failures, never.rang]).toEqual([["failed"], 0]);
    const away = await after({ away: 4 });
    expect([away.rang, away.begun.length]).toEqual([1, 1]);
    expect((await after({ away: 1_000 })).failures).toEqual(["failed"]);
  });

  it("[B4] what LiveKit refuses has failed at once", async () => {
    const p = await after({ placing: ["refused"] }, seconds(1));
    expect([p.failures, p.rang]).toEqual([["failed"], 0]);
  });

  it("[B5] as long as there are as many calls as may be, it waits for a while; then it has failed", async () => {
    const p = await after({ full: 3 });
    expect([p.rang, p.begun.length]).toEqual([1, 1]);
    expect(await after({ full: 1_000 })).toMatchObject({ failures: ["failed"], rang: 0 });
  });

  it("[B6] when it is not known whether the phone rings, it is looked for and never rung again", async () => {
    const lost = await after({ placing: ["lost"] });
    expect([lost.rang, lost.begun, lost.failures]).toEqual([1, ["PA_1"], []]);
    const silent = await after({ placing: ["silent"] });
    expect([silent.rang, silent.begun, silent.failures]).toEqual([0, [], ["failed"]]);
  });

  it("[B7] cancelled, it rings no longer and nothing is told; once they have answered, their call ends", async () => {
    for (const when of [0, 10, 30, 50, 70, 500, seconds(3)]) {
      const p = phone(when % 20 === 0 ? {} : { webhook: () => undefined });
      p.give();
      await p.pass(when);
      p.cancel();
      await p.pass(minutes(1));
      expect([p.status, p.failures, p.begun, p.ended], `after ${when} ms`).toEqual([undefined, [], [], 0]);
    }
    const late = await after({}, seconds(30));
    late.cancel();
    await late.pass(minutes(1));
    expect([late.status, late.ended, late.failures]).toEqual([undefined, 1, []]);
  });

  it("[B7] a cancellation that overtakes its order is heeded", async () => {
    const p = phone();
    p.cancel();
    p.give();
    await p.pass(minutes(1));
    expect([p.rang, p.failures]).toEqual([0, []]);
  });

  it("[B8] ten minutes after its end nothing is left of it", async () => {
    for (const does of ["answers", "busy"] as const) {
      const p = await after({ person: { after: seconds(1), does } });
      expect(p.disk.rows()).toBeGreaterThan(0);
      await p.pass(minutes(11));
      expect(p.disk.rows(), does).toBe(0);
    }
  });
});

describe("phoning somebody, whatever dies, is late or gets lost", () => {
  const seeds = Array.from({ length: 600 }, (_, seed) => seed);

  it("[B6] the phone rings once at most, and every order has exactly one end", async () => {
    const ends = new Map<string, number>();
    let crashes = 0;
    for (const seed of seeds) {
      const chance = seeded(seed);
      const oneOf = <T>(...all: readonly T[]): T => all[Math.floor(chance() * all.length)] as T;
      const p = phone({
        person: { after: Math.floor(chance() * seconds(50)), does: oneOf("answers", "answers", "busy", "silence") },
        placing: Array.from({ length: 3 }, () =>
          oneOf("placed", "placed", "unavailable", "lost", "silent", "refused" as const),
        ),
        away: oneOf(0, 0, 1, 5),
        full: oneOf(0, 0, 2),
        webhook: () => (chance() < 0.3 ? undefined : Math.floor(chance() * seconds(4))),
        latency: () => Math.floor(chance() * 800),
        crash: () => (chance() < 0.15 ? oneOf(...crashPoints) : undefined),
      });
      const cancelAfter = chance() < 0.3 ? Math.floor(chance() * seconds(60)) : undefined;
      const insist = async (what: () => unknown): Promise<void> => {
        for (;;) {
          try {
            what();
            return;
          } catch {
            // It died before it had answered: whoever asked asks again.
            await p.pass(100);
          }
        }
      };
      await insist(p.give);
      if (cancelAfter !== undefined) {
        await p.pass(cancelAfter);
        await insist(p.cancel);
      }
      await p.pass(minutes(5));
      const said = `seed ${seed}`;
      expect(p.rang, said).toBeLessThanOrEqual(1);
      const kinds = [p.failures.length > 0 && "failed", p.begun.length > 0 && "begun"].filter(Boolean);
      expect(kinds.length, said).toBeLessThanOrEqual(1);
      // Told again it is told the same.
      expect(new Set(p.failures).size, said).toBeLessThanOrEqual(1);
      // Who has not cancelled it is told; nobody is left ringing; and whoever is on the phone is a caller.
      const isOver = p.status === undefined;
      expect(kinds.length === 1 || cancelAfter !== undefined, said).toBe(true);
      expect(isOver || (p.status === "active" && p.begun.length > 0 && cancelAfter === undefined), said).toBe(true);
      crashes += p.lives - 1;
      const end = `${kinds[0] ?? "cancelled"}`;
      ends.set(end, (ends.get(end) ?? 0) + 1);
      if (p.status !== undefined) p.hangUp("CLIENT_INITIATED");
      await p.pass(minutes(12));
      expect(p.disk.rows(), said).toBe(0);
    }
    expect(crashes).toBeGreaterThan(seeds.length);
    expect([...ends.keys()].toSorted()).toEqual(["begun", "cancelled", "failed"]);
  });
});
