import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { Door } from "../../../src/http/door.ts";

describe("a door for newcomers", () => {
  /** Who has come in, in this order. */
  let entered: number[] = [];
  const sentAway: number[] = [];

  beforeEach(() => {
    vi.useFakeTimers();
    entered = [];
    sentAway.length = 0;
  });
  afterEach(() => void vi.useRealTimers());

  const door = (atOnce: number, pulse = async (): Promise<void> => undefined) =>
    new Door({ atOnce, patience: 10_000, now: () => Date.now(), pulse });
  const newcomer = async (of: Door, n: number): Promise<void> => {
    const came = await of.through(async () => {
      entered.push(n);
      await new Promise((resolve) => setTimeout(resolve, 10));
    });
    if (!came) sentAway.push(n);
  };

  it("[L27] lets a few in at a time, the others in the order in which they came", async () => {
    const two = door(2);
    const all = [1, 2, 3, 4, 5].map((n) => newcomer(two, n));
    await vi.advanceTimersByTimeAsync(5);
    expect(entered).toEqual([1, 2]);
    await vi.advanceTimersByTimeAsync(1_000);
    await Promise.all(all);
    expect(entered).toEqual([1, 2, 3, 4, 5]);
  });

  it("[L27] who finds room comes in at once; who has waited, when no other work is in line, or after two seconds at most", async () => {
    const one = door(1);
    // Every pause ends late.
    const busy = setInterval(() => vi.setSystemTime(Date.now() + 100), 1);
    const all = [1, 2].map((n) => newcomer(one, n));
    expect(entered).toEqual([1]);
    await vi.advanceTimersByTimeAsync(15);
    expect(entered).toEqual([1]);
    await vi.advanceTimersByTimeAsync(50);
    expect(entered).toEqual([1, 2]);
    clearInterval(busy);
    await vi.advanceTimersByTimeAsync(1_000);
    await Promise.all(all);
  });

  it("[L27] [S20] who has waited comes in when the actors answer soon, wherever they are, or after two seconds at most", async () => {
    let answersAfter = 100;
    const pulse = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, answersAfter));
    const one = door(1, pulse);
    const all = [1, 2].map((n) => newcomer(one, n));
    await vi.advanceTimersByTimeAsync(250);
    expect(entered).toEqual([1]);
    answersAfter = 1;
    await vi.advanceTimersByTimeAsync(110);
    expect(entered).toEqual([1, 2]);
    await Promise.all(all);

    entered = [];
    const nobodyThere = door(1, () => Promise.reject(new Error("no actors")));
    const others = [1, 2].map((n) => newcomer(nobodyThere, n));
    await vi.advanceTimersByTimeAsync(1_900);
    expect(entered).toEqual([1]);
    await vi.advanceTimersByTimeAsync(200);
    expect(entered).toEqual([1, 2]);
    await Promise.all(others);
  });

  it("[L27] sends away whose turn does not come in time; a fault in one keeps nobody else out", async () => {
    const one = door(1);
    const endless = one.through(() => new Promise((resolve) => setTimeout(resolve, 30_000)));
    const late = newcomer(one, 2);
    await vi.advanceTimersByTimeAsync(10_000);
    await late;
    expect([entered, sentAway]).toEqual([[], [2]]);
    await vi.advanceTimersByTimeAsync(30_000);
    expect(await endless).toBe(true);
    await expect(one.through(() => Promise.reject(new Error("no")))).rejects.toThrow("no");
    const next = newcomer(one, 3);
    await vi.advanceTimersByTimeAsync(100);
    await next;
    expect(entered).toEqual([3]);
  });
});
