import { signal } from "@preact/signals";
import { createLocalAudioTrack, TrackEvent, type LocalAudioTrack } from "livekit-client";
import { chosenInput, readDevices } from "./devices.ts";

/** `lost`: it was open and its device has gone, and there is no other. */
export type MicrophoneState = "closed" | "asking" | "open" | "denied" | "absent" | "busy" | "insecure" | "lost";

/** How long livekit-client gets to move a published track to another device by itself. */
const othersFirst = 700;

/**
 * The operator's microphone, opened once and kept warm from call to call: opening a device takes 100 to 500 ms, which nobody should
 * wait for who has just pressed Accept.
 */
export class Microphone {
  readonly state = signal<MicrophoneState>("closed");
  /** The sound itself, for a level meter. Changes when the device does. */
  readonly source = signal<MediaStreamTrack | undefined>(undefined);
  /** The chosen device went away and the standard one took over; until somebody chooses anew. */
  readonly fellBack = signal(false);
  #track: LocalAudioTrack | undefined;
  #opening: Promise<LocalAudioTrack | undefined> | undefined;

  /** The track, opened if need be; undefined if there is none to be had, and `state` says why. */
  open(): Promise<LocalAudioTrack | undefined> {
    if (this.#track?.mediaStreamTrack.readyState === "live") return Promise.resolve(this.#track);
    this.#opening ??= this.#open().finally(() => (this.#opening = undefined));
    return this.#opening;
  }

  /** Lets the device go, so that the browser's recording light is out while nobody can call. */
  async close(): Promise<void> {
    await this.#opening;
    this.#track?.stop();
    this.#track = undefined;
    this.source.value = undefined;
    if (this.state.peek() === "open") this.state.value = "closed";
  }

  /** Goes over to a device (`""`: the standard one), in the middle of a call, too. */
  async choose(deviceId: string): Promise<void> {
    chosenInput.value = deviceId;
    this.fellBack.value = false;
    if (this.#track === undefined) return void (await this.open());
    await this.#restart(this.#track);
  }

  async #open(): Promise<LocalAudioTrack | undefined> {
    if (navigator.mediaDevices === undefined) {
      this.state.value = "insecure";
      return undefined;
    }
    this.state.value = "asking";
    try {
      const track = await createLocalAudioTrack(wanted());
      track.on(TrackEvent.Ended, () => void this.#ended(track));
      track.on(TrackEvent.Restarted, () => (this.source.value = track.mediaStreamTrack));
      this.#track = track;
      this.source.value = track.mediaStreamTrack;
      this.state.value = "open";
      void readDevices();
      return track;
    } catch (fault) {
      this.state.value = why(fault);
      return undefined;
    }
  }

  async #ended(track: LocalAudioTrack): Promise<void> {
    if (track !== this.#track) return;
    await readDevices();
    await new Promise((resolve) => setTimeout(resolve, othersFirst));
    if (track !== this.#track) return;
    this.fellBack.value = true;
    if (track.mediaStreamTrack.readyState === "live") this.source.value = track.mediaStreamTrack;
    else await this.#restart(track);
  }

  async #restart(track: LocalAudioTrack): Promise<void> {
    try {
      await track.restartTrack(wanted());
      this.state.value = "open";
    } catch {
      this.fellBack.value = false;
      this.state.value = "lost";
      this.source.value = undefined;
    }
  }
}

/** Not "exact": a chosen device that is not plugged in today must not leave anyone without a voice. */
const wanted = () => ({
  ...(chosenInput.peek() === "" ? {} : { deviceId: { ideal: chosenInput.peek() } }),
  echoCancellation: true,
  noiseSuppression: true,
  autoGainControl: true,
});

function why(fault: unknown): MicrophoneState {
  const name = fault instanceof Error ? fault.name : "";
  if (name === "NotAllowedError" || name === "SecurityError") return "denied";
  if (name === "NotFoundError" || name === "OverconstrainedError") return "absent";
  return "busy";
}
