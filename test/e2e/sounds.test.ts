/** Prompts and music of one's own, uploaded to the real stack, converted by its media worker and heard at a telephone. */
import { afterAll, afterEach, beforeAll, expect, it } from "vitest";
import { longestTone, sampleRate, tone } from "../support/phone/audio.ts";
import { Centre, eventually, pause } from "./centre.ts";

let centre: Centre;
beforeAll(async () => {
  centre = await Centre.open();
});
afterEach(() => centre.clear());
afterAll(() => centre?.close());

const at = "/applications/callcenter";
const [hello, other, music] = [600, 1_500, 1_000];

/** A WAV file of 8 kHz. */
function wavOf(samples: Int16Array): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(44 + samples.length * 2);
  const view = new DataView(bytes.buffer);
  bytes.set(new TextEncoder().encode("RIFF"), 0);
  bytes.set(new TextEncoder().encode("WAVEfmt "), 8);
  view.setUint32(4, bytes.length - 8, true);
  view.setUint32(16, 16, true);
  view.setUint16(20, 1, true);
  view.setUint16(22, 1, true);
  view.setUint32(24, sampleRate, true);
  view.setUint16(34, 16, true);
  bytes.set(new TextEncoder().encode("data"), 36);
  view.setUint32(40, samples.length * 2, true);
  samples.forEach((sample, n) => view.setInt16(44 + n * 2, sample, true));
  return bytes;
}

interface Sound {
  readonly state: string;
  readonly because: string | null;
  readonly audio: { readonly hash: string; readonly duration: number } | null;
}

/** Uploads, and waits until a media worker is through with it. */
async function upload(id: string, type: string, body: Uint8Array<ArrayBuffer>): Promise<Sound> {
  const response = await fetch(`${centre.stack.url}/v1${at}/sounds/${id}/audio`, {
    method: "PUT",
    headers: { authorization: `Bearer ${centre.stack.adminKey}`, "content-type": type },
    body,
  });
  expect(response.status).toBe(202);
  return eventually(async () => {
    const sound = await centre.admin<Sound>("GET", `${at}/sounds/${id}`);
    return sound.state === "converting" ? undefined : sound;
  }, 30_000);
}

/** How long a tone is heard without a break, in milliseconds. */
const heardFor = (frequency: number, samples: Int16Array): number => longestTone(frequency, samples);

it("[E20] a caller hears the uploaded greeting and then the uploaded music; what is uploaded next is heard by the next caller", async () => {
  await centre.admin("PUT", `${at}/sounds/Hello`, { name: "Hello", use: "prompt", language: "ru" });
  await centre.admin("PUT", `${at}/sounds/Tune`, { name: "Tune", use: "music" });
  expect(await upload("Hello", "audio/wav", wavOf(tone(hello, 2_000)))).toMatchObject({ state: "ready" });
  expect(await upload("Tune", "audio/wav", wavOf(tone(music, 4_000)))).toMatchObject({ state: "ready" });
  const settings = { prompts: { ru: { greeting: "Hello" } }, music: "Tune", sayPlace: false, sayWait: false };
  await centre.admin("PUT", `${at}/scenarios/Tones`, { name: "Tones", flow: "ACD", settings });
  await centre.admin("POST", `${at}/scenarios/Tones/publish`, { note: "Tones" });
  await centre.change(`${at}/rules/InboundCalls`, { scenario: "Tones" });
  await centre.signIn("operator1");
  await pause(3_000); // for so long at most the edge app goes by what it knew of the number

  const first = await centre.dial();
  await first.answered;
  await eventually(async () => (heardFor(music, first.line.heard()) > 3_000 ? true : undefined), 15_000);
  const heard = first.line.heard();
  expect(heardFor(hello, heard)).toBeGreaterThan(1_600);
  expect(await centre.call(({ scenario }) => scenario === "Tones")).toMatchObject({ scenarioVersion: 1 });

  // Another greeting while the first caller waits, and a file that is none.
  expect(await upload("Hello", "audio/wav", wavOf(tone(other, 2_000)))).toMatchObject({ state: "ready" });
  const broken = new TextEncoder().encode(`ID3${"x".repeat(4_000)}`);
  expect(await upload("Tune", "audio/mpeg", broken)).toMatchObject({ state: "failed", because: expect.any(String) });
  await pause(3_000);
  const second = await centre.dial({ from: "+79990000002" });
  await second.answered;
  await eventually(async () => (heardFor(music, second.line.heard()) > 3_000 ? true : undefined), 15_000);
  expect(heardFor(other, second.line.heard())).toBeGreaterThan(1_600);
  expect(heardFor(hello, second.line.heard())).toBeLessThan(200);
  expect(heardFor(other, first.line.heard())).toBeLessThan(200);
  expect(heardFor(music, first.line.heard().subarray(-4 * sampleRate))).toBeGreaterThan(1_500);
  await first.hangUp();
  await second.hangUp();
});
