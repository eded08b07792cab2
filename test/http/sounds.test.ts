/** Sounds: uploaded, checked, handed to a media worker, heard. */
import { beforeEach, describe, expect, it } from "vitest";
import { largestSound, longestSound } from "../../src/protocol/sound.ts";
import { convertsWithin } from "../../src/sounds/book.ts";
import { as, seconds } from "../../src/words/index.ts";
import type { SoundId } from "../../src/words/index.ts";
import type { World } from "./world.ts";
import { adminKey, app, mediaSecret, world } from "./world.ts";

const at = `/v1/applications/${app}`;
const greeting = as<SoundId>("Greeting");
/** Looks like WAV, and is of this size. */
const wav = (size = 44, filling = 0): Uint8Array<ArrayBuffer> => {
  const bytes = new Uint8Array(size).fill(filling);
  bytes.set(new TextEncoder().encode("RIFF"), 0);
  bytes.set(new TextEncoder().encode("WAVE"), 8);
  return bytes;
};
const ogg = (text: string): Uint8Array<ArrayBuffer> => new TextEncoder().encode(`OggS${text}`);

describe("sounds", () => {
  let w: World;
  beforeEach(async () => {
    w = world();
    await w.furnish();
    await w.admin("PUT", `${at}/sounds/Greeting`, { name: "Greeting", use: "prompt", language: "ru" });
  });

  const upload = (body: Uint8Array<ArrayBuffer>, type = "audio/wav", id = "Greeting", bearer = adminKey) =>
    w.api.request(`${at}/sounds/${id}/audio`, {
      method: "PUT",
      headers: { authorization: `Bearer ${bearer}`, "content-type": type },
      body,
    });
  const media = (method: string, path: string, body?: string | Uint8Array<ArrayBuffer>, secret = mediaSecret) =>
    w.api.request(`/v1/media/sounds/${app}/Greeting/${path}`, {
      method,
      headers: { authorization: `Bearer ${secret}`, "content-type": "application/json" },
      ...(body !== undefined && { body }),
    });
  const hear = (headers: Record<string, string> = {}) =>
    w.api.request(`${at}/sounds/Greeting/audio`, { headers: { authorization: `Bearer ${adminKey}`, ...headers } });
  const shown = async () => (await w.admin("GET", `${at}/sounds/Greeting`)).body;
  const book = () => w.sound(app, greeting).book;
  /** The media worker that is asked now delivers this. */
  const convert = async (text: string): Promise<void> => {
    const job = book().next(w.state.now);
    await media("PUT", `uploads/${job?.upload}/audio?duration=1500&loudness=-19`, ogg(text));
  };

  it("[A114] an upload is taken whole, converted by a media worker, and heard as callers hear it", async () => {
    expect(await shown()).toMatchObject({ state: "empty", audio: null });
    expect((await hear()).status).toBe(404);
    const bytes = wav(2_500_000, 7);
    const answer = await upload(bytes);
    expect([answer.status, await answer.json()]).toMatchObject([202, { state: "converting" }]);
    const job = book().next(w.state.now);
    expect(job).toMatchObject({ as: "audio/wav", use: "prompt" });
    const fetched = await media("GET", `uploads/${job?.upload}`);
    expect(new Uint8Array(await fetched.arrayBuffer())).toEqual(bytes);
    const made = await media("PUT", `uploads/${job?.upload}/audio?duration=1500&loudness=-19.2`, ogg("one"));
    expect(made.status).toBe(204);
    expect(await shown()).toMatchObject({ state: "ready", audio: { duration: 1_500, size: 7, loudness: -19.2 } });
    const heard = await hear();
    expect(heard.headers.get("content-type")).toBe("audio/ogg");
    expect(await heard.text()).toBe("OggSone");
    // It is not waited for any more.
    expect((await media("GET", `uploads/${job?.upload}`)).status).toBe(404);
    expect((await media("PUT", `uploads/${job?.upload}/audio?duration=1`, ogg("late"))).status).toBe(404);
  });

  it("[A114] it is heard in parts, and not again by who has it", async () => {
    await upload(wav());
    await convert("0123456789");
    const { headers } = await hear();
    const part = await hear({ range: "bytes=4-6" });
    expect([part.status, part.headers.get("content-range"), await part.text()]).toEqual([206, "bytes 4-6/14", "012"]);
    expect(await (await hear({ range: "bytes=-3" })).text()).toBe("789");
    expect(await (await hear({ range: "bytes=12-" })).text()).toBe("89");
    const beyond = await hear({ range: "bytes=14-" });
    expect([beyond.status, beyond.headers.get("content-range")]).toEqual([416, "bytes */14"]);
    expect((await hear({ range: "lines=1-2" })).status).toBe(200);
    expect((await hear({ "if-none-match": String(headers.get("etag")) })).status).toBe(304);
  });

  it("[A115] other types, sizes and beginnings are refused, and leave nothing behind", async () => {
    expect((await upload(wav(), "audio/flac")).status).toBe(415);
    expect((await upload(wav(), "application/json")).status).toBe(415);
    expect((await upload(wav(largestSound + 1))).status).toBe(413);
    // Who does not say how much comes is stopped when it is too much.
    let sent = 0;
    const endless = new ReadableStream<Uint8Array>({
      pull(controller) {
        controller.enqueue(wav(1_000_000));
        sent += 1;
      },
    });
    const request = new Request(`http://acd.test${at}/sounds/Greeting/audio`, {
      method: "PUT",
      headers: { authorization: `Bearer ${adminKey}`, "content-type": "audio/wav" },
      body: endless,
      duplex: "half",
    } as RequestInit);
    expect((await w.api.request(request)).status).toBe(413);
    expect(sent).toBeLessThan(30);
    expect((await upload(new TextEncoder().encode("not a sound"))).status).toBe(422);
    expect((await upload(wav(), "audio/mpeg")).status).toBe(422);
    expect((await upload(new Uint8Array(0))).status).toBe(422);
    expect((await upload(wav(), "audio/wav", "Nowhere")).status).toBe(404);
    expect((await upload(wav(), "audio/wav", "Greeting", await w.key(["sounds.read"]))).status).toBe(403);
    expect(await shown()).toMatchObject({ state: "empty" });
    expect(book().next(w.state.now)).toBeUndefined();
    expect(book().due(w.state.now)).toBeUndefined();
  });

  it("[A116] what cannot be converted is failed, with the reason, and what was there is played", async () => {
    await upload(wav());
    await convert("first");
    await upload(wav());
    expect(await shown()).toMatchObject({ state: "converting", audio: { duration: 1_500 } });
    const job = book().next(w.state.now);
    const because = "The file is no WAV: it ends in the middle.";
    expect((await media("PUT", `uploads/${job?.upload}/failure`, JSON.stringify({ because }))).status).toBe(204);
    expect(await shown()).toMatchObject({ state: "failed", because, audio: { duration: 1_500 } });
    expect(await (await hear()).text()).toBe("OggSfirst");
  });

  it("[A116] a worker that is lost, or says nothing for three minutes, is not waited for; after five the upload has failed", async () => {
    await upload(wav());
    const job = book().next(w.state.now);
    const begin = () => media("GET", `uploads/${job?.upload}`);
    expect(book().next(w.state.now)).toBeUndefined();
    // Its worker has much to do before it, which is nobody's fault.
    for (let n = 0; n < 10; n += 1) {
      w.state.now += convertsWithin;
      expect(book().next(w.state.now)).toEqual(job);
    }
    await begin();
    book().lost(String(job?.upload), w.state.now);
    for (let n = 1; n < 5; n += 1) {
      expect(book().next(w.state.now)).toEqual(job);
      w.state.now += convertsWithin - 1;
      await begin();
      w.state.now += convertsWithin - 1;
      expect(book().next(w.state.now)).toBeUndefined();
      w.state.now += 1;
    }
    expect(book().next(w.state.now)).toBeUndefined();
    expect(book().untold()).toMatchObject({ state: "failed" });
  });

  it("[A116] without any worker it stays as it is, and is looked after again and again", async () => {
    await upload(wav());
    for (let n = 0; n < 100; n += 1) {
      const job = book().next(w.state.now);
      expect(job).toBeDefined();
      book().nobody(String(job?.upload), w.state.now);
      w.state.now = book().due(w.state.now) ?? 0;
    }
    expect(await shown()).toMatchObject({ state: "converting" });
  });

  it("[A117] calls that have begun may play what was there for a day more, also when the sound is deleted", async () => {
    await upload(wav());
    await convert("first");
    const { hash } = (await shown())["audio"] as { hash: string };
    await w.admin("PUT", `${at}/scenarios/Sales`, { name: "Sales", settings: { prompts: { ru: { greeting } } } });
    await w.admin("POST", `${at}/scenarios/Sales/publish`, {});
    await w.admin("PUT", `${at}/rules/InboundCalls`, { mask: "*", scenario: "Sales", queue: "MainQueue" });
    const route = async () => (await w.ports.directory(app).route("+74951234567"))?.published;
    expect(await route()).toMatchObject({ settings: { prompts: { greeting: { id: greeting, hash } } } });
    await upload(wav());
    await convert("second");
    expect((await route())?.settings?.prompts?.greeting?.hash).not.toBe(hash);
    expect(await (await media("GET", `audio/${hash}`)).text()).toBe("OggSfirst");
    await w.admin("PUT", `${at}/scenarios/Sales`, { name: "Sales" });
    await w.admin("POST", `${at}/scenarios/Sales/publish`, {});
    expect((await w.admin("DELETE", `${at}/sounds/Greeting`)).status).toBe(204);
    expect((await media("GET", `audio/${hash}`)).status).toBe(200);
    w.state.now += seconds(24 * 60 * 60);
    book().prune(w.state.now);
    expect((await media("GET", `audio/${hash}`)).status).toBe(404);
    expect(book().due(w.state.now)).toBeUndefined();
  });

  it("[A114] of two uploads at once the one that comes whole last is the one", async () => {
    const store = w.ports.sound(app, greeting);
    for (const id of ["a", "b"]) await store.begin(id, "audio/wav", "prompt");
    await store.append("a", 0, wav());
    await store.finish("a");
    await store.append("b", 0, wav());
    await store.finish("b");
    expect(book().next(w.state.now)).toMatchObject({ upload: "b" });
    expect(await store.uploaded("a", 0)).toBeUndefined();
  });

  it("[A117] a sound that is deleted while an upload comes leaves nothing behind", async () => {
    const store = w.ports.sound(app, greeting);
    await w.admin("DELETE", `${at}/sounds/Greeting`);
    await store.begin("b", "audio/wav", "prompt");
    await store.append("b", 0, wav());
    await store.finish("b");
    expect(book().due(w.state.now)).toBeUndefined();
  });

  it("[A117] only media workers fetch and deliver, and only what fits", async () => {
    await upload(wav());
    const job = book().next(w.state.now);
    const path = `uploads/${job?.upload}`;
    expect((await media("GET", path, undefined, "another-secret-of-somebody")).status).toBe(401);
    expect((await media("PUT", `${path}/audio?duration=1`, wav())).status).toBe(415);
    expect((await media("PUT", `${path}/audio?duration=${longestSound + 1}`, ogg("x"))).status).toBe(400);
    expect((await media("PUT", `${path}/failure`, "{}")).status).toBe(400);
    expect((await media("GET", "audio/none")).status).toBe(404);
    expect(await shown()).toMatchObject({ state: "converting" });
  });
});
