/** One attempt: what is sent, and what comes of it. */
import { hasReferences, withMasks } from "../protocol/reference.ts";
import type { ApplicationId, Duration, Instant } from "../words/index.ts";
import { seconds } from "../words/index.ts";
import { whyUnreachable } from "./address.ts";
import { retryAfter } from "./backOff.ts";
import { bodyOf } from "./body.ts";
import type { Attempt, Outcome } from "./book.ts";
import { signatureHeaders } from "./signature.ts";

/** For so long a receiver may think. */
export const answerWithin: Duration = seconds(15);

export interface Post {
  readonly application: ApplicationId;
  /** This machine may be posted to. */
  readonly local: boolean;
  readonly now: () => Instant;
  /** The ledger's: what refers to callers with their numbers in it. */
  readonly withNumbers: (json: string) => Promise<string>;
  readonly fetch: (url: string, init: RequestInit) => Promise<Response>;
}

/**
 * @throws what `withNumbers` does: then nothing has been tried
 */
export async function deliver(
  attempt: Attempt,
  { application, local, now, withNumbers, fetch }: Post,
): Promise<Outcome> {
  const { id, at, data, settings, secrets } = attempt;
  // Once more: the address may have been put when other rules held.
  if (whyUnreachable(settings.url, { local }) !== undefined) return { taken: false, problem: "forbidden" };
  const referring = bodyOf({ application, at, data }, settings.numbers);
  const whole = settings.numbers === "whole" && hasReferences(referring);
  const body = whole ? await withNumbers(referring) : withMasks(referring);
  const headers = await signatureHeaders({ id, seconds: Math.floor(now() / 1_000), body }, secrets);
  const tooLate = new AbortController();
  // Not `AbortSignal.timeout`, which goes on after the answer and keeps an actor awake.
  const timer = setTimeout(() => tooLate.abort(), answerWithin);
  try {
    const answer = await fetch(settings.url, {
      method: "POST",
      headers: { ...headers, "content-type": "application/json", "user-agent": "acd-webhooks/1" },
      body,
      // Wherever a redirect leads nobody has looked at.
      redirect: "manual",
      signal: tooLate.signal,
    });
    await answer.body?.cancel();
    const { status } = answer;
    if (answer.ok) return { taken: true, status };
    return {
      taken: false,
      problem: "refused",
      status,
      notBefore: retryAfter(answer.headers.get("retry-after"), now()),
    };
  } catch {
    return { taken: false, problem: tooLate.signal.aborted ? "timeout" : "unreachable" };
  } finally {
    clearTimeout(timer);
  }
}
