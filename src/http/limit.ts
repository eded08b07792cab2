/** How often one address may do something that anyone may do. Counted in this isolate's memory: a brake on guessing and flooding, not an account book. */
import type { Duration, Instant } from "../words/index.ts";
import { minutes } from "../words/index.ts";
import { Problem } from "./problem.ts";

export interface Limit {
  readonly perAddress: number;
  /** For all requests whose sender is not known, as behind a server of one's own without Cloudflare in front. */
  readonly unaddressed: number;
}

const span: Duration = minutes(1);
const addressesKept = 10_000;

/** Returns a check that throws 429 once the limit of the present minute is reached. */
export function limiter(limit: Limit): (request: Request, now: Instant) => void {
  let since = Number.NEGATIVE_INFINITY;
  let counts = new Map<string, number>();
  return (request, now) => {
    if (now - since >= span || counts.size > addressesKept) {
      since = now;
      counts = new Map();
    }
    // Cloudflare sets this header itself and lets nobody else do so.
    const address = request.headers.get("cf-connecting-ip") ?? "";
    const count = (counts.get(address) ?? 0) + 1;
    counts.set(address, count);
    if (count > (address === "" ? limit.unaddressed : limit.perAddress)) throw tooMany(since + span - now);
  };
}

export const tooMany = (wait: Duration): Problem =>
  new Problem("too-many", "Too many attempts. Wait as long as Retry-After says, in seconds.", {
    headers: { "retry-after": String(Math.max(1, Math.ceil(wait / 1_000))) },
  });
