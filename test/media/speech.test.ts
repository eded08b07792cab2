import { mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { createServer, type IncomingHttpHeaders, type Server } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { text as readText } from "node:stream/consumers";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { WebSocketServer } from "ws";
import { ClipCache } from "../../media/cache.ts";
import { decode, encode } from "../../media/opus.ts";
import { musicFromFile } from "../../media/music/music.ts";
import { readEnvironment } from "../../media/environment.ts";
import { espeak } from "../../media/speech/espeak.ts";
import { livekit } from "../../media/speech/livekit.ts";
import { openai } from "../../media/speech/openai.ts";
import { Phrases } from "../../media/speech/phrases.ts";
import { readWav } from "../../media/sounds/wav.ts";
import { finishSpeech, resample } from "../../media/speech/sound.ts";
import type { Voice } from "../../media/speech/voice.ts";
import { freePort } from "../../stack/ports.ts";
import { likeness } from "./support.ts";

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "acd-speech-"));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const sine = (rate: number, seconds: number, frequency = 440, level = 0.5): Float32Array =>
  Float32Array.from({ length: rate * seconds }, (_, n) => level * Math.sin((2 * Math.PI * frequency * n) / rate));

function pcmOf(samples: Float32Array): Buffer {
  const bytes = Buffer.alloc(samples.length * 2);
  samples.forEach((sample, n) => bytes.writeInt16LE(Math.round(sample * 32_767), n * 2));
  return bytes;
}

function wavOf(samples: Float32Array, rate: number, saidLength?: number): Buffer {
  const data = pcmOf(samples);
  const header = Buffer.alloc(44);
  header.write("RIFF", 0);
  header.writeUInt32LE(0xffff_ffff, 4);
  header.write("WAVEfmt ", 8);
  header.writeUInt32LE(16, 16);
  header.writeUInt16LE(1, 20);
  header.writeUInt16LE(1, 22);
  header.writeUInt32LE(rate, 24);
  header.writeUInt32LE(rate * 2, 28);
  header.writeUInt16LE(2, 32);
  header.writeUInt16LE(16, 34);
  header.write("data", 36);
  header.writeUInt32LE(saidLength ?? data.length, 40);
  return Buffer.concat([header, data]);
}

describe("sound of any origin", () => {
  it("[M40] is resampled so that a tone stays the tone it was", () => {
    for (const rate of [8_000, 16_000, 22_050, 24_000, 44_100]) {
      const heard = resample({ rate, samples: sine(rate, 1) }, 48_000);
      const wanted = sine(48_000, 1);
      expect(heard).toHaveLength(48_000);
      const error = heard
        .slice(2_000, -2_000)
        .reduce((most, sample, n) => Math.max(most, Math.abs(sample - (wanted[n + 2_000] ?? 0))), 0);
      expect(error).toBeLessThan(0.002);
    }
  });

  it("[M40] ends up at one peak, and begins and ends in silence", () => {
    for (const level of [0.01, 0.9]) {
      const pcm = finishSpeech({ rate: 16_000, samples: sine(16_000, 1, 440, level) });
      expect(pcm.reduce((most, sample) => Math.max(most, Math.abs(sample)), 0)).toBeCloseTo(0.7 * 32_767, -2);
      expect([pcm[0], pcm.at(-1)].map((sample) => Math.abs(sample ?? 1))).toEqual([0, 0]);
    }
    expect(finishSpeech({ rate: 16_000, samples: new Float32Array(160) }).every((sample) => sample === 0)).toBe(true);
  });

  it("[M40] is read from WAV files, also those that do not know their length; anything else is refused", () => {
    const samples = sine(8_000, 0.5);
    for (const saidLength of [undefined, 0xffff_ffff]) {
      const sound = readWav(wavOf(samples, 8_000, saidLength));
      expect(sound.rate).toBe(8_000);
      expect(sound.samples).toHaveLength(samples.length);
    }
    for (const bad of ["", "RIFF", "not a wav file at all", wavOf(samples, 8_000).subarray(0, 40)]) {
      expect(() => readWav(Buffer.from(bad))).toThrow(/WAV/);
    }
  });
});

describe("eSpeak NG", () => {
  it.each([{ wasm: false }, { wasm: true }])(
    "[M41] speaks Russian and English as a process of its own ($wasm)",
    async ({ wasm }) => {
      const voice = espeak({ wasm });
      const russian = await voice.speak("Здравствуйте. --help $(reboot) <b>", "ru");
      const english = await voice.speak("Good afternoon.", "en");
      for (const pcm of [russian, english]) {
        expect(pcm.length / 48_000).toBeGreaterThan(0.5);
        expect(pcm.length / 48_000).toBeLessThan(15);
      }
      expect(Buffer.from(russian.buffer).equals(Buffer.from(english.buffer))).toBe(false);
    },
  );
});

