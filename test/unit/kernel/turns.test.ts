/** What a turn writes, and what a crash between any two turns leaves. */
import { describe, expect, it } from "vitest";
import {
  Turns,
  valueTurnStore,
  type Logic,
  type Note,
  type Reply,
  type Forget,
  type Values,
} from "../../../src/kernel/index.ts";

type Event =
  | { readonly type: "wanted"; readonly at: number }
  | { readonly type: "answered"; readonly at: number; readonly word: string }
  | { readonly type: "glimpsed"; readonly at: number; readonly what: string };
interface Ask {
  readonly type: "ask";
}
interface State {
  readonly wanted: number;
  readonly word?: string;
  readonly glimpsed?: string;
}

/** Asks for a word when it is wanted, and remembers it. */
const logic: Logic<State, Event, Ask | Note | Reply<unknown> | Forget> = {
  fleeting: new Set(["glimpsed"]),
  initial: () => ({ wanted: 0 }),
  step(state, event) {
    switch (event.type) {
      case "wanted":
        return { state: { ...state, wanted: state.wanted + 1 }, effects: [{ type: "ask" }], timers: [] };
      case "answered":
        return { state: { ...state, word: event.word }, effects: [{ type: "note", what: "answered" }], timers: [] };
      case "glimpsed":
        return { state: { ...state, glimpsed: event.what }, effects: [], timers: [] };
    }
  },
  pack: (state) => ({ core: state, rows: new Map() }),
  unpack: ({ core }) => core as State,
};

class Paper implements Values {
  readonly held = new Map<string, string>();
  writes = 0;
  get(key: string): string | undefined {
    return this.held.get(key);
  }
  put(key: string, value: string): void {
    this.writes += 1;
    this.held.set(key, value);
  }
  delete(key: string): boolean {
    return this.held.delete(key);
  }
  list({ prefix, end }: { readonly prefix: string; readonly end?: string }): [string, string][] {
    return [...this.held]
      .filter(([key]) => key.startsWith(prefix) && (end === undefined || key < end))
      .toSorted(([a], [b]) => (a < b ? -1 : 1));
  }
}

function setUp({ visited = false } = {}) {
  const paper = new Paper();
  const asked: number[] = [];
  const alarms: number[] = [];
  const clock = { now: 1_000 };
  const start = () =>
    new Turns<State, Event, Ask>(logic, valueTurnStore(paper), {
      now: () => clock.now,
      perform: async () => {
        asked.push(clock.now);
        return { type: "answered", at: clock.now, word: "yes" };
      },
      wake: (at) => void alarms.push(at),
      background: (work) => void work,
      visited: () => visited,
      report: ({ error }) => {
        throw error;
      },
    });
  return { paper, asked, alarms, clock, start };
}
const settled = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

describe("what a turn costs", () => {
  it("[K6] an answer with which nothing is sent is saved with the next turn, or by the alarm", async () => {
    const { paper, clock, start } = setUp();
    const turns = start();
    turns.take({ type: "wanted", at: clock.now });
    await settled();
    expect(turns.state).toEqual({ wanted: 1, word: "yes" });
    expect(paper.writes).toBe(1);
    clock.now += 15_000;
    turns.ring();
    expect(paper.writes).toBe(2);
    expect(start().state).toEqual({ wanted: 1, word: "yes" });
    expect(start().timeline()).toHaveLength(1);
  });

  it("[K6] lost with a crash, the answer is asked for again", async () => {
    const { asked, clock, start } = setUp();
    start().take({ type: "wanted", at: clock.now });
    await settled();
    const again = start();
    expect(again.state).toEqual({ wanted: 1 });
    again.ring();
    await settled();
    expect(again.state).toEqual({ wanted: 1, word: "yes" });
    expect(asked).toHaveLength(2);
  });

  it("[K6] a fleeting event writes nothing by itself, and goes to disk with the next one", async () => {
    const { paper, clock, start } = setUp();
    const turns = start();
    turns.take({ type: "wanted", at: clock.now });
    await settled();
    turns.take({ type: "glimpsed", at: clock.now, what: "a light" });
    await settled();
    expect(turns.state.glimpsed).toBe("a light");
    expect(paper.writes).toBe(1);
    turns.take({ type: "wanted", at: clock.now });
    expect(start().state.glimpsed).toBe("a light");
  });

  it("[K7] an outbox is watched by an alarm, unless somebody comes by after a crash", async () => {
    const alone = setUp();
    alone.start().take({ type: "wanted", at: alone.clock.now });
    expect(alone.alarms).toEqual([alone.clock.now + 15_000]);

    const visited = setUp({ visited: true });
    visited.start().take({ type: "wanted", at: visited.clock.now });
    await settled();
    expect(visited.alarms).toEqual([]);
    // The crash; the visitor's event finds the question on disk.
    visited.start().take({ type: "glimpsed", at: visited.clock.now, what: "a visitor" });
    await settled();
    expect(visited.asked).toHaveLength(2);
  });
});

