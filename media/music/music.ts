/** The music as a clip: the project's own, or a file that the operations people have put there. */
import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { ClipCache } from "../cache.ts";
import { type Clip, type Pcm48k, sampleRate, samplesPerFrame } from "../clip.ts";
import { encode } from "../opus.ts";
import { runProgram } from "../speech/program.ts";
import { readWav } from "../sounds/wav.ts";
import { readPcm, resample } from "../speech/sound.ts";
import { score } from "./score.ts";
import { perform, synthRate } from "./synth.ts";

/** -20 dBFS: pleasant beside speech, and far enough from the loudest a telephone carries. */
const level = 0.1;
/** No peak goes beyond this. */
const ceiling = 0.7;

/** The default music. Composing takes some seconds, so it is done once for every version of the sources it comes from. */
export function ownMusic(cache: ClipCache): Clip {
  const sources = ["score.ts", "synth.ts", "music.ts", "../opus.ts"].map((name) =>
    readFileSync(join(import.meta.dirname, name), "utf8"),
  );
  const key = ["music", ...sources];
  const cached = cache.get(key);
  if (cached !== undefined) return cached;
  const clip = encode(levelled(upsampledRound(perform(score()))), { loop: true });
  cache.put(key, clip);
  return clip;
}

/** A file's music: WAV always, anything else by way of `ffmpeg`. It plays round and round with a short fade at the joint. */
export async function musicFromFile(path: string, cache: ClipCache): Promise<Clip> {
  const bytes = readFileSync(path);
  const key = ["music file", createHash("sha256").update(bytes).digest("hex")];
  const cached = cache.get(key);
  if (cached !== undefined) return cached;
  const isWav = bytes.subarray(0, 4).toString() === "RIFF";
  const sound = isWav
    ? readWav(bytes)
    : readPcm(
        await runProgram(
          "ffmpeg",
          ["-v", "error", "-i", path, "-f", "s16le", "-ac", "1", "-ar", `${sampleRate}`, "-"],
          "",
        ),
        sampleRate,
      );
  const samples = resample(sound, sampleRate);
  const whole = samples.slice(0, samples.length - (samples.length % samplesPerFrame));
  if (whole.length < sampleRate) throw new Error("the music is shorter than a second");
  const fade = sampleRate / 50;
  const clip = encode(
    levelled(whole.map((sample, n) => sample * Math.min(1, n / fade, (whole.length - 1 - n) / fade))),
    { loop: true },
  );
  cache.put(key, clip);
  return clip;
}

/** Doubles the rate of a loop: its end is before its beginning and its beginning after its end. */
function upsampledRound(loop: Float32Array): Float32Array {
  const margin = 1_000;
  const longer = new Float32Array(loop.length + 2 * margin);
  longer.set(loop.subarray(-margin));
  longer.set(loop, margin);
  longer.set(loop.subarray(0, margin), margin + loop.length);
  const factor = sampleRate / synthRate;
  return resample({ rate: synthRate, samples: longer }, sampleRate).slice(margin * factor, -margin * factor);
}

function levelled(samples: Float32Array): Pcm48k {
  const power = samples.reduce((sum, sample) => sum + sample * sample, 0) / samples.length;
  const gain = power === 0 ? 0 : level / Math.sqrt(power);
  return Int16Array.from(samples, (sample) => Math.round(ceiling * Math.tanh((sample * gain) / ceiling) * 32_767));
}
