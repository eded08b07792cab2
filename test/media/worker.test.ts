import { readFileSync } from "node:fs";
import { join } from "node:path";
import { RoomServiceClient } from "livekit-server-sdk";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from "vitest";
import { type Clip, samplesPerFrame } from "../../media/clip.ts";
import { decode, encode } from "../../media/opus.ts";
import { readOggOpus, writeOggOpus } from "../../media/sounds/oggOpus.ts";
import { joinRoom } from "../../media/room/join.ts";
import { Studio } from "../../media/studio.ts";
import type { ToMediaWorker } from "../../src/protocol/media.ts";
import type { PinnedSound } from "../../src/protocol/scenario.ts";
import { announcerIdentity } from "../../src/protocol/rooms.ts";
import { as, type ApplicationId, type CallId, type SoundId } from "../../src/words/index.ts";
import { freePort } from "../../stack/ports.ts";
import { type LiveKit, startLiveKit } from "../support/livekit.ts";
import {
  breakableLine,
  type Caller,
  caller,
  callOf,
  dataFolder,
  FakeEdge,
  find,
  greatestStep,
  joinOrder,
  music,
  newRoom,
  patience,
  play,
  quiet,
  saying,
  secret,
  sound,
  startWorker,
  token,
  type WorkerProcess,
} from "./support.ts";

const second = 50; // frames

let edgePort: number;
let livekit: LiveKit;
let rooms: RoomServiceClient;
let studio: Studio;
/** What the worker plays, for comparison: the same clips, from the same cache. */
let musicClip: Clip;
let musicPcm: Int16Array;
let edge: FakeEdge;
let workers: WorkerProcess[] = [];
let callers: Caller[] = [];

beforeAll(async () => {
  livekit = await startLiveKit();
  rooms = new RoomServiceClient(livekit.url.replace("ws", "http"), livekit.apiKey, livekit.apiSecret);
  studio = new Studio({
    ...process.env,
    ACD_EDGE_URL: "http://127.0.0.1",
    ACD_MEDIA_SECRET: secret,
    ACD_DATA: dataFolder,
  });
  musicClip = await studio.music();
  musicPcm = decode(musicClip);
}, 120_000);
afterAll(async () => {
  await studio.close();
  await livekit.stop();
});
beforeEach(async () => {
  edgePort = await freePort();
  edge = new FakeEdge(edgePort);
});
afterEach(async () => {
  await Promise.all(callers.map(({ room }) => room.leave()));
  await Promise.all(workers.map((worker) => worker.kill()));
  await edge.close();
  callers = [];
  workers = [];
});

async function newWorker(environment: Readonly<Record<string, string>> = {}): Promise<WorkerProcess> {
  const before = edge.of("hello").length;
  const worker = startWorker(edgePort, environment);
  workers.push(worker);
  await vi.waitFor(() => expect(edge.of("hello"), worker.log()).toHaveLength(before + 1), {
    timeout: 60_000,
    interval: 20,
  });
  return worker;
}

async function newCaller(room: Parameters<typeof caller>[1]): Promise<Caller> {
  const one = await caller(livekit, room);
  callers.push(one);
  return one;
}

const wait = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

async function heardFrames(one: Caller, count: number): Promise<void> {
  await vi.waitFor(() => expect(one.packets.length).toBeGreaterThanOrEqual(count), patience);
}

/** Each packet follows the one before; in time too, but for whole frames that went by while the machine stood still. */
function expectUnbroken(one: Caller): void {
  one.packets.forEach((packet, n) => {
    const last = one.packets[n - 1];
    if (last === undefined) return;
    expect((packet.sequence - last.sequence) & 0xffff).toBe(1);
    expect(((packet.timestamp - last.timestamp) >>> 0) % samplesPerFrame).toBe(0);
  });
}

/** The silent frame that leads a track in, and with which LiveKit ends one that has stopped (livekit/livekit, `OpusSilenceFrame`). */
const isFilling = (payload: Uint8Array): boolean => payload[0] === 0xf8 && payload[1] === 0xff && payload[2] === 0xfe;
const sounding = <Packet extends { readonly payload: Uint8Array }>(packets: readonly Packet[]): Packet[] =>
  packets.filter(({ payload }) => !isFilling(payload));