describe("what went into the turns", () => {
  const keeping: typeof logic = {
    ...logic,
    keep: (event) => (event.type === "glimpsed" ? { ...event, what: "…" } : event),
  };
  const start = (paper: Paper) =>
    new Turns<State, Event, Ask>(keeping, valueTurnStore(paper), {
      now: () => 1_000,
      perform: async () => undefined,
      wake: () => {},
      background: (work) => void work,
      report: ({ error }) => {
        throw error;
      },
    });

  it("[K19] is kept in the turn's own row, as the logic would have it, and found again after a crash", async () => {
    const paper = new Paper();
    const turns = start(paper);
    for (let at = 1; at <= 5; at += 1) turns.take({ type: "wanted", at });
    turns.take({ type: "glimpsed", at: 6, what: "a light" });
    turns.take({ type: "wanted", at: 7 });
    await settled();
    expect([paper.writes, paper.held.size]).toEqual([6, 1]);
    const { events, whole } = start(paper).inputs() ?? {};
    expect(events?.map(({ at }) => at)).toEqual([1, 2, 3, 4, 5, 6, 7]);
    expect([events?.[5], whole]).toEqual([{ type: "glimpsed", at: 6, what: "…" }, true]);
  });

  it("[K19] costs one row more for every 64 of them, ends with the first 2,000, and is forgotten with the rest", () => {
    const paper = new Paper();
    const turns = start(paper);
    for (let at = 1; at <= 2_100; at += 1) turns.take({ type: "wanted", at });
    const again = start(paper).inputs();
    expect(again?.events.map(({ at }) => at)).toEqual(Array.from({ length: 2_000 }, (_, i) => i + 1));
    expect(again?.whole).toBe(false);
    expect(paper.writes).toBe(2_100 + Math.floor(2_000 / 64));
    valueTurnStore(paper).clear();
    expect(paper.held.size).toBe(0);
  });

  it("[K19] is not kept where the logic does not ask for it, nor of an actor that began before it did", () => {
    const { paper, start: plain } = setUp();
    plain().take({ type: "wanted", at: 1 });
    expect(plain().inputs()).toBeUndefined();
    const later = start(paper);
    later.take({ type: "wanted", at: 2 });
    expect(later.inputs()).toBeUndefined();
  });
});

it("[K8] of a long past the oldest goes, and what is left is without a gap", () => {
  const paper = new Paper();
  const store = valueTurnStore(paper);
  for (let seq = 1; seq <= 12_001; seq += 1_000) store.archive("moments", seq, JSON.stringify([{ seq }]));
  const kept = store.archived("moments").map((json) => (JSON.parse(json) as [{ seq: number }])[0].seq);
  expect(kept[0]).toBe(2_001);
  expect(kept).toEqual(kept.map((_, i) => 2_001 + i * 1_000));
  store.save("{}", new Map());
  store.clear();
  expect(paper.held.size).toBe(0);
});
