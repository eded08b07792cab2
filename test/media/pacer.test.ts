import { describe, expect, it } from "vitest";
import { type Clock, Pacer } from "../../media/pacer.ts";

/** A clock that a test turns by hand; waking takes `late` milliseconds more than was asked for. */
class HandClock implements Clock {
  time = 1_000;
  late = 0;
  #alarms: { at: number; call: () => void }[] = [];

  now(): number {
    return this.time;
  }

  wake(after: number, call: () => void): void {
    this.#alarms.push({ at: this.time + Math.max(1, after) + this.late, call });
  }

  get waiting(): number {
    return this.#alarms.length;
  }

  turnTo(time: number): void {
    for (;;) {
      const due = this.#alarms.toSorted((a, b) => a.at - b.at).find((alarm) => alarm.at <= time);
      if (due === undefined) break;
      this.#alarms = this.#alarms.filter((alarm) => alarm !== due);
      this.time = Math.max(this.time, due.at);
      due.call();
    }
    this.time = Math.max(this.time, time);
  }

  /** Time passes in which nothing can run. */
  standStill(duration: number): void {
    this.time += duration;
  }
}

describe("the pacer", () => {
  it("[M30] beats fifty times a second, for hours, however late each timer fires", () => {
    const clock = new HandClock();
    clock.late = 0.9;
    const pacer = new Pacer(clock);
    const beats: number[] = [];
    pacer.join(() => beats.push(clock.now()));
    clock.turnTo(1_000 + 3_600_000);
    expect(beats.length).toBeGreaterThanOrEqual(180_000);
    expect(beats.length).toBeLessThanOrEqual(180_001);
    for (const [n, at] of beats.entries()) expect(Math.abs(at - (beats[0] ?? 0) - n * 20)).toBeLessThanOrEqual(2);
  });

  it("[M30] spreads rooms evenly over the twenty milliseconds, also after some have left", () => {
    const clock = new HandClock();
    const pacer = new Pacer(clock);
    const at = new Map<number, number>();
    const stops = Array.from({ length: 100 }, (_, room) => pacer.join(() => at.set(room, clock.now())));
    const crowds = (): number[] => {
      at.clear();
      clock.turnTo(clock.now() + 20);
      const counts = new Map<number, number>();
      for (const moment of at.values()) counts.set(moment, (counts.get(moment) ?? 0) + 1);
      return [...counts.values()];
    };
    clock.turnTo(2_000);
    expect(crowds()).toEqual([20, 20, 20, 20, 20]);
    stops.slice(0, 50).forEach((stop) => stop());
    Array.from({ length: 25 }, (_, n) => pacer.join(() => at.set(100 + n, clock.now())));
    clock.turnTo(3_000);
    expect(Math.max(...crowds())).toBe(15);
  });

  it("[M31] makes good a short stop, and counts a long one as missed", () => {
    const clock = new HandClock();
    const pacer = new Pacer(clock);
    const beats: number[] = [];
    pacer.join((missed) => beats.push(missed));
    clock.turnTo(2_000);
    const before = beats.length;
    clock.standStill(80);
    clock.turnTo(2_100);
    expect(beats.slice(before)).toEqual([0, 0, 0, 0, 0]);
    clock.standStill(1_000);
    clock.turnTo(3_200);
    const after = beats.slice(before + 5);
    const missed = after.reduce((sum, each) => sum + each, 0);
    expect(after.filter((each) => each > 0)).toHaveLength(1);
    expect(after.length + missed).toBe(55); // the clock stays true: 1,100 ms
  });

  it("[M30] sleeps while there is nobody to play for", () => {
    const clock = new HandClock();
    const pacer = new Pacer(clock);
    const stop = pacer.join(() => undefined);
    clock.turnTo(2_000);
    stop();
    clock.turnTo(2_100);
    expect(clock.waiting).toBe(0);
    let beats = 0;
    pacer.join(() => (beats += 1));
    clock.turnTo(3_100);
    expect(beats).toBeGreaterThanOrEqual(49);
  });
});