/** How many frames lie between two packets, by their time. */
const framesBetween = (packets: Caller["packets"], from: number, to: number): number =>
  (((packets[to]?.timestamp ?? 0) - (packets[from]?.timestamp ?? 0)) >>> 0) / samplesPerFrame;

/** Where so many packets begin that follow each other in time: while the machine stands still, frames go by that are never sent. */
const steady = (packets: Caller["packets"], length: number): number[] =>
  [...packets.keys()].filter(
    (from) => from + length <= packets.length && framesBetween(packets, from, from + length - 1) === length - 1,
  );

/** Of so many packets in a row the first ten lead the decoder in; what the others hold is compared. */
const [leadIn, compared] = [10, 25];

/** Waits for a steady run of the track. @returns all its packets, and where in them the last run of the compared ones begins */
const heardSteadily = (one: Caller, of: (track: string) => boolean) =>
  vi.waitFor(() => {
    const packets = sounding(one.packets).filter(({ track }) => of(track));
    const from = steady(packets, leadIn + compared).at(-1);
    if (from === undefined) throw new Error("The music has not been heard for long enough.");
    return { packets, from: from + leadIn };
  }, patience);

/** Where in the music the compared packets are. */
const placeOf = ({ packets, from }: { packets: Caller["packets"]; from: number }) =>
  find(sound(packets.slice(0, from + compared)).subarray(from * samplesPerFrame), musicPcm);

/** Eight seconds of a tone that wanders, so that every frame is different, round and round. */
const wandering = (base: number): Clip =>
  encode(
    Int16Array.from({ length: 8 * 48_000 }, (_, n) => {
      const t = n / 48_000;
      const wander = 12 * Math.sin((2 * Math.PI * t) / 8);
      return (
        6_000 * Math.sin(2 * Math.PI * (base * t + wander)) + 2_000 * Math.sin(2 * Math.PI * (2.7 * base * t - wander))
      );
    }),
    { loop: true },
  );
const hash = (letter: string): string => letter.repeat(64);
const pinned = (id: string, letter: string): PinnedSound => ({ id: as<SoundId>(id), hash: hash(letter), duration: 0 });

