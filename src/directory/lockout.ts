/** How long a name stays locked after wrong passwords: guessing gets slow, a forgetful person is not shut out for the day. */
import type { Duration, Instant } from "../words/index.ts";
import { minutes, seconds } from "../words/index.ts";

export interface Failures {
  readonly count: number;
  readonly last: Instant;
  readonly lockedUntil: Instant;
}

const freeFailures = 4;
const firstLock: Duration = seconds(30);
const longestLock: Duration = minutes(15);
/** After this long without a failure the count begins anew. */
export const failuresForgottenAfter: Duration = minutes(60);

export function afterFailure(before: Failures | undefined, now: Instant): Failures {
  const remembered = before !== undefined && now - before.last < failuresForgottenAfter ? before.count : 0;
  const count = remembered + 1;
  const lock = count <= freeFailures ? 0 : Math.min(longestLock, firstLock * 2 ** (count - freeFailures - 1));
  return { count, last: now, lockedUntil: now + lock };
}
