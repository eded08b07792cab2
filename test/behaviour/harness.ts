/**
 * The two words that a behaviour test may use, so that the same file runs under Node (vitest) and under Deno.
 * Whatever a test cannot say with these two belongs in another folder.
 */
import { deepStrictEqual } from "node:assert/strict";

/** Registers a test. Titles start with the id of the rule that they show: `[Q7] …`. */
export type Test = (title: string, body: () => void | Promise<void>) => void;

// Deno's own types cannot be loaded beside Node's: this is all that is needed of them.
const { Deno: deno } = globalThis as { Deno?: { test: Test } };

export const test: Test = deno === undefined ? (await import("vitest")).test : (title, body) => deno.test(title, body);

/** Fails the test unless both are alike all the way down: same types, same values, same order of array items. */
export const equal: (actual: unknown, expected: unknown) => void = (actual, expected) => {
  deepStrictEqual(actual, expected);
};
