/**
 * The music a caller hears while waiting, written for this project: forty slow bars in D major for electric piano, pad, bass and vibraphone,
 * made to be heard on a telephone and to begin again where it ends.
 */

/** Times in beats from the beginning, pitch as a MIDI key (60 is middle C), loudness from 0 to 1. */
export interface Note {
  readonly instrument: "piano" | "pad" | "bass" | "vibraphone";
  readonly at: number;
  readonly length: number;
  readonly key: number;
  readonly loudness: number;
}

/** Seconds. Forty bars of four make 140 s, a whole number of 20 ms frames. */
export const beatSeconds = 0.875;
export const beatsPerBar = 4;
const barsPerSection = 8;

/** The bass key, then the chord from below. */
type Chord = readonly [bass: number, ...voices: [number, number, number, number]];

const Dmaj9: Chord = [50, 57, 61, 64, 66];
const Bm9: Chord = [47, 57, 61, 62, 66];
const Gmaj9: Chord = [43, 57, 59, 62, 66];
const Fsm7: Chord = [42, 57, 61, 64, 69];
const Em9: Chord = [52, 55, 59, 62, 66];
const E7sus: Chord = [52, 57, 59, 62, 64];
const A13sus: Chord = [45, 55, 59, 62, 66];
const A9: Chord = [45, 55, 59, 61, 64];

/** Which chord tones an arpeggio touches, eighth by eighth; 4 and up are an octave higher, -1 rests. */
type Figure = readonly number[];
const rising: Figure = [0, 1, 2, 3, 5, 3, 2, 1];
const rocking: Figure = [0, 2, 1, 3, 2, 5, 3, 2];
const sparse: Figure = [0, -1, 2, -1, 3, -1, 5, -1];
const falling: Figure = [5, 3, 2, 1, 2, 3, 1, 2];

/** A melody note: bar, beat, key, length. */
type Tune = readonly (readonly [bar: number, beat: number, key: number, length: number])[];

const theme: readonly Chord[] = [Dmaj9, Bm9, Gmaj9, A13sus, Dmaj9, Fsm7, Gmaj9, A9];
const bridge: readonly Chord[] = [Gmaj9, Fsm7, Em9, A13sus, Gmaj9, Fsm7, Bm9, E7sus];
const calm: readonly Chord[] = [Bm9, Gmaj9, Dmaj9, A13sus, Bm9, Gmaj9, Em9, A9];

const firstTune: Tune = [
  [0, 1, 78, 1.5],
  [0, 2.5, 76, 1.5],
  [1, 0, 74, 3],
  [2, 1, 71, 1],
  [2, 2, 74, 1],
  [2, 3, 76, 1],
  [3, 0, 76, 3],
  [4, 1, 78, 1.5],
  [4, 2.5, 81, 1.5],
  [5, 0, 76, 3],
  [6, 1, 74, 1],
  [6, 2, 73, 0.5],
  [6, 2.5, 71, 1.5],
  [7, 0, 73, 3],
];
const secondTune: Tune = [
  [0, 0, 74, 2],
  [0, 2.5, 71, 1.5],
  [1, 0, 73, 3],
  [2, 0, 71, 2],
  [2, 2.5, 67, 1.5],
  [3, 0, 69, 3],
  [4, 0, 74, 2],
  [4, 2.5, 78, 1.5],
  [5, 0, 76, 2],
  [5, 2, 73, 2],
  [6, 0, 74, 3.5],
  [7, 0, 76, 1.5],
  [7, 2, 74, 2],
];
const thirdTune: Tune = [
  [0, 2, 81, 2],
  [1, 0, 78, 2],
  [1, 2.5, 74, 1.5],
  [2, 1, 76, 2],
  [3, 0, 74, 3],
  [4, 2, 81, 1],
  [4, 3, 83, 1],
  [5, 0, 81, 3],
  [6, 1, 78, 1.5],
  [6, 2.5, 76, 1.5],
  [7, 0, 73, 3],
];

const sections: readonly { readonly chords: readonly Chord[]; readonly figure: Figure; readonly tune: Tune }[] = [
  { chords: theme, figure: rising, tune: [] },
  { chords: theme, figure: rising, tune: firstTune },
  { chords: bridge, figure: rocking, tune: secondTune },
  { chords: theme, figure: falling, tune: thirdTune },
  { chords: calm, figure: sparse, tune: [] },
];

export const totalBeats = sections.length * barsPerSection * beatsPerBar;

/** The whole piece. It is the same every time: what sounds played by hand is drawn from a generator with a fixed seed. */
export function score(): readonly Note[] {
  const chance = generator(1_741);
  const about = (value: number, spread: number): number => value + (chance() - 0.5) * spread;
  return sections.flatMap(({ chords, figure, tune }, section) => {
    const start = section * barsPerSection * beatsPerBar;
    const accompaniment = chords.flatMap(([bass, ...voices], bar): Note[] => {
      const at = start + bar * beatsPerBar;
      return [
        { instrument: "bass", at, length: 2.4, key: bass, loudness: 0.8 },
        { instrument: "bass", at: at + 2.5, length: 1.4, key: bass + 7, loudness: 0.5 },
        ...voices.map((key): Note => ({ instrument: "pad", at, length: beatsPerBar, key, loudness: 0.5 })),
        ...figure.flatMap((tone, eighth): Note[] => {
          const key = (voices[tone % 4] ?? 0) + (tone >= 4 ? 12 : 0);
          const accent = eighth % 4 === 0 ? 0.75 : 0.55;
          return tone < 0
            ? []
            : [
                {
                  instrument: "piano",
                  at: Math.max(0, about(at + eighth / 2, 0.03)),
                  length: 1.6,
                  key,
                  loudness: about(accent, 0.15),
                },
              ];
        }),
      ];
    });
    const melody = tune.map(([bar, beat, key, length]): Note => ({
      instrument: "vibraphone",
      at: about(start + bar * beatsPerBar + beat + 0.02, 0.03),
      length,
      key,
      loudness: about(0.7, 0.15),
    }));
    return [...accompaniment, ...melody];
  });
}

/** Numbers between 0 and 1 (Park and Miller's generator). */
function generator(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state * 48_271) % 0x7fff_ffff;
    return state / 0x7fff_ffff;
  };
}
