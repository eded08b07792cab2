/** Webhooks as LiveKit sends them: signed with the real key, body and digest and all. */
import { createHash } from "node:crypto";
import { DisconnectReason, ParticipantInfo_Kind, TrackType, WebhookEvent } from "@livekit/protocol";
import { AccessToken } from "livekit-server-sdk";
import { beforeEach, describe, expect, it } from "vitest";
import { callIdOf } from "../../src/livekit/callId.ts";
import { as, type CallId, type OperatorId, type RoomName } from "../../src/words/index.ts";
import type { World } from "./world.ts";
import { app, liveKit, world } from "./world.ts";

const room = "call-callcenter_+79161234567_AbCdEfGhIjKl";
const caller = {
  sid: "PA_caller",
  identity: "sip_+79161234567",
  kind: ParticipantInfo_Kind.SIP,
  attributes: {
    "sip.phoneNumber": "+79161234567",
    "sip.trunkPhoneNumber": "+74951234567",
    "sip.callStatus": "ringing",
  },
};

let next = 0;
const event = (name: string, more: object = {}) =>
  new WebhookEvent({ event: name, id: `EV_${next++}`, createdAt: 1n, room: { name: room, sid: "RM_1" }, ...more });

async function signature(
  body: string,
  { key = liveKit.apiKey, secret = liveKit.apiSecret, ttl = "300s" } = {},
): Promise<string> {
  const token = new AccessToken(key, secret, { ttl });
  token.sha256 = createHash("sha256").update(body).digest("base64");
  return token.toJwt();
}

