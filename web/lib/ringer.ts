import { contextOn } from "./audio.ts";

/** Two soft notes, twice, then silence: seconds and hertz. */
const notes = [
  { at: 0.0, hertz: 659.26 },
  { at: 0.18, hertz: 880.0 },
  { at: 0.55, hertz: 659.26 },
  { at: 0.73, hertz: 880.0 },
] as const;
const noteLasts = 0.5;
const ringLasts = 2.6;

/** One ring, computed. Looped by the audio engine: a page in the background gets its timers once a second at best, its sound always. */
function ringSamples(rate: number): Float32Array<ArrayBuffer> {
  const samples = new Float32Array(Math.round(ringLasts * rate));
  for (const { at, hertz } of notes) {
    const start = Math.round(at * rate);
    for (let i = 0; i < noteLasts * rate; i++) {
      const t = i / rate;
      const loudness = 0.22 * Math.min(1, t / 0.008) * Math.exp(-t * 7) * Math.min(1, (noteLasts - t) / 0.02);
      const wave = Math.sin(2 * Math.PI * hertz * t) + 0.35 * Math.sin(4 * Math.PI * hertz * t);
      samples[start + i] = (samples[start + i] ?? 0) + loudness * wave;
    }
  }
  return samples;
}

/** Plays on a device of its own choice, so that a call can ring through the loudspeaker and be spoken in the headset. */
export class Ringer {
  #stop: (() => void) | undefined;

  /** Rings until told to stop. Ringing already: goes on. */
  ring(deviceId: string): void {
    this.#stop ??= play(deviceId, (context) => {
      const source = context.createBufferSource();
      const buffer = context.createBuffer(1, Math.round(ringLasts * context.sampleRate), context.sampleRate);
      buffer.copyToChannel(ringSamples(context.sampleRate), 0);
      source.buffer = buffer;
      source.loop = true;
      source.connect(context.destination);
      source.start();
    });
  }

  stop(): void {
    this.#stop?.();
    this.#stop = undefined;
  }
}

/** A second of a plain tone that fades in and out. */
export function playTone(deviceId: string): void {
  const stop = play(deviceId, (context) => {
    const tone = context.createOscillator();
    const gain = context.createGain();
    tone.frequency.value = 440;
    gain.gain.setValueAtTime(0, context.currentTime);
    gain.gain.linearRampToValueAtTime(0.2, context.currentTime + 0.05);
    gain.gain.setValueAtTime(0.2, context.currentTime + 0.9);
    gain.gain.linearRampToValueAtTime(0, context.currentTime + 1);
    tone.connect(gain).connect(context.destination);
    tone.start();
    tone.stop(context.currentTime + 1);
    tone.addEventListener("ended", () => stop());
  });
}

/** Plays a single ring. */
export function playRing(deviceId: string): void {
  const ringer = new Ringer();
  ringer.ring(deviceId);
  setTimeout(() => ringer.stop(), ringLasts * 1_000);
}

/** Opens a context on the device, starts the sound on it, and gives back what ends both. */
function play(deviceId: string, start: (context: AudioContext) => void): () => void {
  let stopped = false;
  let context: AudioContext | undefined;
  void contextOn(deviceId).then((opened) => {
    context = opened;
    if (stopped) void opened.close();
    else start(opened);
  });
  return () => {
    if (stopped) return;
    stopped = true;
    if (context) void context.close();
  };
}
