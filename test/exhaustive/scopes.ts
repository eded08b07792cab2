/**
 * The small call centres that are gone through from end to end. Nothing here is found by chance: each is all that can happen with so
 * many people, calls, offers, repeated messages, lost answers and absences.
 */
import type { Scope } from "./centre.ts";

const small = {
  queues: 1,
  ringAtOnce: 1,
  offers: 2,
  offersInAll: 4,
  entries: 1,
  repeats: 0,
  losses: 0,
  leavings: 0,
  phonings: 0,
  settings: { admission: "always" },
} as const satisfies Partial<Scope>;

/** Nobody is paused for a miss, which is one press less in every story. */
const unpaused = { admission: "always", pauseAfterMisses: 0 } as const;

export const scopes: readonly Scope[] = [
  { ...small, name: "one call, one operator", operators: [[0]], calls: [0] },
  {
    ...small,
    name: "one call, one operator who leaves once",
    operators: [[0]],
    calls: [0],
    leavings: 1,
  },
  {
    ...small,
    name: "one call, one operator, a bad network",
    operators: [[0]],
    calls: [0],
    repeats: 2,
    losses: 2,
  },
  {
    ...small,
    name: "one call that comes back into the line, a bad network",
    operators: [[0]],
    calls: [0],
    offers: 1,
    entries: 2,
    repeats: 1,
    losses: 1,
  },
  {
    ...small,
    name: "one call, two operators, a bad network",
    operators: [[0], [0]],
    calls: [0],
    repeats: 1,
    settings: unpaused,
  },
  {
    ...small,
    name: "one call that comes back into the line, two operators",
    operators: [[0], [0]],
    calls: [0],
    offers: 1,
    entries: 2,
  },
  { ...small, name: "one call that rings two operators at once", operators: [[0], [0]], calls: [0], ringAtOnce: 2 },
  { ...small, name: "one operator of two queues", queues: 2, operators: [[0, 1]], calls: [0, 1], offers: 1 },
  {
    ...small,
    name: "two calls, two operators, two offers",
    operators: [[0], [0]],
    calls: [0, 0],
    offersInAll: 2,
    settings: unpaused,
  },
  ...(["operatorFirst", "callerFirst"] as const).map((callback) => ({
    ...small,
    name: `one call whose caller may be phoned once, ${callback}`,
    operators: [[0]],
    calls: [0],
    entries: 2,
    offers: 1,
    phonings: 1,
    settings: { ...unpaused, callback, callbackAttempts: 1 },
  })),
];
