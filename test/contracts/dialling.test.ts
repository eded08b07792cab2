/** What LiveKit is asked so that somebody is phoned, held against its protocol: whatever it does not know makes these fail. */
import {
  CreateRoomRequest,
  CreateSIPParticipantRequest,
  ListParticipantsResponse,
  ListRoomsResponse,
  ParticipantInfo,
  Room,
  SIPParticipantInfo,
} from "@livekit/protocol";
import { TokenVerifier } from "livekit-server-sdk";
import { afterEach, describe, expect, it } from "vitest";
import { liveKitTelephone } from "../../src/livekit/dialling.ts";
import { as, seconds, type RoomName } from "../../src/words/index.ts";
import { Refusal, twirpDouble, type Answers, type TwirpDouble } from "../support/twirp.ts";
import { order } from "../unit/dialling/phone.ts";

const keys = { apiKey: "devkey", apiSecret: "a-secret-for-tests-that-is-32-chars" };
const roomOf = (n: number, application = "callcenter") => as<RoomName>(`call-${application}_callback_c_${n}.2~1`);

let server: TwirpDouble;
afterEach(() => server.stop());

async function telephone(answers: Answers) {
  server = await twirpDouble(answers);
  return liveKitTelephone({ url: server.url, sipUrl: server.url, ...keys }, 1);
}

const placed: Answers = {
  CreateSIPParticipant: (body) => {
    const { roomName, participantIdentity } = CreateSIPParticipantRequest.fromJson(body);
    return new SIPParticipantInfo({
      participantId: "PA_1",
      participantIdentity,
      roomName,
      sipCallId: "SCL_1",
    }).toJson();
  },
};
const refusing = (status: number, code: string): Answers => ({
  CreateSIPParticipant: () => {
    throw new Refusal(status, code);
  },
});

describe("placing a call", () => {
  it("[B11] names trunk, numbers, room and times, and does not wait for the answer", async () => {
    const phone = await telephone(placed);
    expect(await phone.place({ ...order, number: "+7 (916) 123-45-67" }, "ST_1", seconds(45))).toBe("placed");
    const [asked] = server.asked;
    const request = CreateSIPParticipantRequest.fromJson(asked?.body ?? {});
    expect(request.toJson()).toEqual({
      sipTrunkId: "ST_1",
      sipCallTo: "+79161234567",
      sipNumber: "+74951234567",
      roomName: order.room,
      participantIdentity: "sip_callback",
      participantName: "Callback",
      hidePhoneNumber: true,
      ringingTimeout: "45s",
      maxCallDuration: "14400s",
    });
    const grant = await new TokenVerifier(keys.apiKey, keys.apiSecret).verify(
      String(asked?.authorization).replace("Bearer ", ""),
    );
    expect(grant.sip).toEqual({ call: true });
  });

  it("[B11] the line that they had dialled is shown to them; where it is not known, one of the trunk's", async () => {
    const phone = await telephone(placed);
    await phone.place({ ...order, line: "" }, "ST_1", seconds(45));
    expect(server.asked[0]?.body).not.toHaveProperty("sipNumber");
  });

  it.each([
    [400, "invalid_argument", "refused"],
    [401, "unauthenticated", "refused"],
    [404, "not_found", "refused"],
    [429, "resource_exhausted", "unavailable"],
    [503, "unavailable", "unavailable"],
    [408, "deadline_exceeded", "unsure"],
    [500, "internal", "unsure"],
  ])("[B11] %i %s: %s", async (status, code, answer) => {
    const phone = await telephone(refusing(status, code));
    expect(await phone.place(order, "ST_1", seconds(45))).toBe(answer);
    expect(server.asked).toHaveLength(1);
  });

  it("[B11] no answer, and one that comes too late, leave it unsure, and nobody is asked again", async () => {
    const phone = await telephone({ CreateSIPParticipant: () => undefined });
    expect(await phone.place(order, "ST_1", seconds(45))).toBe("unsure");
    expect(server.asked).toHaveLength(1);
    const nowhere = liveKitTelephone({ url: "http://127.0.0.1:9", sipUrl: "http://127.0.0.1:9", ...keys }, 1);
    expect(await nowhere.place(order, "ST_1", seconds(45))).toBe("unsure");
  });

  it("[B9] LiveKit is not asked to phone what is no number", async () => {
    const phone = await telephone(placed);
    for (const number of ["", "anonymous", "sip:a@example.com", "*31#", "+7 916 ext. 5"])
      expect(await phone.place({ ...order, number }, "ST_1", seconds(45)), number).toBe("refused");
    expect(server.asked).toEqual([]);
  });
});

describe("making the room", () => {
  /** These rooms are there, the oldest first. */
  const among = (rooms: readonly RoomName[], there: readonly Partial<ParticipantInfo>[] = []): Answers => ({
    CreateRoom: (body) => new Room({ name: CreateRoomRequest.fromJson(body).name }).toJson(),
    ListRooms: () =>
      new ListRoomsResponse({
        rooms: rooms
          .map((name, n) => new Room({ name, creationTime: 5n, creationTimeMs: BigInt(5_000 + n) }))
          .toReversed(),
      }).toJson(),
    ListParticipants: () =>
      new ListParticipantsResponse({ participants: there.map((one) => new ParticipantInfo(one)) }).toJson(),
  });

  it("[B11] it is as rooms of calls are", async () => {
    const phone = await telephone(among([order.room]));
    expect(await phone.prepare(order.room, 1)).toBe("ready");
    const made = server.asked.find(({ method }) => method === "CreateRoom");
    expect(CreateRoomRequest.fromJson(made?.body ?? {}).toJson()).toEqual({
      name: order.room,
      emptyTimeout: 30,
      departureTimeout: 5,
      maxParticipants: 8,
    });
  });

  it("[B5] the oldest rooms of the same application go first; calls that came in do not count", async () => {
    const others = [roomOf(1, "other"), as<RoomName>("call-callcenter_+7916_AbCdEfGhIjKl"), as<RoomName>("a-meeting")];
    const all = [...others, roomOf(1), roomOf(2), roomOf(3)];
    const phone = await telephone(among(all));
    expect(await Promise.all([1, 2, 3].map((n) => phone.prepare(roomOf(n), 2)))).toEqual(["ready", "ready", "full"]);
    // Not in LiveKit's list yet: then it is the last.
    expect([await phone.prepare(roomOf(4), 3), await phone.prepare(roomOf(4), 4)]).toEqual(["full", "full"]);
  });

  it("[B6] who is in the room already is not to be phoned", async () => {
    const person = { sid: "PA_1", identity: "sip_callback", attributes: { "sip.callStatus": "ringing" } };
    const phone = await telephone(among([order.room], [{ identity: "announcer_1" }, person]));
    expect(await phone.prepare(order.room, 1)).toBe("there");
    expect(server.asked.map(({ method }) => method)).toEqual(["ListParticipants"]);
    expect(await phone.look(order.room)).toEqual({ sid: "PA_1", status: "ringing" });
  });

  it("[B3] nobody is in a room that is not there; LiveKit's silence is a fault that may pass", async () => {
    const phone = await telephone({
      ListParticipants: () => {
        throw new Refusal(404, "not_found");
      },
    });
    expect(await phone.look(order.room)).toBeUndefined();
    await server.stop();
    await expect(phone.look(order.room)).rejects.toMatchObject({ name: "LiveKitFault", retry: undefined });
    server = await twirpDouble({});
  });
});
