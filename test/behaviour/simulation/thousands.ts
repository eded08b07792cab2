import { equal } from "../harness.ts";
import { simulate } from "./simulate.ts";

/** The first of each thousand of schedules; elsewhere than in Node, where half a thousand show that the same code runs alike, of the very first only. */
export function thousands(from: number, to: number): readonly number[] {
  const firsts = Array.from({ length: Math.ceil((to - from) / 1_000) }, (_, n) => from + n * 1_000);
  return isNode ? firsts : firsts.filter((first) => first === 1);
}

const isNode = navigator.userAgent.startsWith("Node");

export async function allPass(first: number): Promise<void> {
  const { failed } = await simulate(first, isNode ? 1_000 : 500);
  equal(
    failed.map(({ seed, violation }) => `seed ${seed}: ${violation?.message}`),
    [],
  );
}
