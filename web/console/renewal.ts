/**
 * Keeps the session going: its token is renewed well before it ends, also after the computer has slept. The line to the server does not notice: the
 * session stays the same. Tabs that share one, because a tab was duplicated, take turns and tell each other.
 */
import { effect } from "@preact/signals";
import type { Duration } from "../../src/words/index.ts";
import { renewSession } from "../lib/http.ts";
import { steadyAfter } from "../lib/steadyTimers.ts";
import { forget, keep, refreshTokenNow, renewalDue, session, signedInTo, type Kept } from "./account.ts";

/** After a sleep no timer can be relied on: it is looked at the clock so often. */
const look: Duration = 20_000;
/** The server gives the same again only to those who ask soon. */
const retry: Duration = 5_000;

/** `over`: the server says so. `later`: it could not be asked. */
export type Renewal = "renewed" | "over" | "later";

const others = new BroadcastChannel("acd.session");
others.addEventListener("message", ({ data }: MessageEvent<Kept>) => {
  if (data.session === session.peek()) keep(data);
});

export function renew(): Promise<Renewal> {
  const id = session.peek();
  const used = refreshTokenNow();
  return alone(id, async () => {
    // Another tab has done it meanwhile.
    if (refreshTokenNow() !== used) return session.peek() === id ? "renewed" : "later";
    const answer = await renewSession(signedInTo(), used);
    // Signed out meanwhile.
    if (session.peek() !== id) return "later";
    if (answer.ok) {
      others.postMessage(keep(answer.value));
      return "renewed";
    }
    return answer.refusal === "wrong" ? "over" : "later";
  });
}

/** One tab at a time. */
const alone = (id: string, work: () => Promise<Renewal>): Promise<Renewal> =>
  // Only secure pages have locks; on others no microphone works either.
  "locks" in navigator ? navigator.locks.request(`acd.session.${id}`, work) : work();

effect(() => {
  const id = session.value;
  if (id === "") return undefined;
  let cancel = (): void => undefined;
  const soon = (after: Duration): void => {
    cancel = steadyAfter(after, () => void check());
  };
  async function check(): Promise<void> {
    if (session.peek() !== id) return;
    const outcome = Date.now() < renewalDue() ? undefined : await renew();
    if (session.peek() !== id) return;
    if (outcome === "over") forget("ended");
    else soon(outcome === "later" ? retry : Math.min(look, Math.max(0, renewalDue() - Date.now())));
  }
  soon(0);
  return () => cancel();
});
