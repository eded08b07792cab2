import { describe, expect, it } from "vitest";
import { countDeno, countVitest } from "../../tools/counts.ts";
import { judge } from "../../tools/gate.ts";
import { lastJson, merge } from "../../tools/last-json.ts";

describe("a gate", () => {
  const node = (script: string) => ({ name: "x", command: process.execPath, args: ["-e", script], within: 10_000 });
  const counting = (script: string) => ({ ...node(script), count: countVitest });

  it("[S13] without tests counts as one", async () => {
    expect(await judge(node(""))).toMatchObject({ passed: 1, failed: 0 });
    expect(await judge(node("process.exit(1)"))).toMatchObject({ passed: 0, failed: 1 });
    expect(await judge({ ...node(""), command: "/nonexistent" })).toMatchObject({ passed: 0, failed: 1 });
  });

  it("[S13] that hangs is ended with all it started, and counts as failed", async () => {
    const hanging = `require("child_process").spawn("sleep", ["60"], { stdio: "inherit" }); setInterval(() => {}, 1e3)`;
    const verdict = await judge({ ...node(hanging), within: 300 });
    expect(verdict).toMatchObject({ passed: 0, failed: 1, because: "ended after 0.3 s" });
    expect(verdict.took).toBeLessThan(5_000);
  });

  it("[S13] that says nothing of its tests, or has none, fails", async () => {
    expect(await judge(counting(""))).toMatchObject({ passed: 0, failed: 1 });
    expect(await judge(counting("console.log('Tests  0 passed (0)')"))).toMatchObject({ failed: 1 });
  });

  it("[S13] that fails outside of its tests fails", async () => {
    const script = "console.log('Tests  3 passed (3)'); process.exitCode = 1";
    expect(await judge(counting(script))).toMatchObject({ passed: 3, failed: 1 });
  });
});

describe("numbers of tests", () => {
  it.each([
    [" Test Files  3 passed (3)\n      Tests  11 passed (11)\n   Start at  06:08:23\n", { passed: 11, failed: 0 }],
    ["      Tests  2 failed | 11 passed (13)\n", { passed: 11, failed: 2 }],
    ["      Tests  11 passed | 1 skipped | 2 todo (14)\n", { passed: 11, failed: 3 }],
    ["      Tests  no tests\n", undefined],
  ])("[S13] are read from vitest: %j", (output, tally) => {
    expect(countVitest(output)).toEqual(tally);
  });

  it.each([
    ["ok | 12 passed | 0 failed (34ms)\n", { passed: 12, failed: 0 }],
    ["FAILED | 11 passed | 1 failed | 2 ignored (34ms)\n\nerror: Test failed\n", { passed: 11, failed: 3 }],
    ["ok | 12 passed (3 steps) | 0 failed (34ms)\n", { passed: 12, failed: 0 }],
    ["error: Module not found\n", undefined],
  ])("[S13] are read from Deno: %j", (output, tally) => {
    expect(countDeno(output)).toEqual(tally);
  });
});

describe("bench results", () => {
  it("[S13] are the last line's JSON, merged into one object", () => {
    const answer = lastJson('warming up\n{"answer":{"p50Ms":90}}\n');
    expect(merge(answer ?? {}, { answer: { p95Ms: 200 }, media: {} })).toEqual({
      answer: { p50Ms: 90, p95Ms: 200 },
      media: {},
    });
    expect([lastJson("no"), lastJson("[1]"), lastJson("")]).toEqual([undefined, undefined, undefined]);
  });
});
