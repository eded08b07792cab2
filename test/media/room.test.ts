import { TrackSource } from "@livekit/protocol";
import { AccessToken, RoomServiceClient, type VideoGrant } from "livekit-server-sdk";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { joinRoom } from "../../media/room/join.ts";
import {
  JoinError,
  type OpusPacket,
  type RemoteTrack,
  type Room,
  type RoomEvents,
  type Seat,
} from "../../media/room/room.ts";
import { type LiveKit, startLiveKit } from "../support/livekit.ts";

let livekit: LiveKit;
let rooms: RoomServiceClient;
const joined: Room[] = [];
const patience = { timeout: 5_000, interval: 10 };

beforeAll(async () => {
  livekit = await startLiveKit();
  rooms = new RoomServiceClient(livekit.url.replace("ws", "http"), livekit.apiKey, livekit.apiSecret);
}, 30_000);
afterAll(async () => {
  await Promise.all(joined.map((room) => room.leave()));
  await livekit.stop();
});

let count = 0;
const newRoom = (): string => `call-test_room_${(count += 1)}`;

async function token(room: string, identity: string, grant: Partial<VideoGrant> = {}): Promise<string> {
  const access = new AccessToken(livekit.apiKey, livekit.apiSecret, { identity, ttl: 120 });
  access.addGrant({ roomJoin: true, room, canUpdateOwnMetadata: true, ...grant });
  return access.toJwt();
}

async function join(
  room: string,
  identity: string,
  on: RoomEvents = {},
  grant: Partial<VideoGrant> = {},
): Promise<Room> {
  const seat = await joinRoom({ url: livekit.url, token: await token(room, identity, grant), on });
  joined.push(seat);
  return seat;
}

/** A payload that no encoder made, recognisable at the other end; its first byte says "20 ms, mono, CELT". */
const payload = (n: number): Uint8Array =>
  Uint8Array.from({ length: 60 }, (_, i) => (i === 0 ? 0xf8 : (n * 7 + i) & 0xff));
const microphone = { name: "voice", source: TrackSource.MICROPHONE };

const wait = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