describe("a media worker", { timeout: 60_000 }, () => {
  it("[M10] answers by publishing at once, says so, and plays music from where it is told to", async () => {
    await newWorker();
    const room = newRoom();
    const one = await newCaller(room);
    edge.say(await joinOrder(livekit, room, music(1, 42_000)));
    await edge.heard("call.joined", callOf(room));
    await edge.heard("call.active", callOf(room));
    const [seat] = await rooms
      .listParticipants(room)
      .then((all) => all.filter((each) => each.identity === announcerIdentity));
    expect(seat?.tracks).toHaveLength(1);
    await heardFrames(one, 3 * second);
    expectUnbroken(one);
    const heard = find(sound(sounding(one.packets)).subarray(10 * samplesPerFrame, 60 * samplesPerFrame), musicPcm);
    expect(heard.likeness).toBeGreaterThan(0.98);
    // Some first frames may have gone before the caller's subscription stood.
    expect(heard.frame).toBeGreaterThanOrEqual(42 * second + 10);
    expect(heard.frame).toBeLessThan(42 * second + 10 + 2 * second);
  });

  it("[M54] plays a sound in the place of a text, and music of somebody's own from where it is told to", async () => {
    await newWorker();
    const [room, playId] = [newRoom(), play("one")];
    const one = await newCaller(room);
    const [tune, hello] = [wandering(330), wandering(700).slice(0, 2 * second)];
    edge.files.set(`test/Tune/audio/${hash("a")}`, writeOggOpus(tune));
    edge.files.set(`test/Hello/audio/${hash("b")}`, writeOggOpus(hello));
    const parts = [{ text: "не слышно", sound: pinned("Hello", "b") }];
    edge.say(
      await joinOrder(livekit, room, {
        revision: 1,
        background: "music",
        music: pinned("Tune", "a"),
        musicFrom: 4_000,
        speech: { playId, text: "не слышно", parts, language: "ru" },
      }),
    );
    const { musicAt } = await edge.heard("speech.finished", callOf(room));
    await heardFrames(one, one.packets.length + 2 * second);
    const heard = sound(sounding(one.packets));
    expect(find(heard.subarray(20 * samplesPerFrame, 60 * samplesPerFrame), decode(hello)).likeness).toBeGreaterThan(
      0.95,
    );
    const later = heard.subarray(heard.length - 50 * samplesPerFrame, heard.length - 10 * samplesPerFrame);
    const place = find(later, decode(tune));
    expect(place.likeness).toBeGreaterThan(0.95);
    expect(place.frame).toBeGreaterThanOrEqual(musicAt / 20);
    expect(musicAt).toBeGreaterThanOrEqual(4_000);
  });

  it("[M55] a sound that cannot be had is spoken, music that cannot be had is our own, and nobody hangs in it", async () => {
    const worker = await newWorker();
    const [room, playId] = [newRoom(), play("one")];
    const one = await newCaller(room);
    const parts = [
      { text: "", sound: pinned("Lost", "c") },
      { text: "Алло!", sound: pinned("Lost", "c") },
    ];
    edge.say(
      await joinOrder(livekit, room, {
        revision: 1,
        background: "music",
        music: pinned("Gone", "d"),
        musicFrom: 0,
        speech: { playId, text: "Алло!", parts, language: "ru" },
      }),
    );
    await edge.heard("speech.finished", callOf(room));
    await heardFrames(one, one.packets.length + 2 * second);
    const heard = sound(sounding(one.packets));
    const later = heard.subarray(heard.length - 50 * samplesPerFrame, heard.length - 10 * samplesPerFrame);
    expect(find(later, musicPcm).likeness).toBeGreaterThan(0.95);
    expect(worker.log()).toContain("sound not played");
    expect(worker.log()).toContain("music not played");
  });

  it("[M56] converts an upload as it is told to, and says why it cannot", async () => {
    await newWorker();
    const upload = (n: number): string => n.toString(16).padStart(32, "0");
    const order = (n: number, sound: string): ToMediaWorker => ({
      type: "sound.convert",
      application: as<ApplicationId>("callcenter"),
      sound: as<SoundId>(sound),
      upload: upload(n),
      as: "audio/mpeg",
      use: "prompt",
    });
    const tone = readFileSync(join(import.meta.dirname, "sounds/fixtures/tone.mp3"));
    edge.files.set(`callcenter/Good/uploads/${upload(1)}`, tone);
    edge.files.set(`callcenter/Bad/uploads/${upload(2)}`, Buffer.alloc(2_000));
    for (const message of [order(3, "Gone"), order(2, "Bad"), order(1, "Good")]) edge.say(message);
    await vi.waitFor(() => expect(edge.brought.size).toBe(2), patience);
    const brought = [...edge.brought].toSorted(([a], [b]) => (a < b ? -1 : 1));
    expect(brought.map(([path]) => path)).toEqual([
      `callcenter/Bad/uploads/${upload(2)}/failure`,
      expect.stringMatching(/^callcenter\/Good\/uploads\/0*1\/audio\?duration=\d+&loudness=-19/),
    ]);
    expect(JSON.parse(Buffer.from(brought[0]?.[1] ?? []).toString())).toMatchObject({
      because: expect.stringContaining("MP3"),
    });
    expect(readOggOpus(brought[1]?.[1] ?? new Uint8Array())?.packets.length).toBeGreaterThan(20);
  });

  it("[M11] speaks over the music, which goes on from where it was, without a gap or a click", async () => {
    await newWorker();
    const room = newRoom();
    const text = "Ваше место в очереди: третье.";
    const clip = await studio.phrase(text, "ru");
    const one = await newCaller(room);
    edge.say(await joinOrder(livekit, room, music(1)));
    await heardFrames(one, second);
    edge.say({ type: "call.treat", callId: callOf(room), treatment: saying(2, play("p1"), text) });
    const { musicAt } = await edge.heard("speech.finished", callOf(room));
    const lastSpoken = one.packets.length;
    await heardFrames(one, lastSpoken + second);
    expectUnbroken(one);

    const heard = sound(one.packets);
    const spoken = decode(clip);
    const at = find(spoken.subarray(0, 2 * second * samplesPerFrame), heard);
    expect(at.likeness).toBeGreaterThan(0.98);
    const after = at.frame + clip.length;
    const musicBefore = find(
      heard.subarray((at.frame - 33) * samplesPerFrame, (at.frame - 8) * samplesPerFrame),
      musicPcm,
    );
    const musicAfter = find(heard.subarray((after + 8) * samplesPerFrame, (after + 33) * samplesPerFrame), musicPcm);
    expect(musicBefore.likeness).toBeGreaterThan(0.98);
    expect(musicAfter.likeness).toBeGreaterThan(0.98);
    // Heard 33 frames before speech began and 8 after it ended: the music stood still in between.
    expect(musicAfter.frame - musicBefore.frame).toBe(33 + 8);
    expect(musicAt / 20).toBe(musicAfter.frame - 8);

    // A click is a step between samples greater than any that the sounds themselves make.
    const joints = [at.frame, after].map((frame) =>
      heard.subarray((frame - 5) * samplesPerFrame, (frame + 5) * samplesPerFrame),
    );
    const natural = Math.max(greatestStep(musicPcm), greatestStep(spoken));
    for (const joint of joints) expect(greatestStep(joint)).toBeLessThanOrEqual(natural);
  });

  it("[M12] reports speech as finished when its last frame has been heard, and keeps to the newest revision", async () => {
    await newWorker();
    const room = newRoom();
    const text = "Одну минуту.";
    // Pauses within the phrase are the same silence as the lead-in.
    const clip = (await studio.phrase(text, "ru")).filter((payload) => !isFilling(payload));
    const one = await newCaller(room);
    edge.say(await joinOrder(livekit, room, quiet(1)));
    await edge.heard("call.joined", callOf(room));
    await vi.waitFor(() => expect(one.room.seats().flatMap((seat) => seat.tracks)).toHaveLength(1), patience);
    await wait(500); // the subscription stands
    edge.say({ type: "call.treat", callId: callOf(room), treatment: saying(5, play("p1"), text, "quiet") });
    await edge.heard("speech.finished", callOf(room));
    await vi.waitFor(() => expect(sounding(one.packets)).toHaveLength(clip.length), patience);
    expect(sounding(one.packets).map((packet) => packet.payload)).toEqual(clip);

    edge.say({ type: "call.treat", callId: callOf(room), treatment: saying(4, play("older"), "Это старое.") });
    edge.say({ type: "call.treat", callId: callOf(room), treatment: music(5) });
    edge.say({ type: "call.treat", callId: callOf(room), treatment: saying(6, play("p1"), text, "quiet") });
    await edge.heard("speech.finished", callOf(room), 2);
    await wait(300);
    expect(sounding(one.packets)).toHaveLength(clip.length); // not said again, and nothing older obeyed
    expect(edge.of("speech.finished").map((report) => report.playId)).toEqual([play("p1"), play("p1")]);
  });

  it("[M13] falls silent at once when told to, sends nothing while quiet, and its clock stays true", async () => {
    await newWorker();
    const room = newRoom();
    const one = await newCaller(room);
    edge.say(await joinOrder(livekit, room, music(1)));
    await heardFrames(one, second / 2);
    edge.say({ type: "call.treat", callId: callOf(room), treatment: quiet(2) });
    await wait(500);
    const before = one.packets.length;
    await wait(1_000);
    expect(one.packets).toHaveLength(before);
    edge.say({ type: "call.treat", callId: callOf(room), treatment: music(3) });
    await heardFrames(one, before + 10);
    const [last, next] = [one.packets[before - 1], one.packets[before]];
    const silence = ((next?.timestamp ?? 0) - (last?.timestamp ?? 0)) / 48;
    const clock = (next?.cameAt ?? 0) - (last?.cameAt ?? 0);
    expect(Math.abs(silence - clock)).toBeLessThan(100);
    expect(((next?.sequence ?? 0) - (last?.sequence ?? 0)) & 0xffff).toBe(1);
  });

  it("[M14] plays on while the edge app is away, then tells it what it holds", async () => {
    await newWorker();
    const room = newRoom();
    const one = await newCaller(room);
    edge.say(await joinOrder(livekit, room, music(7)));
    await heardFrames(one, second);
    edge.calls = [callOf(room)];
    await edge.close();
    await wait(1_000);
    const reports = edge.reports.length;
    edge = new FakeEdge(edgePort);
    edge.calls = [callOf(room)];
    const hello = await edge.heard("hello");
    expect(reports).toBeGreaterThan(0);
    expect(hello.calls).toEqual([{ callId: callOf(room), room, revision: 7, musicAt: expect.any(Number) }]);
    await edge.heard("call.active", callOf(room)); // said again: it may have been lost
    await heardFrames(one, one.packets.length + second / 2);
    expectUnbroken(one);
  });

  it("[M15] leaves calls that the edge app does not list, and those it is told to leave", async () => {
    await newWorker();
    const [first, other] = [newRoom(), newRoom()];
    const one = await newCaller(first);
    edge.say(await joinOrder(livekit, first, music(1)));
    edge.say(await joinOrder(livekit, other, music(1)));
    await edge.heard("call.joined", callOf(other));
    await heardFrames(one, 10);
    edge.say({ type: "call.leave", callId: callOf(first) });
    expect((await edge.heard("call.left", callOf(first))).reason).toBe("told");
    edge.calls = [];
    edge.break();
    expect((await edge.heard("call.left", callOf(other))).reason).toBe("told");
    await vi.waitFor(() => expect(one.room.seats()).toEqual([]), patience);
    expect(edge.of("call.left")).toHaveLength(2);
  });

  it("[M16] reports the caller's answer, keys and going, and the end of the room", async () => {
    await newWorker();
    const room = newRoom();
    const one = await newCaller(room);
    one.room.setAttributes({ "sip.callStatus": "ringing" });
    await vi.waitFor(async () => {
      const [seat] = await rooms.listParticipants(room);
      expect(seat?.attributes["sip.callStatus"]).toBe("ringing");
    }, patience);
    edge.say(await joinOrder(livekit, room, music(1)));
    await edge.heard("call.joined", callOf(room));
    await wait(300);
    expect(edge.of("call.active")).toEqual([]);
    one.room.setAttributes({ "sip.callStatus": "active" });
    await edge.heard("call.active", callOf(room));
    for (const digit of ["4", "#"]) one.room.sendDigit(digit);
    await edge.heard("digit", callOf(room), 2);
    expect(edge.of("digit").map(({ digit }) => digit)).toEqual(["4", "#"]);
    const second = await caller(livekit, room); // the same identity: takes the first one's place
    callers.push(second);
    expect((await edge.heard("participant.left", callOf(room))).identity).toBe("sip_+74951234567");
    await rooms.deleteRoom(room);
    expect((await edge.heard("call.left", callOf(room))).reason).toBe("roomClosed");
  });

  it("[M17] gives up a room it cannot join, and says why", async () => {
    await newWorker();
    const room = newRoom();
    const order = await joinOrder(livekit, room, music(1));
    if (order.type !== "call.join") throw new Error("not a join");
    edge.say({ ...order, token: "not a token" });
    expect(await edge.heard("call.left", callOf(room))).toMatchObject({ reason: "failed", detail: "HTTP 401" });
    edge.say({ ...order, url: "ws://127.0.0.1:1" });
    expect(await edge.heard("call.left", callOf(room), 2)).toMatchObject({ reason: "failed" });
    edge.say(order);
    await edge.heard("call.joined", callOf(room));
  });

  it("[M18] ignores and logs what it cannot read, without the caller's number, and carries on", async () => {
    const worker = await newWorker();
    const room = newRoom();
    const one = await newCaller(room);
    edge.raw("not json");
    edge.raw(JSON.stringify({ type: "call.join", callId: 7 }));
    edge.raw(Buffer.from([1, 2, 3]));
    edge.say({ type: "call.treat", callId: "nobody" as CallId, treatment: music(1) });
    edge.say({ type: "call.leave", callId: "nobody" as CallId });
    edge.say(await joinOrder(livekit, room, music(1)));
    await heardFrames(one, 10);
    expect(worker.log().match(/unreadable frame/g)).toHaveLength(3);
    expect(worker.log()).not.toContain("4951234567");
    expect(worker.process.exitCode).toBeNull();
  });

  it("[M19] killed, it is replaced by another that takes its seat; the caller's call stands", async () => {
    const first = await newWorker();
    const room = newRoom();
    const one = await newCaller(room);
    edge.say(await joinOrder(livekit, room, music(1)));
    await heardFrames(one, second);
    await first.kill();
    const [lost] = one.packets.map((packet) => packet.track);
    await newWorker();
    edge.say(await joinOrder(livekit, room, music(2, 60_000)));
    const heard = placeOf(await heardSteadily(one, (track) => track !== lost));
    expect(heard.likeness).toBeGreaterThan(0.98);
    expect(heard.frame).toBeGreaterThanOrEqual(60 * second);
    expect(one.room.seats().map((seat) => seat.identity)).toEqual([announcerIdentity]);
  });

  it("[M20] gives way to another announcer in its seat, and says so", async () => {
    await newWorker();
    const room = newRoom();
    edge.say(await joinOrder(livekit, room, music(1)));
    await edge.heard("call.joined", callOf(room));
    const successor = await joinRoom({
      url: livekit.url,
      token: await token(livekit, room, announcerIdentity, { canSubscribe: false }),
      on: {},
    });
    expect(await edge.heard("call.left", callOf(room))).toMatchObject({
      reason: "failed",
      detail: "DUPLICATE_IDENTITY",
    });
    await successor.leave();
  });

  it("[M20] removed from a room that stands, it says so and does not go back by itself", async () => {
    await newWorker();
    const room = newRoom();
    const one = await newCaller(room);
    edge.say(await joinOrder(livekit, room, music(1)));
    await edge.heard("call.joined", callOf(room));
    await rooms.removeParticipant(room, announcerIdentity);
    expect(await edge.heard("call.left", callOf(room))).toMatchObject({
      reason: "failed",
      detail: "PARTICIPANT_REMOVED",
    });
    await vi.waitFor(() => expect(one.room.seats()).toEqual([]), patience);
  });

  it("[M20] joins again by itself when it loses the room, and the music goes on from where it was", async () => {
    await newWorker();
    const room = newRoom();
    const one = await newCaller(room);
    const line = await breakableLine(new URL(livekit.url).port);
    const order = await joinOrder(livekit, room, music(1, 30_000));
    edge.say(order.type === "call.join" ? { ...order, url: line.url } : order);
    const lost = (await heardSteadily(one, () => true)).packets[0]?.track;
    line.break();
    const after = await heardSteadily(one, (track) => track !== lost);
    await line.close();
    const before = await heardSteadily(one, (track) => track === lost);
    const [wasAt, goesOn] = [placeOf(before), placeOf(after)];
    expect(wasAt.likeness).toBeGreaterThan(0.98);
    expect(goesOn.likeness).toBeGreaterThan(0.98);
    const ended = wasAt.frame + framesBetween(before.packets, before.from, before.packets.length - 1) + 1;
    const gone = goesOn.frame - framesBetween(after.packets, 0, after.from) - ended;
    // What was sent before the caller had subscribed to the new track is not heard; nothing is heard twice.
    expect(gone).toBeGreaterThanOrEqual(0);
    expect(gone).toBeLessThan(3 * second);
    expect(edge.of("call.left")).toEqual([]);
  });

  it("[M21] tells its load when the number of calls has changed by a tenth", async () => {
    await newWorker({ ACD_MEDIA_CAPACITY: "20" });
    const first = newRoom();
    edge.say(await joinOrder(livekit, first, quiet(1)));
    edge.say(await joinOrder(livekit, newRoom(), quiet(1)));
    await vi.waitFor(() => expect(edge.of("load").at(-1)).toMatchObject({ calls: 2, capacity: 20 }), {
      timeout: 3_000,
      interval: 20,
    });
  });
});
