import { describe, expect, it } from "vitest";
import { afterFailure, failuresForgottenAfter } from "../../../src/directory/lockout.ts";
import type { Failures } from "../../../src/directory/lockout.ts";
import { minutes, seconds } from "../../../src/words/index.ts";

const fail = (times: number, at = 0): Failures => {
  let failures: Failures | undefined;
  for (let time = 0; time < times; time++) failures = afterFailure(failures, at);
  return failures ?? { count: 0, last: 0, lockedUntil: 0 };
};

describe("lock-out", () => {
  it("[D8] the fifth wrong password locks the name for 30 s, each further one twice as long, 15 min at most", () => {
    expect(fail(4).lockedUntil).toBe(0);
    expect(fail(5).lockedUntil).toBe(seconds(30));
    expect(fail(6).lockedUntil).toBe(seconds(60));
    expect(fail(50).lockedUntil).toBe(minutes(15));
  });

  it("[D8] an hour without a failure, and the count begins anew", () => {
    expect(afterFailure(fail(9), failuresForgottenAfter).count).toBe(1);
    expect(afterFailure(fail(9), failuresForgottenAfter - 1).count).toBe(10);
  });
});