describe("a seat in a room", () => {
  it("[M1] what one publishes another receives, payload for payload, with a clock that stays true over a pause", async () => {
    const name = newRoom();
    const packets: OpusPacket[] = [];
    const speaker = await join(name, "a");
    const listener = await join(name, "b", {
      trackPublished: (track) =>
        listener.subscribe(track.sid, (packet) =>
          packets.push({ ...packet, payload: Uint8Array.from(packet.payload) }),
        ),
    });
    const voice = await speaker.publish(microphone);
    for (let n = 0; packets.length < 5 && n < 250; n += 1) {
      voice.send(payload(0)); // until the subscription stands
      await wait(20);
    }
    const before = packets.length;
    for (let n = 1; n <= 20; n += 1) {
      voice.send(payload(n), n === 11 ? 50 : 0);
      await wait(20);
    }
    await vi.waitFor(() => expect(packets.at(-1)?.payload).toEqual(payload(20)), patience);
    const heard = packets.slice(before).filter((packet) => packet.payload[1] !== payload(0)[1]);
    expect(heard.map((packet) => packet.payload)).toEqual(Array.from({ length: 20 }, (_, i) => payload(i + 1)));
    heard.forEach((packet, i) => {
      const last = heard[i - 1];
      if (last === undefined) return;
      expect((packet.sequence - last.sequence) & 0xffff).toBe(1);
      expect((packet.timestamp - last.timestamp) >>> 0).toBe(i === 10 ? 960 * 51 : 960);
    });
  });

  it("[M2] those already in the room are told of after joining, with their tracks; later ones as they come", async () => {
    const name = newRoom();
    const first = await join(name, "first");
    await first.publish(microphone);
    const told: string[] = [];
    const note =
      (what: string) =>
      (seat: Seat): void => {
        told.push(`${what} ${seat.identity}`);
      };
    const watcher = await join(name, "watcher", {
      participantJoined: note("joined"),
      participantLeft: note("left"),
      trackPublished: (track: RemoteTrack, seat) => told.push(`track ${track.name} of ${seat.identity}`),
      trackUnpublished: (track: RemoteTrack, seat) => told.push(`no track ${track.name} of ${seat.identity}`),
    });
    expect(watcher.seats().map((seat) => seat.identity)).toEqual(["first"]);
    expect(told).toEqual([]);
    await vi.waitFor(() => expect(told).toEqual(["joined first", "track voice of first"]), patience);
    const second = await join(name, "second");
    await vi.waitFor(() => expect(told.slice(2)).toEqual(["joined second"]), patience);
    await second.leave();
    await first.leave();
    await vi.waitFor(
      // Nothing orders one participant's leaving after another's.
      () =>
        expect(told.slice(3).filter((line) => !line.includes("second"))).toEqual([
          "no track voice of first",
          "left first",
        ]),
      patience,
    );
    await vi.waitFor(() => expect(told).toContain("left second"), patience);
  });

  it("[M2] attributes set by one are seen by the others, and those not named stay", async () => {
    const name = newRoom();
    const seen: Readonly<Record<string, string>>[] = [];
    const setter = await join(name, "setter");
    await join(name, "reader", { participantChanged: (seat) => seen.push(seat.attributes) });
    setter.setAttributes({ "sip.callStatus": "ringing", "sip.callID": "SCL_1" });
    await vi.waitFor(
      () => expect(seen.at(-1)).toEqual({ "sip.callStatus": "ringing", "sip.callID": "SCL_1" }),
      patience,
    );
    setter.setAttributes({ "sip.callStatus": "active" });
    await vi.waitFor(
      () => expect(seen.at(-1)).toEqual({ "sip.callStatus": "active", "sip.callID": "SCL_1" }),
      patience,
    );
  });

  it("[M3] keys pressed reach the others in order, also one who may not subscribe, and both ways", async () => {
    const name = newRoom();
    const heard: Record<string, string[]> = { caller: [], announcer: [] };
    const caller = await join(name, "caller", { digit: (digit, from) => heard["caller"]?.push(`${digit} ${from}`) });
    const announcer = await join(
      name,
      "announcer",
      { digit: (digit, from) => heard["announcer"]?.push(`${digit} ${from}`) },
      { canSubscribe: false },
    );
    await announcer.publish(microphone);
    await caller.publish(microphone);
    await wait(200); // data sent to one whose channels are not open yet is lost, by LiveKit's design
    for (const digit of ["1", "#", "0"]) caller.sendDigit(digit);
    announcer.sendDigit("7");
    await vi.waitFor(
      () => expect(heard).toEqual({ announcer: ["1 caller", "# caller", "0 caller"], caller: ["7 announcer"] }),
      patience,
    );
  });

  it("[M4] a deleted room and a second seat with the same identity end the first with their reason, once", async () => {
    const name = newRoom();
    const ends: string[] = [];
    await join(name, "one", { closed: (reason) => ends.push(`one ${reason}`) });
    const replaced = await join(name, "two", { closed: (reason) => ends.push(`first two ${reason}`) });
    await replaced.publish(microphone);
    await join(name, "two", { closed: (reason) => ends.push(`second two ${reason}`) });
    await vi.waitFor(() => expect(ends).toEqual(["first two DUPLICATE_IDENTITY"]), patience);
    await rooms.deleteRoom(name);
    await vi.waitFor(
      () => expect(ends.slice(1).toSorted()).toEqual(["one ROOM_DELETED", "second two ROOM_DELETED"]),
      patience,
    );
    await wait(500);
    expect(ends).toHaveLength(3);
  });

  it("[M4] leaving is seen by the others at once and calls nothing", async () => {
    const name = newRoom();
    const gone: string[] = [];
    const closed = vi.fn();
    const leaver = await join(name, "leaver", { closed });
    await leaver.publish(microphone);
    await join(name, "stayer", { participantLeft: (seat) => gone.push(seat.identity) });
    await leaver.leave();
    await leaver.leave();
    await vi.waitFor(() => expect(gone).toEqual(["leaver"]), patience);
    expect(closed).not.toHaveBeenCalled();
  });

  it("[M5] a bad token and a dead address are a JoinError", async () => {
    await expect(joinRoom({ url: livekit.url, token: "not-a-token", on: {} })).rejects.toThrow(JoinError);
    await expect(joinRoom({ url: "ws://127.0.0.1:1", token: "", on: {} })).rejects.toThrow(JoinError);
  });
});
