import type { Page } from "playwright-core";
import { TrackSource } from "@livekit/protocol";
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from "vitest";
import { joinRoom } from "../../media/room/join.ts";
import { announcerIdentity } from "../../src/protocol/rooms.ts";
import { complaints, keepPicture, personWhoseVoiceIs, type Person } from "./browser.ts";
import { servePages, type Pages } from "./pages.ts";

// Browsers, LiveKit and the pages share the machine with whatever else runs on it.
vi.setConfig({ testTimeout: 60_000, hookTimeout: 60_000 });

const soon = { timeout: 20_000, interval: 50 };
/** An Opus packet of 20 ms silence (RFC 6716: CELT, fullband, one frame). */
const silence = Uint8Array.of(0xf8, 0xff, 0xfe);

let pages: Pages;
let caller: Person;

beforeAll(async () => {
  [pages, caller] = await Promise.all([servePages(), personWhoseVoiceIs(1_000)]);
});
afterAll(async () => {
  await caller?.close();
  await pages?.stop();
});
afterEach(async () => {
  pages.refuseCalls = undefined;
  await Promise.all(caller.browser.contexts().map((context) => context.close()));
});

const button = (page: Page, name: string) => page.getByRole("button", { name, exact: true });

/** Presses Call; the room the caller is then in. */
async function dial(page: Page): Promise<string> {
  const before = pages.callersRooms.length;
  await button(page, "Call").click();
  await expect.poll(() => pages.callersRooms.length, soon).toBe(before + 1);
  const room = pages.callersRooms.at(-1) ?? "";
  await expect.poll(async () => (await pages.operator.rooms.identitiesIn(room)).length, soon).toBe(1);
  return room;
}

/** Somebody else speaks in the room until told to stop. */
async function speakIn(room: string, identity: string): Promise<() => Promise<void>> {
  const { url, token } = await pages.operator.rooms.pass(room, identity, true);
  const seat = await joinRoom({ url, token, on: {} });
  const voice = await seat.publish({ name: "voice", source: TrackSource.MICROPHONE });
  const talk = setInterval(() => voice.send(silence), 20);
  return async () => {
    clearInterval(talk);
    await seat.leave();
  };
}

describe("caller page", () => {
  it("[W24] shows the number, calls, waits, talks, and says who ended it", async () => {
    const page = await caller.open(`${pages.url}/call`);
    await page.getByText("+7 495 123-45-67").waitFor();
    const room = await dial(page);
    const heading = (name: string) => page.getByRole("heading", { name }).waitFor();
    const hush = await speakIn(room, announcerIdentity);
    await heading("Please stay on the line");
    await keepPicture(page, "caller-waiting-en-light-1280");
    const leave = await speakIn(room, "operator_operator1");
    await heading("You are talking to an operator");
    await page.getByRole("timer").getByText("0:01").waitFor();
    await keepPicture(page, "caller-talking-en-light-1280");
    await Promise.all([hush(), leave()]);
    await pages.operator.rooms.end(room);
    await page.getByText("The call centre ended the call. Duration 0:0").waitFor();
    await button(page, "Call again").waitFor();
    expect(complaints.get(page)).toEqual([]);
  });

  it("[W24] Hang up leaves the room at once", async () => {
    const page = await caller.open(`${pages.url}/call`);
    const room = await dial(page);
    await button(page, "Hang up").click();
    await page.getByText("You hung up.").waitFor();
    await expect.poll(async () => (await pages.operator.rooms.identitiesIn(room)).length, soon).toBe(0);
  });

  it.each([
    [404, "Nobody answers this number here."],
    [429, "Too many calls from here."],
    [503, "Calls cannot be taken just now."],
  ])("[W24] an answer of %i is explained: %s", async (status, text) => {
    pages.refuseCalls = status;
    const page = await caller.open(`${pages.url}/call`);
    await button(page, "Call").click();
    await page.getByRole("alert").getByText(text).waitFor();
    await button(page, "Call").waitFor();
  });

  it("[W24] without a microphone no call begins, and the page says how to mend it", async () => {
    const page = await caller.open(`${pages.url}/call`);
    await page.addInitScript(() => {
      navigator.mediaDevices.getUserMedia = () => Promise.reject(new DOMException("no", "NotAllowedError"));
    });
    await page.reload();
    const before = pages.callersRooms.length;
    await button(page, "Call").click();
    await page.getByRole("alert").getByText("The browser refuses the microphone").waitFor();
    expect(pages.callersRooms.length).toBe(before);
  });
});
