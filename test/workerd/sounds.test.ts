/** Sounds in the real storage: uploads in parts, alarms that look for a media worker, and workers that come and go. */
import { evictDurableObject } from "cloudflare:test";
import { env, exports } from "cloudflare:workers";
import { beforeAll, describe, expect, it, vi } from "vitest";
import type { SoundOrder } from "../../src/protocol/media.ts";

const application = "soundcentre";
const origin = "http://acd.test";
const at = `/v1/applications/${application}`;
const secret = "a-media-secret-for-tests";
// The worker's own entry point, as `src/worker.ts` exports it; and its actors, as wrangler.toml binds them.
const worker = (exports as unknown as { default: Fetcher }).default;
const sounds = (env as unknown as { SOUND: { getByName(name: string): DurableObjectStub } }).SOUND;

const ask = (
  method: string,
  path: string,
  {
    key = "an-admin-key-for-tests",
    type = "application/json",
    body = undefined as BodyInit | undefined,
    range = "",
  } = {},
) =>
  worker.fetch(`${origin}${path}`, {
    method,
    headers: { authorization: `Bearer ${key}`, "content-type": type, ...(range !== "" && { range }) },
    ...(body !== undefined && { body }),
  });
const put = (path: string, body: object) => ask("PUT", `${at}${path}`, { body: JSON.stringify(body) });
const state = async (id: string): Promise<Record<string, unknown>> => (await ask("GET", `${at}/sounds/${id}`)).json();

/** A media worker that signs on, and what it is asked for. */
async function signOn(id: string): Promise<{ readonly orders: SoundOrder[]; leave(): void }> {
  const headers = { upgrade: "websocket", "sec-websocket-protocol": `acd.media.v1, ${secret}` };
  const { webSocket: socket } = await worker.fetch(`${origin}/v1/media/socket?worker=${id}`, { headers });
  const orders: SoundOrder[] = [];
  socket?.addEventListener("message", ({ data }) => {
    const message = JSON.parse(String(data)) as { type: string };
    if (message.type === "sound.convert") orders.push(message as SoundOrder);
  });
  socket?.accept();
  socket?.send(JSON.stringify({ type: "hello", worker: id, capacity: 10, calls: [] }));
  return { orders, leave: () => socket?.close(1000, "gone") };
}

const patience = { timeout: 20_000, interval: 50 };

function wav(size: number): Uint8Array<ArrayBuffer> {
  const bytes = Uint8Array.from({ length: size }, (_, n) => n % 251);
  bytes.set(new TextEncoder().encode("RIFF"), 0);
  bytes.set(new TextEncoder().encode("WAVE"), 8);
  return bytes;
}

describe("sounds, all the way", { timeout: 60_000 }, () => {
  beforeAll(() => put("", { name: "Sound centre", language: "ru" }), 60_000);

  it("[A116] an upload waits for a media worker, is given to another when that one is lost, and outlives its actor's memory", async () => {
    await put("/sounds/Hello", { name: "Hello", use: "prompt" });
    const uploaded = wav(2_300_000);
    const answer = await ask("PUT", `${at}/sounds/Hello/audio`, { type: "audio/wav", body: uploaded });
    expect(answer.status).toBe(202);
    expect(await state("Hello")).toMatchObject({ state: "converting" });

    const first = await signOn("w_first");
    await vi.waitFor(() => expect(first.orders).toHaveLength(1), patience);
    await evictDurableObject(sounds.getByName(`${application}/Hello`));
    first.leave();
    const second = await signOn("w_second");
    await vi.waitFor(() => expect(second.orders).toHaveLength(1), patience);
    expect(second.orders[0]).toMatchObject({ application, sound: "Hello", as: "audio/wav", use: "prompt" });

    const upload = `/v1/media/sounds/${application}/Hello/uploads/${second.orders[0]?.upload}`;
    const fetched = new Uint8Array(await (await ask("GET", upload, { key: secret })).arrayBuffer());
    expect(fetched.length).toBe(uploaded.length);
    expect(fetched.every((byte, n) => byte === uploaded[n])).toBe(true);

    // More than one row takes.
    const audio = new Uint8Array(1_500_000).fill(7);
    audio.set(new TextEncoder().encode("OggS"));
    const made = await ask("PUT", `${upload}/audio?duration=4000&loudness=-19`, {
      key: secret,
      type: "audio/ogg",
      body: audio,
    });
    expect(made.status).toBe(204);
    expect(await state("Hello")).toMatchObject({ state: "ready", audio: { duration: 4_000, size: 1_500_000 } });
    await evictDurableObject(sounds.getByName(`${application}/Hello`));
    const heard = await ask("GET", `${at}/sounds/Hello/audio`, { range: "bytes=1400000-" });
    expect(heard.status).toBe(206);
    expect((await heard.arrayBuffer()).byteLength).toBe(100_000);
    second.leave();
  });

  it("[A117] a deleted sound is forgotten by the directory at once, and by its actor a day later", async () => {
    expect((await ask("DELETE", `${at}/sounds/Hello`)).status).toBe(204);
    expect((await ask("GET", `${at}/sounds/Hello/audio`)).status).toBe(404);
    await put("/sounds/Hello", { name: "Hello again", use: "prompt" });
    expect(await state("Hello")).toMatchObject({ state: "empty", audio: null });
    expect((await ask("GET", `${at}/sounds/Hello/audio`)).status).toBe(404);
  });
});
