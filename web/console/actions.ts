/** What an operator can press or type, each in one place, so that button and shortcut do the same. */
import { computed, effect, signal } from "@preact/signals";
import type { Shortcuts } from "../lib/keys.ts";
import { allowSound } from "../lib/audio.ts";
import { askToNotify } from "../lib/notify.ts";
import { remembered } from "../lib/remember.ts";
import { session } from "./account.ts";
import { alsoThere, company } from "./companySignOut.ts";
import { callRoom, microphone, room, soundCheckOpen } from "./callAudio.ts";
import { lead, offer, pending, press, signOut, view } from "./desk.ts";
import { dispositionOpen, openDisposition } from "./disposition.ts";
import { openReasons, reasonsOpen } from "./pauseReason.ts";
import { step } from "./secondFactor.ts";
import { openTransfer, transferOpen } from "./transfer.ts";

/** Whether the sound was ever checked on this computer. */
export const soundChecked = remembered("sound.checked", "");
export const helpOpen = signal(false);
export const leaving = signal(false);
effect(() => {
  // The server may have signed them out meanwhile.
  if (session.value === "") leaving.value = false;
});

/** Calls may come. Without a microphone nobody can be Ready: then the sound check says why, and nothing is sent. */
export async function goReady(): Promise<void> {
  void allowSound();
  askToNotify();
  const track = await microphone.open();
  if (track) await press({ type: "goReady" });
  else soundCheckOpen.value = true;
}

export const pause = (reason: "online" | "timeout" | "dnd"): Promise<void> => press({ type: "pause", reason });

export function accept(): void {
  const made = offer.peek();
  if (!made || answering.peek()) return;
  void allowSound();
  void press({ type: "accept", offerId: made.offerId });
}

export function decline(): void {
  const made = offer.peek();
  if (made && !answering.peek()) void press({ type: "decline", offerId: made.offerId });
}

export function hangUp(): void {
  const call = view.peek()?.call;
  if (call && lead.peek()) void press({ type: "hangUp", callId: call.callId });
}

export const mute = (): Promise<void> => callRoom.mute(!room.peek().muted);

export const finishWrapUp = (): Promise<void> => press({ type: "finishWrapUp" });

export const extendWrapUp = (): Promise<void> => press({ type: "extendWrapUp" });

/** Wants a wrap-up after this call, or no longer. */
export async function requestWrapUp(): Promise<void> {
  const call = view.peek()?.call;
  if (call) await press({ type: "requestWrapUp", callId: call.callId, wanted: call.wrapUpRequested !== true });
}

/** What was chosen for the time after the call is no longer wanted. */
export const takeBack = (): Promise<void> => press({ type: "takeBack" });

/** Asks first if somebody is on the line, and those who came in at their company whether to sign out there as well. */
export function leave(): void {
  alsoThere.value = false;
  if (view.peek()?.call || company.peek()) leaving.value = true;
  else void leaveNow();
}

/** A wrap-up is finished before. */
export async function leaveNow(): Promise<void> {
  leaving.value = false;
  if (view.peek()?.wrapUp) await leaveAfterwards();
  else await signOut();
}

/** When the call and its wrap-up are over. */
export async function leaveAfterwards(): Promise<void> {
  leaving.value = false;
  await press({ type: "signOut" });
}

/** The server hangs up. */
export async function hangUpAndLeave(): Promise<void> {
  leaving.value = false;
  await signOut();
}

/** Accept or Decline has been pressed and is on its way. */
export const answering = computed(() => pending.value.includes("accept") || pending.value.includes("decline"));

/** What a key may do at this moment. */
export function shortcuts(): Shortcuts {
  const asks = transferOpen.value || reasonsOpen.value || dispositionOpen.value;
  const dialog = leaving.value || soundCheckOpen.value || asks;
  if (dialog || step.value !== undefined || !view.value) return {};
  if (helpOpen.value) return { "?": () => (helpOpen.value = false) };
  const help = { "?": () => (helpOpen.value = true) };
  if (!lead.value) return help;
  if (offer.value) return { Enter: accept, A: accept, D: decline };
  if (view.value.call)
    return { ...help, M: () => void mute(), T: openTransfer, H: hangUp, P: openReasons, O: openDisposition };
  return { ...help, R: () => void goReady(), P: openReasons, O: openDisposition };
}
