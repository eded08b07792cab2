/** What we believe of LiveKit's rooms, asked of a real server. */
import { TrackSource } from "@livekit/protocol";
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from "vitest";
import { joinRoom } from "../../media/room/join.ts";
import type { Room } from "../../media/room/room.ts";
import { Fault } from "../../src/kernel/index.ts";
import type { Rooms } from "../../src/livekit/rooms.ts";
import { liveKitRooms } from "../../src/livekit/rooms.ts";
import { announcerPass, operatorPass, webCallerPass } from "../../src/livekit/tokens.ts";
import { as } from "../../src/words/index.ts";
import type { OperatorId, RoomName } from "../../src/words/index.ts";
import { type LiveKit, startLiveKit } from "../support/livekit.ts";

const anna = as<OperatorId>("anna");
const microphone = { name: "voice", source: TrackSource.MICROPHONE };
const soon = { timeout: 5_000, interval: 20 };

let server: LiveKit;
let rooms: Rooms;
let count = 0;
const seated: Room[] = [];
const aSid: unknown = expect.stringMatching(/^PA_/);
const newRoom = (): RoomName => as<RoomName>(`call-contract_web_${(count += 1)}`);
const http = (url: string): string => url.replace("ws", "http");

beforeAll(async () => {
  server = await startLiveKit({ port: 25_100, udpPort: 25_110 });
  rooms = liveKitRooms({ ...server, url: http(server.url) });
}, 30_000);
afterEach(async () => {
  await Promise.all(seated.splice(0).map((room) => room.leave()));
});
afterAll(() => server.stop());

async function sit(token: Promise<string>, closed?: (reason: string) => void): Promise<Room> {
  const room = await joinRoom({ url: server.url, token: await token, on: closed === undefined ? {} : { closed } });
  seated.push(room);
  return room;
}
const callerSits = (room: RoomName, closed?: (reason: string) => void) =>
  sit(webCallerPass(server, room, "web_1", "+7495"), closed);

describe("LiveKit's rooms", () => {
  it("[L17] answer who is in them and who can be heard", async () => {
    const room = newRoom();
    const caller = await callerSits(room);
    expect(await rooms.seats(room)).toEqual([{ identity: "web_1", sid: aSid, audible: false, hears: true }]);
    await caller.publish(microphone);
    await vi.waitFor(
      async () =>
        expect(await rooms.seats(room)).toEqual([{ identity: "web_1", sid: aSid, audible: true, hears: true }]),
      soon,
    );
    await vi.waitFor(async () => expect(await rooms.list()).toContainEqual({ room, participants: 1 }), soon);
  });

  it("[L17] one that does not exist is gone, not empty", async () => {
    expect(await rooms.seats(newRoom())).toBe("gone");
    expect(await rooms.occupants(newRoom())).toBe("gone");
  });

  it("[L18] deleting one ends everybody's part in it; deleting what is not there is done already", async () => {
    const room = newRoom();
    const closed: string[] = [];
    await callerSits(room, (reason) => closed.push(reason));
    await rooms.remove(room);
    await vi.waitFor(() => expect(closed).toEqual(["ROOM_DELETED"]), soon);
    await vi.waitFor(async () => expect(await rooms.seats(room)).toBe("gone"), soon);
    await rooms.remove(room);
    await rooms.remove(newRoom());
  });

  it("[L18] putting somebody out ends their part in a room, and only theirs; putting out who is not there is done already", async () => {
    const room = newRoom();
    const [left, stayed]: [string[], string[]] = [[], []];
    await callerSits(room, (reason) => stayed.push(reason));
    await sit(operatorPass(server, room, anna), (reason) => left.push(reason));
    await rooms.expel(room, "operator_anna");
    await vi.waitFor(() => expect(left).toEqual(["PARTICIPANT_REMOVED"]), soon);
    await rooms.expel(room, "operator_anna");
    await rooms.expel(newRoom(), "operator_anna");
    expect(stayed).toEqual([]);
    expect(await rooms.seats(room)).toHaveLength(1);
  });

  it("[L11] an operator can publish only once admitted", async () => {
    const room = newRoom();
    await callerSits(room);
    const identity = "operator_anna";
    expect(await rooms.admit(room, identity)).toBe("absent");
    const operator = await sit(operatorPass(server, room, anna));
    const [before] = (await occupants(room)).filter((each) => each.identity === identity);
    expect(before?.permission).toMatchObject({
      canPublish: false,
      canSubscribe: false,
      canPublishData: false,
      canUpdateMetadata: false,
    });
    expect(await rooms.admit(room, identity)).toBe("admitted");
    expect(await rooms.admit(room, identity)).toBe("admitted");
    const [after] = (await occupants(room)).filter((each) => each.identity === identity);
    expect(after?.permission).toMatchObject({
      canPublish: true,
      canPublishSources: [TrackSource.MICROPHONE],
      canSubscribe: true,
      canPublishData: false,
      canUpdateMetadata: false,
      hidden: false,
      recorder: false,
      agent: false,
    });
    await operator.publish(microphone);
    await vi.waitFor(
      async () => expect(await rooms.seats(room)).toContainEqual({ identity, sid: aSid, audible: true, hears: true }),
      soon,
    );
  });

  it("[L10] an announcer may publish, and is of a kind that keeps no room open", async () => {
    const room = newRoom();
    const announcer = await sit(announcerPass(server, room));
    await announcer.publish(microphone);
    const [occupant] = await occupants(room);
    expect(occupant?.permission).toMatchObject({ canPublish: true, canSubscribe: false, canPublishData: false });
    expect(occupant?.identity).toBe("announcer_1");
  });

  it("[L19] a wrong key is a fault that trying again cannot mend; a server that is not there is one that may pass", async () => {
    const stranger = liveKitRooms({
      url: http(server.url),
      apiKey: server.apiKey,
      apiSecret: "another-secret-that-is-32-characters",
    });
    const refused = await stranger.ping().catch((fault: unknown) => fault);
    expect(refused).toBeInstanceOf(Fault);
    expect(refused).toMatchObject({ retry: "never" });
    const nowhere = liveKitRooms({ url: "http://127.0.0.1:25199", apiKey: server.apiKey, apiSecret: server.apiSecret });
    const lost = await nowhere.ping().catch((fault: unknown) => fault);
    expect(lost).toBeInstanceOf(Fault);
    expect(lost).toMatchObject({ retry: undefined });
    await rooms.ping();
  });

  it("[L10] a pass is good for being in a room, not for ruling rooms", async () => {
    const token = await webCallerPass(server, newRoom(), "web_1", "+7495");
    const answer = await fetch(`${http(server.url)}/twirp/livekit.RoomService/DeleteRoom`, {
      method: "POST",
      headers: { authorization: `Bearer ${token}`, "content-type": "application/json" },
      body: JSON.stringify({ room: newRoom() }),
    });
    expect(answer.ok).toBe(false);
  });
});

async function occupants(room: RoomName) {
  const present = await rooms.occupants(room);
  return present === "gone" ? [] : present;
}
