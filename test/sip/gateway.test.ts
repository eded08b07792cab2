/** The gateway as those in front of it and behind it see it: real LiveKit server, real gateway process, SIPp and the test phone. */
import { createSocket } from "node:dgram";
import { connect } from "node:net";
import { DisconnectReason, ParticipantInfo_Kind } from "@livekit/protocol";
import { AccessToken } from "livekit-server-sdk";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { joinRoom } from "../../media/room/join.ts";
import type { PhoneCall } from "../support/phone.ts";
import { dial, longestTone, tone } from "../support/phone.ts";
import type { Answerer, Setting } from "./harness.ts";
import { answer, didNumber, heardBy, newCaller, startSetting } from "./harness.ts";
import { sipp } from "./sipp.ts";
import { requestText } from "./support/messages.ts";

let setting: Setting;
beforeAll(async () => {
  setting = await startSetting({ livekit: 22_000, livekitUdp: 22_002, sip: 22_060, api: 22_070, rtp: "22200-22299" });
});
afterAll(() => setting.stop());

/** Waits until something is so; fails after eight seconds. */
async function until(holds: () => boolean | Promise<boolean>): Promise<void> {
  const deadline = Date.now() + 8_000;
  while (!(await holds())) {
    if (Date.now() > deadline) throw new Error(`never came true: ${holds.toString()}`);
    await pause(50);
  }
}

const pause = (duration: number): Promise<void> => new Promise((wake) => setTimeout(wake, duration));

/** The room of the caller, once they are in it. */
async function roomOf(caller: string): Promise<string> {
  const { room } = await setting.webhook("participant_joined", caller);
  if (room === undefined) throw new Error("a webhook without room");
  return room.name;
}

/** A call that somebody has answered. */
async function connected(
  options: Partial<Parameters<typeof dial>[0]> = {},
): Promise<{ call: PhoneCall; answerer: Answerer; room: string }> {
  const from = newCaller();
  const call = await dial({ to: didNumber, from, server: setting.gateway.server, ...options });
  const room = await roomOf(from);
  const answerer = await answer(setting.livekit, room);
  await call.answered;
  return { call, answerer, room };
}

const roomIsEmptyOfCallers = async (room: string): Promise<boolean> => {
  const people = await setting.rooms.listParticipants(room).catch(() => []); // the room may be gone altogether
  return people.every((each) => each.kind !== ParticipantInfo_Kind.SIP);
};