describe("webhooks", () => {
  let w: World;
  const post = (body: string, authorization?: string) =>
    w.ask("POST", "/livekit/webhook", {
      body,
      headers: { "content-type": "application/webhook+json", ...(authorization !== undefined && { authorization }) },
    });
  const send = async (what: WebhookEvent) => {
    const body = what.toJsonString();
    return post(body, await signature(body));
  };
  const results = async (): Promise<Record<string, number>> => {
    const { text } = await w.ask("GET", "/metrics");
    return Object.fromEntries(
      [...text.matchAll(/^acd_webhooks_total\{result="(\w+)"\} (\d+)$/gm)].map(([, result, count]) => [
        result,
        Number(count),
      ]),
    );
  };

  beforeEach(async () => {
    w = world();
    await w.furnish();
  });

  it("[L1] a caller's arrival is told to their call, with the route of the number dialled", async () => {
    expect((await send(event("participant_joined", { participant: caller }))).status).toBe(200);
    const callId = await callIdOf(room);
    expect(w.told).toEqual([
      {
        call: `callcenter/${callId}`,
        fact: {
          type: "caller.joined",
          at: w.state.now,
          callId,
          room,
          sid: "PA_caller",
          identity: "sip_+79161234567",
          channel: "phone",
          from: "+79161234567",
          to: "+74951234567",
          route: {
            application: "callcenter",
            number: "+74951234567",
            rule: "InboundCalls",
            scenario: "ACD",
            queueId: "MainQueue",
            priority: 50,
            needs: [],
            language: "ru",
            announceEvery: 30_000,
          },
        },
      },
    ]);
    expect(await results()).toEqual({ told: 1 });
  });

  it("[L1] where the rule wants it, the operator whom the caller talked to last is told with the route", async () => {
    const rule = { mask: "+74951234567", queue: "MainQueue", lastOperator: { within: 3_600_000 } };
    await w.admin("PUT", `/v1/applications/${app}/rules/InboundCalls`, rule);
    const talk = {
      callId: as<CallId>("c_before"),
      room: as<RoomName>("r"),
      channel: "phone",
      from: "+79161234567",
      to: "+74951234567",
      operatorId: as<OperatorId>("operator1"),
      startedAt: w.state.now - 90_000,
      connectedAt: w.state.now - 80_000,
      endedAt: w.state.now - 60_000,
      outcome: "answered",
      timeline: [],
    } as const;
    await w.ports.ledger(app).tell({ type: "call.ended", record: talk, recalled: true });
    await send(event("participant_joined", { participant: caller }));
    expect(w.told[0]?.fact).toMatchObject({
      route: { lastOperator: { within: 3_600_000, for: 60_000, operatorId: "operator1" } },
    });
  });

  it("[L1] a number that no rule takes is told as well, without a route", async () => {
    const attributes = { ...caller.attributes, "sip.trunkPhoneNumber": "+100" };
    await send(event("participant_joined", { participant: { ...caller, attributes } }));
    expect(w.told[0]?.fact).toMatchObject({ type: "caller.joined", to: "+100", route: undefined });
  });

  it("[L2] forged, altered, expired and unsigned webhooks are refused in the same words, counted apart, and told to nobody", async () => {
    const body = event("participant_joined", { participant: caller }).toJsonString();
    const refused = [
      await post(body),
      await post(body, "garbage"),
      await post(body, `Bearer ${await signature(body)}`),
      await post(body, await signature(body, { secret: "another-secret-that-is-32-chars-long" })),
      await post(body, await signature(body, { key: "otherkey" })),
      await post(body.replace("+79161234567", "+79160000000"), await signature(body)),
      await post(`${body} `, await signature(body)),
      await post(body, await signature(body, { ttl: "-60s" })),
    ];
    for (const { status } of refused) expect(status).toBe(401);
    expect(new Set(refused.map(({ text }) => text)).size).toBe(1);
    expect(w.told).toEqual([]);
    expect(await results()).toEqual({ unsigned: 1, forged: 4, altered: 2, expired: 1 });
  });

  it("[L2] what is signed and still cannot be read is refused", async () => {
    const body = "{ not json";
    expect((await post(body, await signature(body))).status).toBe(401);
    expect(await results()).toEqual({ unreadable: 1 });
  });

  it("[L3] a repeated event is answered and not told again", async () => {
    const joined = event("participant_joined", { participant: caller });
    expect((await send(joined)).status).toBe(200);
    expect((await send(joined)).status).toBe(200);
    expect(w.told).toHaveLength(1);
    expect(await results()).toEqual({ told: 1, repeated: 1 });
  });

  it("[L4] LiveKit gets its 200 only once the call has taken the fact; until then it may repeat it", async () => {
    w.state.callsRefuse = true;
    const joined = event("participant_joined", { participant: caller });
    expect((await send(joined)).status).toBe(500);
    w.state.callsRefuse = false;
    expect((await send(joined)).status).toBe(200);
    expect(w.told).toHaveLength(1);
    expect(await results()).toEqual({ failed: 1, told: 1 });
  });

  it("[L5] events out of order are told as they come, each with the participant's sid", async () => {
    const operator = { identity: "operator_operator1", sid: "PA_op" };
    await send(
      event("participant_left", {
        participant: { ...caller, sid: "PA_old", disconnectReason: DisconnectReason.CLIENT_INITIATED },
      }),
    );
    await send(event("track_published", { participant: operator, track: { sid: "TR_1", type: TrackType.AUDIO } }));
    await send(event("participant_joined", { participant: caller }));
    await send(
      event("participant_left", { participant: { ...operator, disconnectReason: DisconnectReason.SIGNAL_CLOSE } }),
    );
    expect(w.told.map(({ fact }) => ({ ...fact, at: undefined }))).toMatchObject([
      { type: "caller.left", sid: "PA_old", reason: "CLIENT_INITIATED" },
      { type: "operator.audible", sid: "PA_op", operatorId: "operator1" },
      { type: "caller.joined", sid: "PA_caller" },
      { type: "operator.left", sid: "PA_op", operatorId: "operator1", reason: "SIGNAL_CLOSE" },
    ]);
    expect(new Set(w.told.map(({ call }) => call)).size).toBe(1);
  });

  it("[L6] what is no business of a call is taken and ignored", async () => {
    const others = [
      event("room_started"),
      // Everybody in it has left before, and of each we were told.
      event("room_finished"),
      event("participant_joined", {
        participant: { identity: "announcer_1", sid: "PA_a", kind: ParticipantInfo_Kind.AGENT },
      }),
      event("participant_joined", { participant: { identity: "someone", sid: "PA_s" } }),
      event("participant_joined", { participant: { ...caller, kind: ParticipantInfo_Kind.STANDARD } }),
      event("participant_left", { participant: { ...caller, disconnectReason: DisconnectReason.ROOM_DELETED } }),
      event("participant_joined", { participant: caller, room: { name: "a-meeting", sid: "RM_2" } }),
      event("track_published", {
        participant: { identity: "sip_+79161234567", sid: "PA_caller" },
        track: { type: TrackType.AUDIO },
      }),
    ];
    for (const other of others) expect((await send(other)).status).toBe(200);
    expect(w.told).toEqual([]);
    expect(await results()).toEqual({ ignored: others.length });
  });

  describe("of who is being phoned", () => {
    const dialId = "c_a.2~1";
    const there = { name: `call-callcenter_callback_${dialId}`, sid: "RM_3" };
    const phoned = { sid: "PA_p", identity: "sip_callback", kind: ParticipantInfo_Kind.SIP };
    const left = { ...phoned, disconnectReason: DisconnectReason.USER_REJECTED };

    it("[B10] goes to whoever phones them, and to no call", async () => {
      await send(event("participant_joined", { participant: phoned, room: there }));
      await send(event("participant_left", { participant: left, room: there }));
      expect(w.told).toEqual([]);
      expect(w.dialled).toMatchObject([
        { dial: `callcenter/${dialId}`, fact: { type: "caller.joined", sid: "PA_p" } },
        { dial: `callcenter/${dialId}`, fact: { type: "caller.left", sid: "PA_p", reason: "USER_REJECTED" } },
      ]);
      expect(w.state.routesAsked).toBe(0);
    });

    it("[B10] is the call's once they have answered; nobody's number leads them anywhere", async () => {
      w.state.dialsTake = false;
      await send(event("participant_joined", { participant: phoned, room: there }));
      await send(event("participant_left", { participant: left, room: there }));
      const call = `callcenter/${await callIdOf(there.name)}`;
      expect(w.told).toMatchObject([
        { call, fact: { type: "caller.joined" } },
        { call, fact: { type: "caller.left" } },
      ]);
      expect(w.told[0]?.fact).not.toHaveProperty("route");
      expect(w.state.routesAsked).toBe(0);
    });

    it("[B10] who only calls themselves so is a caller like any other", async () => {
      const callers = ["callback", "callback_c_a.2~1"].map((number) => `call-callcenter_${number}_123456789012`);
      for (const name of callers)
        await send(event("participant_joined", { participant: caller, room: { name, sid: "RM_4" } }));
      expect(w.dialled).toEqual([]);
      expect(w.told.map(({ fact }) => fact.type)).toEqual(["caller.joined", "caller.joined"]);
    });
  });

  it("[L7] calls to one number ask the directory once in two seconds", async () => {
    for (let time = 0; time < 20; time++) await send(event("participant_joined", { participant: caller }));
    expect(w.told).toHaveLength(20);
    expect(w.state.routesAsked).toBe(1);
    w.state.now += 2_000;
    await send(event("participant_joined", { participant: caller }));
    expect(w.state.routesAsked).toBe(2);
  });

  it("[L2] other methods and bodies beyond all measure are refused", async () => {
    expect((await w.ask("GET", "/livekit/webhook")).status).toBe(405);
    expect((await post("x".repeat(1_100_000), "garbage")).status).toBe(413);
  });

  it("[A6] neither the caller's number nor the room's name is logged", async () => {
    w.state.callsRefuse = true;
    await send(event("participant_joined", { participant: caller }));
    expect(w.logged.join()).toContain("webhook.failed");
    expect(w.logged.join()).not.toContain("9161234567");
  });
});
