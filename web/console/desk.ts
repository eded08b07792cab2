/**
 * The operator's desk: what the actor last said, the line to it, and what was pressed and is not yet answered. Nothing here draws.
 */
import { computed, effect, signal, type ReadonlySignal } from "@preact/signals";
import type { ConsoleCommand, OfferView, OperatorView } from "../../src/protocol/console.ts";
import { heardServerTime, now } from "../lib/clock.ts";
import { closeSession, whyNotLetIn } from "../lib/http.ts";
import { ConsoleSocket, type AskRefusal, type Link } from "../lib/socket.ts";
import { steadyAfter } from "../lib/steadyTimers.ts";
import { factorMissing, forget, renameTab, session, signedInTo, tabName, tokenNow } from "./account.ts";
import { leaveForCompany } from "./companySignOut.ts";
import { renew } from "./renewal.ts";
import { lookForFactor } from "./secondFactor.ts";

export const link = signal<Link>("connecting");
/** Undefined until the actor has spoken for the first time. */
export const view = signal<OperatorView | undefined>(undefined);
/** Whether this is the tab that rings and carries the call. */
export const lead = signal(false);
/** What has been pressed and not been answered yet. */
export const pending = signal<readonly ConsoleCommand["type"][]>([]);
/** Why what was pressed last did not happen; until something else is pressed. */
export const refusal = signal<AskRefusal | undefined>(undefined);

/** The offer to draw: gone with its deadline even if the line is down and nobody can tell us so. */
export const offer: ReadonlySignal<OfferView | undefined> = computed(() => {
  const made = view.value?.offer;
  return made && lead.value && now.value < made.deadline + graceForTheServer ? made : undefined;
});
const graceForTheServer = 1_500;

let socket: ConsoleSocket | undefined;

effect(() => {
  if (session.value === "" || factorMissing.value) return undefined;
  const application = signedInTo();
  const opened = new ConsoleSocket({
    url: `${location.origin.replace(/^http/, "ws")}/v1/applications/${encodeURIComponent(application)}/console`,
    token: tokenNow,
    tab: tabName(),
    renameTab,
    after: steadyAfter,
    onLink: (state) => (link.value = state),
    onView: (message, first) => {
      // Signed out in another tab, or by an administrator. (A console that has just come counts as offline until it is noticed.)
      if (!first && message.view.presence === "offline") return signedOut();
      heardServerTime(message.now, first);
      view.value = message.view;
      lead.value = message.lead;
    },
    onRefused: signedOut,
    onNeverOpened: () => void whyNot(application),
  });
  socket = opened;
  return () => {
    opened.close();
    socket = undefined;
    view.value = undefined;
    lead.value = false;
    pending.value = [];
    refusal.value = undefined;
  };
});

/** A refused upgrade looks like a dead network to a page: ask in words. After a sleep the token is too old, and a new one is had. */
async function whyNot(application: string): Promise<void> {
  const because = await whyNotLetIn(application, tokenNow());
  if (because === "signedOut" && (await renew()) === "over") forget("ended");
  // A second factor may have been demanded meanwhile.
  if (because === "forbidden") await lookForFactor();
}

/** Sends what was pressed and keeps it among the pending until it is answered. */
export async function press(command: ConsoleCommand): Promise<void> {
  if (pending.peek().includes(command.type)) return;
  pending.value = [...pending.peek(), command.type];
  refusal.value = undefined;
  const answer = (await socket?.ask(command)) ?? { ok: false, refusal: "unanswered" };
  pending.value = pending.peek().filter((type) => type !== command.type);
  if (answer.ok) return;
  if (answer.refusal === "signed_out") forget("ended");
  // Hanging up a call that is over, or finishing a wrap-up that has run out, is no failure.
  else if (answer.refusal !== "no_call" && answer.refusal !== "not_wrapping_up") refusal.value = answer.refusal;
}

/** Asks for a fresh pass quietly: nobody pressed anything. */
export const renewPass = async (): Promise<boolean> => (await socket?.ask({ type: "renewPass" }))?.ok === true;

/** At once, whatever goes on. */
export async function signOut(): Promise<void> {
  // Without an answer, too: a person who signs out has gone; the server notices the closed tab.
  await socket?.ask({ type: "signOut", atOnce: true });
  closeSession(signedInTo(), tokenNow());
  forget("idle");
  leaveForCompany();
}

/** The server has signed us out: because it was to be when the call was over, or for reasons of others. */
function signedOut(): void {
  const isWished = view.peek()?.next === "Offline";
  forget(isWished ? "idle" : "ended");
  if (isWished) leaveForCompany();
}
