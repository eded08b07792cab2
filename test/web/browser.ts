/** Chromium with a microphone that says a tone, and what is needed to hear which tone arrives at a page. */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { chromium, type Browser, type BrowserContext, type Page } from "playwright-core";

export interface Person {
  readonly browser: Browser;
  /** A window of a browser of its own: own storage, own sign-in. */
  readonly open: (url: string, options?: Parameters<Browser["newContext"]>[0]) => Promise<Page>;
  readonly close: () => Promise<void>;
}

/** What a page complained of: broken scripts and things its own security policy forbids. */
export const complaints = new WeakMap<Page, string[]>();

/** Starts a browser whose microphone hears `hertz`. */
export async function personWhoseVoiceIs(hertz: number): Promise<Person> {
  const folder = mkdtempSync(join(tmpdir(), "voice-"));
  const voice = join(folder, "voice.wav");
  writeFileSync(voice, tone(hertz));
  const browser = await chromium.launch({
    executablePath: process.env["CHROMIUM"] ?? "/usr/bin/chromium",
    args: [
      "--no-sandbox",
      "--use-fake-ui-for-media-stream",
      "--use-fake-device-for-media-stream",
      `--use-file-for-fake-audio-capture=${voice}`,
      "--autoplay-policy=no-user-gesture-required",
      "--disable-background-networking",
      "--disable-component-update",
      "--disable-sync",
      "--no-first-run",
    ],
  });
  return {
    browser,
    open: async (url, options = {}) => {
      const context = await browser.newContext({ locale: "en-GB", reducedMotion: "reduce", ...options });
      return tabOf(context, url);
    },
    close: async () => {
      await browser.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** Ten seconds of a tone at half the loudness there is, as a WAV file (48 kHz, mono, 16 bits), which Chromium repeats without end. */
function tone(hertz: number): Buffer {
  const rate = 48_000;
  const samples = Int16Array.from({ length: 10 * rate }, (_, i) => 16_384 * Math.sin((2 * Math.PI * hertz * i) / rate));
  const header = Buffer.alloc(44);
  header.write("RIFF", 0);
  header.writeUInt32LE(36 + samples.byteLength, 4);
  header.write("WAVEfmt ", 8);
  header.writeUInt32LE(16, 16); // length of the format
  header.writeUInt16LE(1, 20); // PCM
  header.writeUInt16LE(1, 22); // channels
  header.writeUInt32LE(rate, 24);
  header.writeUInt32LE(rate * 2, 28); // bytes a second
  header.writeUInt16LE(2, 32); // bytes a frame
  header.writeUInt16LE(16, 34); // bits
  header.write("data", 36);
  header.writeUInt32LE(samples.byteLength, 40);
  return Buffer.concat([header, Buffer.from(samples.buffer)]);
}

/** Another tab beside those of the same person. */
export async function tabOf(context: BrowserContext, url: string): Promise<Page> {
  const page = await context.newPage();
  const heard: string[] = [];
  complaints.set(page, heard);
  page.on("pageerror", (error) => heard.push(String(error)));
  page.on("console", (message) => {
    if (/Content Security Policy/i.test(message.text())) heard.push(message.text());
  });
  await page.goto(url);
  return page;
}

/** The loudest frequency of what a page plays of other people's voices, in hertz; 0 for silence. */
export function heardHertz(page: Page): Promise<number> {
  return page.evaluate(async () => {
    const streams = [...document.querySelectorAll("audio")].map((element) => element.srcObject);
    const context = new AudioContext();
    const analyser = context.createAnalyser();
    analyser.fftSize = 8192;
    for (const stream of streams) {
      if (stream instanceof MediaStream && stream.getAudioTracks().length > 0) {
        context.createMediaStreamSource(stream).connect(analyser);
      }
    }
    await new Promise((resolve) => setTimeout(resolve, 400));
    const spectrum = new Float32Array(analyser.frequencyBinCount);
    analyser.getFloatFrequencyData(spectrum);
    const loudest = spectrum.reduce((best, level, bin) => (level > (spectrum[best] ?? -Infinity) ? bin : best), 0);
    const silent = (spectrum[loudest] ?? -Infinity) < -70;
    const hertz = (loudest * context.sampleRate) / analyser.fftSize;
    await context.close();
    return silent ? 0 : hertz;
  });
}

const gallery = join(import.meta.dirname, "../../artifacts/screenshots");

export async function keepPicture(page: Page, name: string): Promise<void> {
  mkdirSync(gallery, { recursive: true });
  await page.screenshot({ path: join(gallery, `${name}.png`) });
}
