/** What a caller hears who is not put through: recorded at the telephone and held against what was synthesised. */
import { Decoder } from "@evan/opus";
import { afterAll, afterEach, beforeAll, expect, it } from "vitest";
import type { Clip } from "../../media/clip.ts";
import { Studio } from "../../media/studio.ts";
import { announcement } from "../../src/call/texts/announcement.ts";
import { wordsOf } from "../../src/call/texts/line.ts";
import { texts } from "../../src/call/texts/texts.ts";
import { told } from "../../src/call/texts/told.ts";
import { Centre, eventually, pause } from "./centre.ts";
import { find, loudWindows } from "./hearing.ts";

let centre: Centre;
let studio: Studio;
beforeAll(async () => {
  centre = await Centre.open();
  studio = new Studio({
    ...process.env,
    ACD_DATA: centre.stack.dataDir,
    ACD_EDGE_URL: centre.stack.url,
    ACD_MEDIA_SECRET: "-".repeat(32), // not used: only clips are made here
  });
  await centre.change("/applications/callcenter/rules/InboundCalls", { announceEvery: 12_000 });
});
afterEach(() => centre.clear());
afterAll(async () => {
  await studio?.close();
  await centre?.close();
});

/** A clip as a telephone hears it. */
function atTelephone(clip: Clip): Int16Array {
  const decoder = new Decoder({ channels: 1, sample_rate: 8_000 });
  const parts = clip.map((packet) => {
    const bytes = decoder.decode(packet);
    return new Int16Array(bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.byteLength));
  });
  const whole = new Int16Array(parts.reduce((length, part) => length + part.length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}

it("[E18] no operator signed in: the caller hears the whole sorry message in Russian, and BYE follows its last word", async () => {
  const call = await centre.dial();
  await call.answered;
  const ended = await call.ended;
  expect(ended.by).toBe("them");
  const heard = call.line.heard();
  const message = atTelephone(await studio.phrase(texts.ru.nobodyServes, "ru"));
  const found = find(message, heard);
  expect(found.likeness).toBeGreaterThan(0.9);
  // After the last word there is at most a second.
  expect(heard.length - (found.at + message.length)).toBeLessThan(8_000);
  expect((await centre.call(({ outcome }) => outcome !== undefined)).outcome).toBe("refused");
});

it("[E19] waiting: greeting, place and wait; music; the same said again after the interval; and the music goes on from where it stopped", async () => {
  await centre.signIn("operator1");
  const call = await centre.dial();
  await call.answered;
  const record = await eventually(async () => {
    const [newest] = await centre.calls();
    return newest !== undefined && newest.timeline.filter(({ what }) => what === "say").length >= 3
      ? newest
      : undefined;
  }, 40_000);
  await pause(6_000);
  const heard = call.line.heard();
  const standing = record.timeline.find(({ what }) => what === "queued")?.detail as {
    place: number;
    expectedWait: number | null;
  };
  expect(standing.place).toBe(1);
  const said = record.timeline.filter(({ what }) => what === "say").map(({ detail }) => String(detail?.["text"]));
  expect(said[0]).toBe(`${texts.ru.greeting} ${wordsOf(announcement({ language: "ru" }, told(standing)))}`);

  const places: { readonly start: number; readonly end: number }[] = [];
  for (const text of said.slice(0, 3)) {
    const clip = atTelephone(await studio.phrase(text, "ru"));
    // Each is looked for after the one before, and before the one after: they say the same.
    const from: number = places.at(-1)?.end ?? 0;
    const found = find(clip, heard.subarray(from, from + 8 * 14_000));
    expect(found.likeness, text).toBeGreaterThan(0.75);
    places.push({ start: from + found.at, end: from + found.at + clip.length });
  }
  const [first, second, third] = places;
  if (first === undefined || second === undefined || third === undefined)
    throw new Error("three announcements were found");
  // 12 s from one to the next, as set.
  expect(Math.abs(third.start - second.start - 96_000)).toBeLessThan(8_000);

  // Between them music, without a hole.
  const music = atTelephone(await studio.music());
  const margin = 6_400; // clear of the words and the fades
  const between = heard.subarray(first.end + margin, second.start - margin);
  const after = heard.subarray(second.end + margin, third.start - margin);
  expect(loudWindows(between)).toBeGreaterThan(0.8);
  const [before, later] = [find(between, music), find(after, music)];
  expect(before.likeness).toBeGreaterThan(0.6);
  expect(later.likeness).toBeGreaterThan(0.6);
  // What is heard after the announcement is what comes in the music after what was heard before it, to within the fades.
  const gap = later.at - (before.at + between.length);
  expect(Math.abs(gap - 2 * margin)).toBeLessThan(4_000);
  await call.hangUp();
});
