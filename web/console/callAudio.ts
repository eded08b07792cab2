/** Keeps the microphone and the call's room in step with what the actor says. Nothing here draws. */
import { computed, effect, signal } from "@preact/signals";
import { CallRoom, outside, type CallRoomState } from "../lib/callRoom.ts";
import { chosenOutput } from "../lib/devices.ts";
import { Microphone } from "../lib/microphone.ts";
import { steadyAfter } from "../lib/steadyTimers.ts";
import { lead, link, offer, renewPass, view } from "./desk.ts";

export const microphone = new Microphone();
export const room = signal<CallRoomState>(outside);

/** How long to wait before a fresh pass is asked for again. */
const askAgainAfter = 1_000;
/** How long the server may take to let us speak once a call is ours. */
const forgottenAfter = 3_000;

export const callRoom = new CallRoom({
  microphone: () => microphone.open(),
  onChange: (state) => (room.value = state),
  onLost: () => void findBack(),
});

/** While the room is lost and still ours: asks for a fresh pass, which comes with the next view. */
async function findBack(): Promise<void> {
  while (room.peek().phase === "lost" && inThisTab.peek()) {
    await renewPass();
    await new Promise<void>((resolve) => steadyAfter(askAgainAfter, resolve));
  }
}

/** The call or offer whose room this tab has to be in. */
const inThisTab = computed(() => (lead.value ? (view.value?.call ?? offer.value) : undefined));

effect(() => {
  const present = inThisTab.value;
  if (!present) callRoom.leave();
  else if ("offerId" in present) callRoom.enter(present.callId, present.pass);
  else callRoom.enterAnew(present.callId, present.pass);
});

/** In a call, in its room, and still not let speak: the server thought of somebody who was here before a reload. */
const forgotten = computed(
  () => view.value?.call !== undefined && room.value.phase === "inside" && !room.value.admitted,
);

effect(() => (forgotten.value ? steadyAfter(forgottenAfter, () => callRoom.retry()) : undefined));

/** The microphone is warm from Ready on, and closed when no call can come. */
const wanted = computed(
  () =>
    lead.value &&
    view.value !== undefined &&
    (view.value.presence === "ready" || view.value.offer !== undefined || view.value.call !== undefined),
);
/** Somebody looks at the level in the sound check. */
export const soundCheckOpen = signal(false);

effect(() => {
  if (wanted.value || soundCheckOpen.value) void microphone.open();
  // A moment without a line says nothing about what is wanted.
  else if (link.value === "open") void microphone.close();
});

effect(() => {
  if (microphone.state.value === "open") callRoom.speak();
});

effect(() => callRoom.hearOn(chosenOutput.value));