describe("a call comes in", () => {
  it("[T1] the caller is in a room of their own, with everything LiveKit SIP tells of them", async () => {
    const from = newCaller();
    const call = await dial({
      to: didNumber,
      from,
      server: setting.gateway.server,
      headers: [["X-Twilio-CallSid", "CA1"]],
    });
    const { room, participant } = await setting.webhook("participant_joined", from);
    expect(room?.name).toMatch(new RegExp(`^call-test_\\${from}_[2-9A-HJ-NP-Za-km-z]{12}$`));
    expect(participant).toMatchObject({
      identity: `sip_${from}`,
      name: `Phone ${from}`,
      kind: ParticipantInfo_Kind.SIP,
    });
    const [trunk] = await setting.sip.listSipInboundTrunk();
    const [rule] = await setting.sip.listSipDispatchRule();
    expect(participant?.attributes).toEqual({
      "sip.callID": expect.stringMatching(/^SCL_[2-9A-HJ-NP-Za-km-z]{12}$/) as string,
      "sip.callIDFull": call.callId,
      "sip.callTag": expect.stringMatching(/^[0-9a-f]{8}$/) as string,
      "sip.callStatus": "ringing",
      "sip.trunkID": trunk?.sipTrunkId,
      "sip.ruleID": rule?.sipDispatchRuleId,
      "sip.phoneNumber": from,
      "sip.hostname": "127.0.0.1",
      "sip.trunkPhoneNumber": didNumber,
      "sip.twilio.callSid": "CA1",
    });
    const published = await setting.webhook("track_published", from);
    expect(published.track?.name).toBe(`sip_${from}`);
    await call.cancel();
    await call.ended;
  });

  it("[T5] it rings until a visible participant publishes audio, and no longer", async () => {
    const from = newCaller();
    const call = await dial({ to: didNumber, from, server: setting.gateway.server });
    const room = await roomOf(from);
    const token = new AccessToken(setting.livekit.apiKey, setting.livekit.apiSecret, { identity: "silent" });
    token.addGrant({ roomJoin: true, room });
    const silent = await joinRoom({ url: setting.livekit.url, token: await token.toJwt(), on: {} });
    await pause(500);
    expect(call.responses.map(({ status }) => status)).not.toContain(200);
    const answerer = await answer(setting.livekit, room);
    await call.answered;
    await call.hangUp();
    await Promise.all([silent.leave(), answerer.leave()]);
  });

  it("[T5] another telephone in the room answers it too", async () => {
    const rule = await setting.sip.createSipDispatchRule(
      { type: "direct", roomName: "both", pin: "" },
      { name: "both", trunkIds: [(await setting.sip.createSipInboundTrunk("both", ["+1000"])).sipTrunkId] },
    );
    const calls = await Promise.all(
      [newCaller(), newCaller()].map((from) => dial({ to: "+1000", from, server: setting.gateway.server })),
    );
    await Promise.all(calls.map((call) => call.answered));
    await Promise.all(calls.map((call) => call.hangUp()));
    await setting.sip.deleteSipDispatchRule(rule.sipDispatchRuleId);
  });

  it.each(["UDP", "TCP"] as const)("[T6] over %s SIPp is answered, talks and hangs up", async (transport) => {
    const from = newCaller();
    const run = sipp({
      scenario: "answered",
      server: setting.gateway.server,
      transport,
      to: didNumber,
      from,
      port: 22_100,
    });
    const room = await roomOf(from);
    const answerer = await answer(setting.livekit, room);
    await run;
    await until(() => roomIsEmptyOfCallers(room));
    expect(answerer.statuses.at(0)).toBe("ringing");
    await expect.poll(() => answerer.statuses.at(-1), { timeout: 8_000 }).toBe("hangup");
    await answerer.leave();
  });

  it("[T3] an INVITE that the network repeats is one call", async () => {
    const from = newCaller();
    const call = await dial({ to: didNumber, from, server: setting.gateway.server });
    for (let again = 0; again < 10; again += 1) call.repeatInvite();
    const room = await roomOf(from);
    await pause(300);
    for (let again = 0; again < 10; again += 1) call.repeatInvite();
    const answerer = await answer(setting.livekit, room);
    await call.answered;
    const joined = setting.webhooks.filter(
      (each) => each.event === "participant_joined" && each.participant?.identity === `sip_${from}`,
    );
    expect(joined).toHaveLength(1);
    expect(
      setting.gateway.lines.filter(
        (line) => line.event === "call.arrived" && line["call"] === joined[0]?.participant?.attributes["sip.callID"],
      ),
    ).toHaveLength(1);
    await call.hangUp();
    await answerer.leave();
  });
});

describe("a call is refused", () => {
  it.each([
    ["refused-404", "+19999999999"],
    ["bad-sdp", didNumber],
    ["no-codec", didNumber],
  ])("[T19] SIPp: %s", async (scenario, to) => {
    for (const transport of ["UDP", "TCP"] as const) {
      await sipp({ scenario, server: setting.gateway.server, transport, to, from: newCaller(), port: 22_104 });
    }
  });

  it("[T19] the reason is said in words", async () => {
    const refused = async (options: Partial<Parameters<typeof dial>[0]>) => {
      const call = await dial({ to: didNumber, from: newCaller(), server: setting.gateway.server, ...options });
      const { status, reason } = await call.ended;
      return `${status} ${reason}`;
    };
    expect(await refused({ to: "+19999999999" })).toBe("404 No such number");
    expect(await refused({ sdp: "" })).toBe("400 No session description");
    expect(await refused({ sdp: "v=0\r\nm=audio 9 RTP/AVP 9\r\n" })).toBe(
      "400 No common codec: PCMU and PCMA are spoken here",
    );
  });

  it("[T11] nothing of it is left in LiveKit", async () => {
    const from = newCaller();
    const call = await dial({ to: didNumber, from, server: setting.gateway.server, sdp: "v=0\r\n" });
    expect((await call.ended).status).toBe(400);
    expect((await setting.rooms.listRooms()).filter((room) => room.name.includes(from))).toEqual([]);
  });
});