describe("remote voices", () => {
  let server: Server | undefined;
  let sockets: WebSocketServer | undefined;
  afterEach(() => {
    server?.close();
    sockets?.close();
  });

  interface Asked {
    readonly path: string | undefined;
    readonly headers: IncomingHttpHeaders;
    readonly body: unknown;
  }

  async function answering(answer: Buffer, status = 200): Promise<{ readonly url: string; readonly asked: Asked[] }> {
    const asked: Asked[] = [];
    const port = await freePort();
    server = createServer((request, response) => {
      void readText(request).then((body) => {
        asked.push({
          path: `${request.method} ${request.url}`,
          headers: request.headers,
          body: JSON.parse(body) as unknown,
        });
        response.writeHead(status).end(answer);
      });
    });
    await new Promise<void>((resolve) => server?.listen(port, "127.0.0.1", resolve));
    return { url: `http://127.0.0.1:${port}/v1/`, asked };
  }

  it("[M42] OpenAI's: asks in its form and takes WAV as well as bare PCM", async () => {
    const spoken = sine(24_000, 1);
    const wanted = finishSpeech({ rate: 24_000, samples: spoken });
    for (const answer of [wavOf(spoken, 24_000, 0xffff_ffff), pcmOf(spoken)]) {
      const { url, asked } = await answering(answer);
      const pcm = await openai({ url, key: "key", model: "tts-1", name: "alloy" }).speak("Одну минуту", "ru");
      expect(likeness(pcm, wanted)).toBeGreaterThan(0.999);
      expect(asked).toHaveLength(1);
      expect(asked[0]).toMatchObject({
        path: "POST /v1/audio/speech",
        headers: { authorization: "Bearer key", "content-type": "application/json" },
        body: { model: "tts-1", voice: "alloy", input: "Одну минуту", response_format: "wav" },
      });
      server?.close();
    }
  });

  it("[M42] OpenAI's: a refusal is a failure", async () => {
    const { url } = await answering(Buffer.from("no such voice"), 400);
    await expect(openai({ url, model: "m", name: "n" }).speak("x", "en")).rejects.toThrow("HTTP 400");
  });

  it("[M42] LiveKit's: opens a session, sends the text, hears it out", async () => {
    const spoken = sine(24_000, 1);
    const pcm = pcmOf(spoken);
    const port = await freePort();
    const said: unknown[] = [];
    let authorization: string | undefined;
    sockets = new WebSocketServer({ port, host: "127.0.0.1", path: "/v1/tts" });
    sockets.on("connection", (socket, request) => {
      ({ authorization } = request.headers);
      socket.on("message", (data: Buffer) => {
        const message = JSON.parse(data.toString()) as { type: string };
        said.push(message);
        if (message.type !== "session.flush") return;
        const answer = (body: object): void => socket.send(JSON.stringify(body));
        answer({ type: "session.created", session_id: "s" });
        socket.send("noise");
        answer({ type: "output_audio", session_id: "s", audio: pcm.subarray(0, 9_999).toString("base64") });
        answer({ type: "output_audio", session_id: "s", audio: pcm.subarray(9_999).toString("base64") });
        answer({ type: "done", session_id: "s" });
      });
    });
    const voice = livekit({ url: `http://127.0.0.1:${port}/v1`, key: "jwt", model: "cartesia/sonic-3", name: "anna" });
    const heard = await voice.speak("Одну минуту", "ru");
    expect(likeness(heard, finishSpeech({ rate: 24_000, samples: spoken }))).toBeGreaterThan(0.999);
    expect(authorization).toBe("Bearer jwt");
    expect(said).toEqual([
      {
        type: "session.create",
        model: "cartesia/sonic-3",
        voice: "anna",
        language: "ru",
        sample_rate: "24000",
        encoding: "pcm_s16le",
        extra: {},
      },
      { type: "input_transcript", transcript: "Одну минуту", extra: {} },
      { type: "session.flush" },
    ]);
  });

  it("[M42] LiveKit's: an error, and a line that ends early, are failures", async () => {
    const port = await freePort();
    sockets = new WebSocketServer({ port, host: "127.0.0.1" });
    let polite = true;
    sockets.on("connection", (socket) => {
      if (polite) socket.send(JSON.stringify({ type: "error", message: "no credit" }));
      else socket.close();
    });
    const voice = livekit({ url: `ws://127.0.0.1:${port}`, model: "m", name: "n" });
    await expect(voice.speak("x", "en")).rejects.toThrow("no credit");
    polite = false;
    await expect(voice.speak("x", "en")).rejects.toThrow("ended early");
  });
});

