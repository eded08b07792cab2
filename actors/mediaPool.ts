/**
 * Which media worker takes a call: two at random, the less loaded of them first ("the power of two choices" keeps the load even without
 * anybody knowing it exactly), then the others. The list is some seconds old; the worker's own actor has the last word.
 */
import { rootDirectoryName } from "../src/directory/port.ts";
import type { MediaWorkerEntry } from "../src/protocol/actors.ts";
import type { Duration, Instant, MediaWorkerId } from "../src/words/index.ts";
import type { ActorEnv } from "./env.ts";

const listIsGoodFor: Duration = 1_000;

let cached: { readonly at: Instant; readonly workers: readonly MediaWorkerEntry[] } | undefined;

export async function chooseWorkers(directory: ActorEnv["DIRECTORY"]): Promise<readonly MediaWorkerId[]> {
  const now = Date.now();
  if (cached === undefined || now - cached.at > listIsGoodFor || cached.workers.length === 0) {
    cached = { at: now, workers: await directory.getByName(rootDirectoryName).mediaWorkers() };
  }
  const shuffled = cached.workers
    .filter(({ calls, capacity }) => calls < capacity)
    .map((entry) => ({ entry, random: Math.random() }))
    .toSorted((a, b) => a.random - b.random)
    .map(({ entry }) => entry);
  const [first, second, ...others] = shuffled;
  if (first === undefined) return [];
  if (second === undefined) return [first.worker];
  const pair = load(first) <= load(second) ? [first, second] : [second, first];
  return [...pair, ...others].map(({ worker }) => worker);
}

const load = ({ calls, capacity }: MediaWorkerEntry): number => calls / capacity;