describe("the caller gives up", () => {
  it.each(["UDP", "TCP"] as const)("[T4] CANCEL over %s: 487, and the room is left", async (transport) => {
    const from = newCaller();
    await sipp({ scenario: "cancelled", server: setting.gateway.server, transport, to: didNumber, from, port: 22_108 });
    const left = await setting.webhook("participant_left", from);
    expect(left.participant?.disconnectReason).toBe(DisconnectReason.CLIENT_INITIATED);
  });

  it("[T4] CANCEL at any moment, even while the room is being entered, leaves nobody behind", async () => {
    const delays = [0, 0, 1, 2, 4, 8, 12, 16, 24, 32, 48, 64, 100];
    const callers = await Promise.all(
      delays.map(async (delay) => {
        const from = newCaller();
        const call = await dial({ to: didNumber, from, server: setting.gateway.server });
        await pause(delay);
        await call.cancel();
        expect(await call.ended).toMatchObject({ by: "refused", status: 487 });
        return from;
      }),
    );
    await until(async () => {
      const rooms = (await setting.rooms.listRooms()).filter(({ name }) => callers.some((from) => name.includes(from)));
      const empty = await Promise.all(rooms.map(({ name }) => roomIsEmptyOfCallers(name)));
      return empty.every(Boolean);
    });
  });

  it("[T8] the caller's BYE: status hangup, and they leave of their own will", async () => {
    const { call, answerer, room } = await connected();
    await call.hangUp();
    const left = await setting.webhook("participant_left", room);
    expect(left.participant?.disconnectReason).toBe(DisconnectReason.CLIENT_INITIATED);
    await expect.poll(() => answerer.statuses.at(-1), { timeout: 8_000 }).toBe("hangup");
    await answerer.leave();
  });
});

describe("the room ends the call", () => {
  it("[T9] the room is deleted: BYE at once", async () => {
    const { call, room } = await connected();
    await setting.rooms.deleteRoom(room);
    expect(await call.ended).toEqual({ by: "them" });
  });

  it("[T9] the caller is removed from the room: BYE at once (SIPp)", async () => {
    const from = newCaller();
    const run = sipp({
      scenario: "hung-up-on",
      server: setting.gateway.server,
      transport: "UDP",
      to: didNumber,
      from,
      port: 22_112,
    });
    const room = await roomOf(from);
    const answerer = await answer(setting.livekit, room);
    await until(() => answerer.statuses.includes("active"));
    await setting.rooms.removeParticipant(room, `sip_${from}`);
    await run;
    await answerer.leave();
  });

  it("[T9] the room is deleted before the answer: 486", async () => {
    const from = newCaller();
    const call = await dial({ to: didNumber, from, server: setting.gateway.server });
    await setting.rooms.deleteRoom(await roomOf(from));
    expect(await call.ended).toEqual({ by: "refused", status: 486, reason: "Rejected" });
  });
});

