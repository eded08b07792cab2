/** Four soft instruments and a room around them. Everything wraps round at the end, so that the piece is a loop by construction. */
import { beatSeconds, type Note, totalBeats } from "./score.ts";

/** Half of what is sent: a telephone carries nothing above, and it halves the work. */
export const synthRate = 24_000;

/** One note of an instrument at a moment: seconds since it began, and how far it has died away, from 1 down. */
type Wave = (frequency: number, seconds: number, left: number) => number;

interface Instrument {
  /** Seconds in which it swells, dies away by e, and ends once it is let go. */
  readonly attack: number;
  readonly decay: number;
  readonly release: number;
  readonly wave: Wave;
}

const instruments: Readonly<Record<Note["instrument"], Instrument>> = {
  /** An electric piano by frequency modulation: a warm body that grows plainer as it fades, and the tine's ping that is gone at once. */
  piano: {
    attack: 0.004,
    decay: 1.1,
    release: 0.35,
    wave: (frequency, t, left) => {
      const turns = frequency * t;
      const body = sine(turns + 0.18 * left * left * sine(turns));
      return 0.38 * (body + (t < 0.3 ? 0.12 * Math.exp(-t / 0.05) * sine(7 * turns) : 0));
    },
  },
  /** Two voices a little out of tune, with few overtones, that come and go slowly. */
  pad: {
    attack: 1.1,
    decay: 12,
    release: 1.4,
    wave: (frequency, t) => {
      const a = frequency * 1.0015 * t;
      const b = frequency * 0.9985 * t;
      return 0.06 * (sine(a) + sine(b) + 0.35 * sine(2 * a) + 0.2 * sine(3 * b));
    },
  },
  /** Its overtones carry it through a telephone, which lets nothing below 300 Hz pass. */
  bass: {
    attack: 0.02,
    decay: 1.8,
    release: 0.25,
    wave: (frequency, t) => {
      const turns = frequency * t;
      return 0.16 * (sine(turns) + 0.5 * sine(2 * turns) + 0.25 * sine(3 * turns) + 0.1 * sine(4 * turns));
    },
  },
  vibraphone: {
    attack: 0.006,
    decay: 1.6,
    release: 0.6,
    wave: (frequency, t, left) => {
      const turns = frequency * t;
      const tremolo = 0.91 + 0.09 * sine(4.3 * t);
      return 0.3 * tremolo * (sine(turns) + 0.16 * left ** 8 * sine(4 * turns));
    },
  },
};

/** A sine by the number of turns, from a table: some hundred million are needed. Its error is 70 dB down. */
const tableLength = 16_384;
const table = Float32Array.from({ length: tableLength }, (_, n) => Math.sin((2 * Math.PI * n) / tableLength));
const sine = (turns: number): number => table[Math.floor(turns * tableLength) & (tableLength - 1)] ?? 0;

/** Plays the notes; as long as the piece, with what still sounds at the end laid over the beginning. */
export function perform(notes: readonly Note[]): Float32Array {
  const dry = new Float32Array(Math.round(totalBeats * beatSeconds * synthRate));
  for (const note of notes) play(note, dry);
  return inRoom(dry);
}

function play(note: Note, onto: Float32Array): void {
  const { attack, decay, release, wave } = instruments[note.instrument];
  const start = Math.round(note.at * beatSeconds * synthRate);
  const frequency = 440 * 2 ** ((note.key - 69) / 12);
  const held = note.length * beatSeconds;
  const fading = Math.exp(-1 / (decay * synthRate));
  let left = 1;
  for (let n = 0; n < (held + release) * synthRate; n += 1) {
    const t = n / synthRate;
    const swell = t < attack ? t / attack : 1;
    const letGo = t < held ? 1 : 0.5 + 0.5 * Math.cos((Math.PI * (t - held)) / release);
    const at = (start + n) % onto.length;
    onto[at] = (onto[at] ?? 0) + wave(frequency, t, left) * left * swell * letGo * note.loudness;
    left *= fading;
  }
}

/** Milliseconds with no common measure, so that echoes do not fall together. */
const paths = [31.7, 37.3, 43.9, 53.1];
const liveliness = 0.72;
const dullness = 0.45;
const wetness = 0.22;

/** Four echo paths that feed each other (a feedback delay network), each a little duller at every turn. */
function inRoom(dry: Float32Array): Float32Array {
  const lines = paths.map((length) => new Float32Array(Math.round((length / 1_000) * synthRate)));
  const heard = new Float32Array(paths.length);
  const wet = new Float32Array(dry.length);
  // The last seconds are played into the room beforehand: their echoes belong over the beginning.
  for (let n = dry.length - 5 * synthRate; n < 2 * dry.length; n += 1) {
    const sound = dry[n % dry.length] ?? 0;
    let sum = 0;
    for (let i = 0; i < lines.length; i += 1) {
      const line = lines[i] ?? heard;
      const echo = (heard[i] ?? 0) + dullness * ((line[n % line.length] ?? 0) - (heard[i] ?? 0));
      heard[i] = echo;
      sum += echo;
    }
    for (let i = 0; i < lines.length; i += 1) {
      const line = lines[i] ?? heard;
      // Householder's mixing: each path gets the others' sound and keeps the energy the same.
      line[n % line.length] = sound + liveliness * ((heard[i] ?? 0) - sum / 2);
    }
    if (n >= dry.length) wet[n - dry.length] = sound + wetness * sum;
  }
  return wet;
}
