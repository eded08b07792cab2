import { signal, type ReadonlySignal } from "@preact/signals";

let shared: AudioContext | undefined;
const suspended = signal(false);

/** The page's one audio context: browsers allow few, and one unlocking click serves all. */
export function audioContext(): AudioContext {
  if (!shared) {
    const context = new AudioContext({ latencyHint: "interactive" });
    context.addEventListener("statechange", () => (suspended.value = context.state === "suspended"));
    suspended.value = context.state === "suspended";
    shared = context;
  }
  return shared;
}

/** The browser lets nothing be heard until somebody clicks or presses a key. */
export const soundIsBlocked: ReadonlySignal<boolean> = suspended;

/** To be called from a click or key press. */
export async function allowSound(): Promise<void> {
  await audioContext().resume();
}

/** Whether this browser can send a context's sound to a chosen device. */
const canChoose = (context: AudioContext): context is AudioContext & { setSinkId(id: string): Promise<void> } =>
  "setSinkId" in context;

/** An own context on a chosen device (`""`: the standard one), for what may sound elsewhere than the call: ring and test tone. */
export async function contextOn(deviceId: string): Promise<AudioContext> {
  const context = new AudioContext();
  if (deviceId !== "" && canChoose(context)) {
    // A device that was unplugged: sound on the standard one is better than none.
    await context.setSinkId(deviceId).catch(() => undefined);
  }
  return context;
}

/** Follows how loud a track is. */
export interface Loudness {
  /** 0 (silence) to 1 (as loud as it gets), on a scale even to the ear: −60 dB to 0 dB. */
  readonly read: () => number;
  readonly stop: () => void;
}

export function loudnessOf(track: MediaStreamTrack): Loudness {
  const context = audioContext();
  const source = context.createMediaStreamSource(new MediaStream([track]));
  const analyser = context.createAnalyser();
  analyser.fftSize = 1024;
  source.connect(analyser);
  const samples = new Float32Array(analyser.fftSize);
  return {
    read: () => {
      analyser.getFloatTimeDomainData(samples);
      let power = 0;
      for (const sample of samples) power += sample * sample;
      const decibels = 10 * Math.log10(power / samples.length + 1e-9);
      return Math.min(1, Math.max(0, 1 + decibels / 60));
    },
    stop: () => source.disconnect(),
  };
}