describe("sound and keys", () => {
  it.each([
    ["PCMU", "UDP"],
    ["PCMA", "TCP"],
  ] as const)("[T14] with %s over %s each hears the other's tone", async (codec, transport) => {
    const { call, answerer } = await connected({ codec, transport });
    await until(() => answerer.statuses.includes("active"));
    void call.play(tone(880, 8_000));
    await until(() => longestTone(440, call.heard()) >= 400);
    await until(() => longestTone(880, heardBy(answerer)) >= 400);
    expect(longestTone(880, call.heard())).toBe(0); // nobody hears themselves
    await call.hangUp();
    await answerer.leave();
  });

  it("[T14] packets to the caller go on when nobody speaks, in an unbroken row", async () => {
    const { call, answerer } = await connected();
    await answerer.leave();
    await pause(1_000);
    const { arrived } = call.line;
    expect(arrived.length).toBeGreaterThan(40);
    arrived.slice(1).forEach((packet, at) => {
      expect((packet.sequence - (arrived[at]?.sequence ?? 0)) & 0xffff).toBe(1);
      const step = (packet.timestamp - (arrived[at]?.timestamp ?? 0)) >>> 0;
      expect([step % 160, step > 0 && step < 8_000]).toEqual([0, true]); // 160, unless the machine stood still meanwhile
    });
    await call.hangUp();
  });

  it("[T13] every press arrives once, both ways", async () => {
    const { call, answerer } = await connected();
    await until(() => answerer.packets.length > 0); // LiveKit delivers data only to those whose connection is up
    for (const digit of ["1", "1", "#"]) await call.press(digit);
    for (const digit of ["9", "9", "*"]) answerer.room.sendDigit(digit);
    await until(() => answerer.digits.length >= 3 && call.line.keys.length >= 3);
    await pause(300);
    expect(answerer.digits).toEqual(["1", "1", "#"]);
    expect(call.line.keys).toEqual(["9", "9", "*"]);
    await call.hangUp();
    await answerer.leave();
  });

  it("[T7] SIPp puts the call on hold and back: answered sendrecv both times", async () => {
    for (const transport of ["UDP", "TCP"] as const) {
      const from = newCaller();
      const run = sipp({
        scenario: "held",
        server: setting.gateway.server,
        transport,
        to: didNumber,
        from,
        port: 22_116,
      });
      const answerer = await answer(setting.livekit, await roomOf(from));
      await run;
      await answerer.leave();
    }
  });

  it("[T7] after a re-INVITE the sound goes to the new address", async () => {
    const { call, answerer } = await connected({ mute: true });
    const other = createSocket("udp4");
    await new Promise<void>((bound) => other.bind(0, "127.0.0.1", bound));
    let packets = 0;
    other.on("message", () => (packets += 1));
    expect((await call.reinvite(call.offer("sendrecv", other.address().port))).status).toBe(200);
    await until(() => packets > 20);
    const before = call.line.arrived.length;
    await pause(200);
    expect(call.line.arrived.length).toBe(before);
    await call.hangUp();
    other.close();
    await answerer.leave();
  });

  it("[T17] a caller who sends from elsewhere than they wrote is sent to there", async () => {
    const { call, answerer } = await connected({
      sdp: "v=0\r\no=- 1 1 IN IP4 10.255.255.1\r\ns=-\r\nc=IN IP4 10.255.255.1\r\nt=0 0\r\nm=audio 9 RTP/AVP 0\r\n",
    });
    await until(() => call.line.arrived.length > 20);
    await call.hangUp();
    await answerer.leave();
  });
});

describe("strangers", () => {
  it("[T32] OPTIONS is answered (SIPp)", async () => {
    for (const transport of ["UDP", "TCP"] as const) {
      await sipp({
        scenario: "options",
        server: setting.gateway.server,
        transport,
        to: didNumber,
        from: newCaller(),
        port: 22_120,
      });
    }
  });

  it("[T32] a flood of garbage on every port changes nothing: the next call is served", async () => {
    const { host, port } = setting.gateway.server;
    const { call: ongoing, answerer } = await connected();
    const mediaPort = Number(/m=audio (\d+)/.exec(ongoing.sdpAnswer)?.[1]);
    const socket = createSocket("udp4");
    const noise = (length: number): Uint8Array => Uint8Array.from({ length }, () => Math.floor(Math.random() * 256));
    for (let at = 0; at < 1_500; at += 1) {
      socket.send(noise(1 + (at % 700)), port, host);
      socket.send(noise(1 + (at % 300)), mediaPort, host);
      const broken = Buffer.from(
        requestText(at % 2 === 0 ? "INVITE" : "BYE", { callId: `noise${at}`, branch: `z9hG4bKnoise${at}` }),
      );
      broken[at % broken.length] = at % 256;
      socket.send(broken, port, host);
      if (at % 100 === 0) await pause(5);
    }
    await Promise.all(
      Array.from({ length: 20 }, async () => {
        const stream = connect({ host, port });
        stream.on("error", () => undefined);
        stream.write(noise(5_000));
        await new Promise((closed) => stream.once("close", closed).setTimeout(500, () => stream.destroy()));
      }),
    );
    socket.close();
    expect(setting.gateway.process.exitCode).toBeNull();
    expect(setting.gateway.lines.filter((line) => line.event === "sip.fault")).toEqual([]);
    const before = ongoing.line.arrived.length;
    await until(() => longestTone(440, ongoing.heard().slice(before * 160)) >= 200);
    const next = await connected();
    await Promise.all([ongoing.hangUp(), next.call.hangUp()]);
    await Promise.all([answerer.leave(), next.answerer.leave()]);
  });

  it("[T38] no telephone number stands whole in the log", async () => {
    const text = JSON.stringify(setting.gateway.lines);
    expect(setting.gateway.lines.length).toBeGreaterThan(20);
    expect(text).not.toMatch(/\d{7,}/);
    expect(text).toContain("+7••••••••");
  });
});