describe("phrases", () => {
  const counting = (name: string, speak: () => Promise<Int16Array>): Voice & { readonly calls: string[] } => {
    const calls: string[] = [];
    return {
      name,
      calls,
      speak: (text, language) => {
        calls.push(`${language} ${text}`);
        return speak();
      },
    };
  };
  const something = finishSpeech({ rate: 48_000, samples: sine(48_000, 1) });
  const works = (): Promise<Int16Array> => Promise.resolve(something);
  const fails = (): Promise<Int16Array> => Promise.reject(new Error("no line"));

  it("[M43] are made once, kept over a restart, and never mixed up with another voice, language or text", async () => {
    const voice = counting("one", works);
    const clip = await new Phrases([voice], new ClipCache(folder)).speak("да", "ru");
    const again = new Phrases([voice], new ClipCache(folder));
    expect(await again.speak("да", "ru")).toEqual(clip);
    expect(clip).toEqual(encode(something));
    expect(voice.calls).toEqual(["ru да"]);
    await again.speak("да", "en");
    await again.speak("нет", "ru");
    const other = counting("other", works);
    await new Phrases([other], new ClipCache(folder)).speak("да", "ru");
    expect([voice.calls.length, other.calls.length]).toEqual([3, 1]);
    expect(readdirSync(folder)).toHaveLength(4);
  });

  it("[M43] survive a damaged cache and one that cannot be written", async () => {
    const voice = counting("one", works);
    const phrases = new Phrases([voice], new ClipCache(folder));
    const clip = await phrases.speak("да", "ru");
    for (const name of readdirSync(folder)) writeFileSync(join(folder, name), "half a cl");
    expect(await phrases.speak("да", "ru")).toEqual(clip);
    writeFileSync(join(folder, "file"), "");
    expect(await new Phrases([voice], new ClipCache(join(folder, "file", "no"))).speak("да", "ru")).toEqual(clip);
  });

  it("[M44] fall back to the next voice, and fail only when all have", async () => {
    const [broken, spare] = [counting("remote", fails), counting("local", works)];
    expect(await new Phrases([broken, spare], new ClipCache(folder)).speak("да", "ru")).toEqual(encode(something));
    await expect(new Phrases([broken], new ClipCache(folder)).speak("да", "ru")).rejects.toThrow("no line");
    expect(broken.calls).toHaveLength(2);
  });
});

describe("music of one's own", () => {
  it("[M45] is taken from a WAV file at the usual level", async () => {
    const path = join(folder, "music.wav");
    writeFileSync(path, wavOf(sine(16_000, 2, 330, 0.9), 16_000));
    const pcm = decode(await musicFromFile(path, new ClipCache(folder)));
    expect(pcm).toHaveLength(96_000);
    const power = Math.sqrt(pcm.reduce((sum, sample) => sum + (sample / 32_768) ** 2, 0) / pcm.length);
    expect(20 * Math.log10(power)).toBeCloseTo(-20, 0);
  });

  it("[M45] is refused when it is no music", async () => {
    const path = join(folder, "music.mp3");
    writeFileSync(path, "this is not music");
    await expect(musicFromFile(path, new ClipCache(folder))).rejects.toThrow("ffmpeg");
  });
});

describe("the environment", () => {
  const least = { ACD_EDGE_URL: "http://127.0.0.1:8787", ACD_MEDIA_SECRET: "0123456789abcdef" };

  it("[M46] needs an address and a secret; the rest has defaults", () => {
    expect(readEnvironment(least)).toMatchObject({
      ACD_MEDIA_CAPACITY: 500,
      ACD_DATA: ".acd",
      voice: { ACD_VOICE: "espeak" },
    });
    expect(readEnvironment({ ...least, ACD_MUSIC: "", ACD_MEDIA_CAPACITY: "20" }).ACD_MEDIA_CAPACITY).toBe(20);
  });

  it("[M46] wrong values are named and not shown", () => {
    const wrong = { ACD_EDGE_URL: "nowhere", ACD_MEDIA_SECRET: "bad secret, with spaces", ACD_VOICE: "openai" };
    expect(() => readEnvironment(wrong)).toThrow(/ACD_EDGE_URL.*ACD_MEDIA_SECRET.*ACD_VOICE_URL/);
    expect(() => readEnvironment(wrong)).not.toThrow(/bad secret/);
  });
});
