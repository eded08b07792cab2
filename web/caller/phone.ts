/** A call from this browser, from the press to the last word. Nothing here draws. */
import { computed, effect, signal } from "@preact/signals";
import type { Instant } from "../../src/words/index.ts";
import { allowSound } from "../lib/audio.ts";
import { CallRoom, outside, type CallRoomState } from "../lib/callRoom.ts";
import { openWebCall, readCentre, type HttpRefusal } from "../lib/http.ts";
import { Microphone } from "../lib/microphone.ts";

const fallbackNumber = "+74951234567";
const fallbackApplication = "callcenter";
const asked = new URLSearchParams(location.search);

/** Whom this page calls: said in its address (`?application=…&number=…`), else what the server calls its own. */
export const number = signal(asked.get("number") ?? "");
const application = signal(asked.get("application") ?? "");

export async function readNumber(): Promise<void> {
  const centre = await readCentre();
  number.value ||= centre.ok ? centre.value.number : fallbackNumber;
  application.value ||= centre.ok ? centre.value.application : fallbackApplication;
}

export type Ending = "byYou" | "byUs" | "byNetwork";

/** What was pressed and what came of it; how far the call is follows from it and from the room. */
type Progress =
  | { readonly is: "idle"; readonly refusal?: HttpRefusal | "microphone" }
  | { readonly is: "asking" }
  | { readonly is: "calling" }
  | { readonly is: "ended"; readonly ending: Ending; readonly lasted: number };

const progress = signal<Progress>({ is: "idle" });
/** When an operator was first heard, by this computer's clock; nothing else here needs the server's. */
export const talkingSince = signal<Instant | undefined>(undefined);

export const room = signal<CallRoomState>(outside);
export const microphone = new Microphone();

const callRoom = new CallRoom({
  microphone: () => microphone.open(),
  onChange: (state) => (room.value = state),
  // A caller who has lost the room has no one to ask for another pass: that was the call.
  onLost: () => end("byNetwork"),
});

export type Stage =
  | { readonly is: "idle"; readonly refusal?: HttpRefusal | "microphone" }
  | { readonly is: "connecting" | "waiting" | "talking" | "troubled" }
  | { readonly is: "ended"; readonly ending: Ending; readonly lasted: number };

export const stage = computed<Stage>(() => {
  const at = progress.value;
  if (at.is === "idle" || at.is === "ended") return at;
  if (at.is === "asking" || room.value.phase === "joining") return { is: "connecting" };
  if (room.value.phase === "troubled") return { is: "troubled" };
  if (room.value.heard.some(({ who }) => who === "operator")) return { is: "talking" };
  return room.value.heard.length > 0 ? { is: "waiting" } : { is: "connecting" };
});

effect(() => {
  if (stage.value.is === "talking") talkingSince.value ??= Date.now();
});

effect(() => {
  if (room.value.phase === "over") end("byUs");
});

/** Calls. The microphone first: a call that cannot be spoken in should not begin. */
export async function call(): Promise<void> {
  if (progress.peek().is === "asking" || progress.peek().is === "calling") return;
  progress.value = { is: "asking" };
  talkingSince.value = undefined;
  void allowSound();
  if (!(await microphone.open())) {
    progress.value = { is: "idle", refusal: "microphone" };
    return;
  }
  const answer = await openWebCall(application.peek() || fallbackApplication, number.peek() || fallbackNumber);
  if (!answer.ok) {
    await microphone.close();
    progress.value = { is: "idle", refusal: answer.refusal };
    return;
  }
  progress.value = { is: "calling" };
  callRoom.enter(answer.value.callId, answer.value.pass);
}

export const hangUp = (): void => end("byYou");

export const mute = (): Promise<void> => callRoom.mute(!room.peek().muted);

function end(ending: Ending): void {
  if (progress.peek().is !== "calling") return;
  const since = talkingSince.peek();
  progress.value = { is: "ended", ending, lasted: since === undefined ? 0 : Date.now() - since };
  callRoom.leave();
  void microphone.close();
}
