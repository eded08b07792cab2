import { describe, expect, it } from "vitest";
import { nextTry, patience, retryAfter } from "../../../src/webhooks/backOff.ts";
import { minutes, seconds } from "../../../src/words/index.ts";

/** The pauses between attempts that all fail at once. */
function pauses(chance: number): number[] {
  const all: number[] = [];
  let now = 0;
  for (let tries = 1; ; tries += 1) {
    const next = nextTry({ tries, firstTry: 0, now, chance });
    if (next === undefined) return all;
    all.push(next - now);
    now = next;
  }
}

describe("when an attempt is made again", () => {
  it("[A83] after 5 s, 30 s, 2 min, 10 min, 30 min, 1 h, and then every 2 h until a day is over", () => {
    const all = pauses(0);
    expect(all.slice(0, 8)).toEqual([
      seconds(5),
      seconds(30),
      minutes(2),
      minutes(10),
      minutes(30),
      minutes(60),
      minutes(120),
      minutes(120),
    ]);
    expect(all.reduce((sum, pause) => sum + pause)).toBe(patience);
  });

  it("[A83] a little later by chance, by a quarter at most, and never later than the end of the day", () => {
    expect(pauses(0.999).slice(0, 2)).toEqual([6_249, 37_493]);
    expect(pauses(0.5).reduce((sum, pause) => sum + pause)).toBe(patience);
  });

  it("[A83] not before the receiver wants it, unless that were too late", () => {
    const failed = { tries: 1, firstTry: 0, now: 100, chance: 0 };
    expect(nextTry({ ...failed, notBefore: 60_000 })).toBe(60_000);
    expect(nextTry({ ...failed, notBefore: 200 })).toBe(5_100);
    expect(nextTry({ ...failed, notBefore: patience * 2 })).toBe(patience);
    expect(nextTry({ ...failed, now: patience })).toBeUndefined();
  });

  it("[A83] `Retry-After` is seconds or a date", () => {
    const now = Date.parse("2026-11-23T08:00:00Z");
    expect(retryAfter("120", now)).toBe(now + seconds(120));
    expect(retryAfter("Mon, 23 Nov 2026 09:00:00 GMT", now)).toBe(now + minutes(60));
    for (const nonsense of [null, "", "soon", "1e99"]) expect(retryAfter(nonsense, now)).toBeUndefined();
  });
});
