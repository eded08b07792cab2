import { ParticipantInfo, ParticipantInfo_Kind } from "@livekit/protocol";
import { beforeEach, describe, expect, it } from "vitest";
import { callIdOf } from "../../../src/livekit/callId.ts";
import { Patrol } from "../../../src/livekit/patrol.ts";
import type { RoomFact } from "../../../src/protocol/room.ts";
import type { Route } from "../../../src/protocol/settings.ts";
import { as } from "../../../src/words/index.ts";
import type { ApplicationId, CallId, RoomName } from "../../../src/words/index.ts";

const app = as<ApplicationId>("callcenter");
const broken = as<ApplicationId>("broken");
const room = as<RoomName>("call-callcenter_+7916_A");
const route = { rule: "r" } as Route; // only handed on

const sipCaller = new ParticipantInfo({
  sid: "PA_1",
  identity: "sip_+7916",
  kind: ParticipantInfo_Kind.SIP,
  attributes: { "sip.phoneNumber": "+7916", "sip.trunkPhoneNumber": "+7495" },
});

function setup() {
  const state = {
    now: 100_000,
    rooms: [] as { room: RoomName; participants: number }[],
    live: [] as { callId: CallId; room: string; startedAt: number }[],
    occupants: new Map<string, ParticipantInfo[]>(),
    fail: new Set<string>(),
    dialsTake: true,
  };
  const dialled: string[] = [];
  const looked: string[] = [];
  const thorough: string[] = [];
  const told: RoomFact[] = [];
  const problems: string[] = [];
  const may = (what: string): void => {
    if (state.fail.has(what)) throw new Error(what);
  };
  const patrol = new Patrol({
    now: () => state.now,
    rooms: {
      list: async () => {
        may("list");
        return state.rooms;
      },
      occupants: async (name) => state.occupants.get(name) ?? "gone",
    },
    applications: async () => [broken, app],
    live: async (application) => {
      may(`ledger ${application}`);
      return application === app ? state.live : [];
    },
    route: async () => route,
    call: (_, callId) => ({
      tell: async (fact) => void told.push(fact as RoomFact),
      look: async (whole) => {
        may(`look ${callId}`);
        looked.push(callId);
        if (whole === true) thorough.push(callId);
      },
    }),
    dial: (_, dialId) => ({
      tell: async ({ type }) => {
        dialled.push(`${dialId} ${type}`);
        return state.dialsTake;
      },
    }),
    report: ({ what }) => void problems.push(what),
  });
  const round = async () => {
    await patrol.round();
    return looked.splice(0);
  };
  return { state, patrol, told, dialled, problems, thorough, round };
}

