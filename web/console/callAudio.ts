/** Keeps the microphone and the call's room in step with what the actor says. Nothing here draws. */
import { computed, effect, signal } from "@preact/signals";
import { CallRoom, outside, type CallRoomState } from "../lib/callRoom.ts";
import { chosenOutput } from "../lib/devices.ts";
import { Microphone } from "../lib/microphone.ts";
import { lead, link, offer, renewPass, view } from "./desk.ts";

export const microphone = new Microphone();
export const room = signal<CallRoomState>(outside);

/** How long to wait before a fresh pass is asked for again. */
const askAgainAfter = 1_000;

export const callRoom = new CallRoom({
  microphone: () => microphone.open(),
  onChange: (state) => (room.value = state),
  onLost: () => void findBack(),
});

/** While the room is lost and still ours: asks for a fresh pass, which comes with the next view. */
async function findBack(): Promise<void> {
  while (room.peek().phase === "lost" && inThisTab.peek()) {
    await renewPass();
    await new Promise((resolve) => setTimeout(resolve, askAgainAfter));
  }
}

/** The call or offer whose room this tab has to be in. */
const inThisTab = computed(() => (lead.value ? (view.value?.call ?? offer.value) : undefined));

effect(() => {
  const present = inThisTab.value;
  if (present) callRoom.enter(present.callId, present.pass);
  else callRoom.leave();
});

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