describe("the patrol", () => {
  let s: ReturnType<typeof setup>;
  const call = (id: string, name: string = room, startedAt = 0) => ({ callId: as<CallId>(id), room: name, startedAt });
  beforeEach(() => {
    s = setup();
  });

  const inRoom = (participants: number): void => {
    s.state.rooms = [{ room, participants }];
  };

  it("[L12] looks into a call's room when its number of participants is another than the known one in two rounds", async () => {
    s.state.live = [call("c_1")];
    inRoom(2);
    expect(await s.round()).toEqual(["c_1"]);
    expect(await s.round()).toEqual([]);
    inRoom(1);
    expect(await s.round()).toEqual([]);
    expect(await s.round()).toEqual(["c_1"]);
    expect(await s.round()).toEqual([]);
    // Changes that do not last.
    for (const participants of [2, 3, 2, 1]) {
      inRoom(participants);
      expect(await s.round()).toEqual([]);
    }
    expect(await s.round()).toEqual([]);
  });

  it("[L12] a call that has just begun looks only when somebody is missing from its room in two rounds", async () => {
    await s.round();
    s.state.live = [call("c_1", room, s.state.now - 9_999)];
    inRoom(3);
    expect(await s.round()).toEqual([]);
    expect(await s.round()).toEqual([]);
    const other = as<RoomName>("call-callcenter_+7917_B");
    s.state.live = [
      call("c_2", other, s.state.now - 9_999),
      call("c_3", "call-callcenter_+7918_C", s.state.now - 10_000),
    ];
    s.state.rooms = s.state.live.map(({ room: name }) => ({ room: as<RoomName>(name), participants: 1 }));
    expect(await s.round()).toEqual(["c_3"]);
    expect(await s.round()).toEqual(["c_2"]);
    expect(s.thorough).toEqual([]);
  });

  it("[L25] the first comparison after a start has every living call look, also one that has just begun, and thoroughly", async () => {
    s.state.live = [call("c_1", room, s.state.now - 1), call("c_2", "call-callcenter_+7917_B", s.state.now - 1)];
    inRoom(2);
    s.state.fail.add("list");
    expect(await s.round()).toEqual([]);
    s.state.fail.clear();
    // LiveKit was not there yet, and then one call was not.
    s.state.fail.add("look c_1");
    expect(await s.round()).toEqual(["c_2"]);
    s.state.fail.clear();
    s.state.live = [call("c_1", room, s.state.now - 1)];
    expect(await s.round()).toEqual(["c_1"]);
    expect(s.thorough).toEqual(["c_2", "c_1"]);
    expect(await s.round()).toEqual([]);
  });

  it("[L12] looks once a minute anyway: one may have left and another come", async () => {
    s.state.live = [call("c_1")];
    s.state.rooms = [{ room, participants: 2 }];
    await s.round();
    s.state.now += 59_999;
    expect(await s.round()).toEqual([]);
    s.state.now += 1;
    expect(await s.round()).toEqual(["c_1"]);
    expect(await s.round()).toEqual([]);
  });

  it("[L13] a call without its room has to look; one that has only just begun has not", async () => {
    s.state.live = [call("c_old"), call("c_new", "call-callcenter_x_y", s.state.now)];
    expect(await s.round()).toEqual(["c_old"]);
    expect(s.patrol.counters).toMatchObject({ roomsMissed: 1, looks: 1 });
  });

  it("[L14] a caller of whom no webhook told is told to their call exactly as the webhook would have", async () => {
    s.state.rooms = [{ room, participants: 1 }];
    s.state.occupants.set(room, [new ParticipantInfo({ identity: "announcer_1" }), sipCaller]);
    const callId = await callIdOf(room);
    expect(await s.round()).toEqual([callId]);
    expect(s.told).toEqual([
      {
        type: "caller.joined",
        at: s.state.now,
        callId,
        room,
        sid: "PA_1",
        identity: "sip_+7916",
        channel: "phone",
        from: "+7916",
        to: "+7495",
        route,
      },
    ]);
    expect(s.patrol.counters).toMatchObject({ callersFound: 1, failures: 0 });
  });

  it("[L14] a room that outlived its call is shown to the call, which deletes it", async () => {
    s.state.rooms = [{ room, participants: 1 }];
    s.state.occupants.set(room, [new ParticipantInfo({ identity: "announcer_1" })]);
    expect(await s.round()).toEqual([await callIdOf(room)]);
    expect(s.told).toEqual([]);
  });

  it("[B10] who is being phoned is shown to whoever phones them, and is a call's when these do not know of it", async () => {
    const there = as<RoomName>("call-callcenter_callback_c_a.2~1");
    s.state.rooms = [{ room: there, participants: 1 }];
    s.state.occupants.set(there, [Object.assign(sipCaller.clone(), { identity: "sip_callback" })]);
    expect(await s.round()).toEqual([]);
    expect([s.dialled, s.told]).toEqual([["c_a.2~1 caller.joined"], []]);
    s.state.dialsTake = false;
    const callId = await callIdOf(there);
    expect(await s.round()).toEqual([callId]);
    expect(s.told).toMatchObject([{ type: "caller.joined", callId, room: there }]);
    expect(s.told[0]).not.toHaveProperty("route");
  });

  it("[L15] rooms of others are left alone", async () => {
    s.state.rooms = [
      { room: as<RoomName>("a-meeting"), participants: 3 },
      { room: as<RoomName>("call-elsewhere_+7916_A"), participants: 1 },
    ];
    expect(await s.round()).toEqual([]);
    expect(s.told).toEqual([]);
  });

  it("[L16] what fails is counted and tried again, and keeps nothing else from being done", async () => {
    const other = as<RoomName>("call-callcenter_+7917_B");
    s.state.live = [call("c_1"), call("c_2", other)];
    s.state.rooms = [
      { room, participants: 2 },
      { room: other, participants: 2 },
    ];
    s.state.fail.add("look c_1");
    expect(await s.round()).toEqual(["c_2"]);
    expect(s.problems).toEqual(["changed"]);
    s.state.fail.clear();
    expect(await s.round()).toEqual(["c_1"]);
    s.state.fail.add("list");
    expect(await s.round()).toEqual([]);
    expect(s.patrol.counters).toMatchObject({ rounds: 3, failures: 2 });
  });

  it("[L16] a ledger that does not answer leaves its own application alone, and no other", async () => {
    s.state.live = [call("c_1")];
    s.state.rooms = [
      { room, participants: 2 },
      { room: as<RoomName>("call-broken_+7916_A"), participants: 1 },
    ];
    s.state.occupants.set("call-broken_+7916_A", [sipCaller]);
    s.state.fail.add("ledger broken");
    expect(await s.round()).toEqual(["c_1"]);
    expect(s.told).toEqual([]);
    expect(s.problems).toEqual(["ledger"]);
  });

  it("[L12] many calls are all looked at", async () => {
    s.state.live = Array.from({ length: 100 }, (_, n) => call(`c_${n}`, `call-callcenter_${n}_x`));
    s.state.rooms = s.state.live.map(({ room: name }) => ({ room: as<RoomName>(name), participants: 2 }));
    expect((await s.round()).length).toBe(100);
  });
});
