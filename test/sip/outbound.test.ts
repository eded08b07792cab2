/** Calls that the gateway places: real LiveKit server, real gateway process, a telephone that is called, and SIPp as one that others wrote. */
import { DisconnectReason, ParticipantInfo_Kind, SIPTransport } from "@livekit/protocol";
import { AccessToken } from "livekit-server-sdk";
import type { CreateSipParticipantOptions, SipClient } from "livekit-server-sdk";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { CalledPhone } from "../support/called-phone.ts";
import type { PhoneOptions } from "../support/called-phone.ts";
import { longestTone, tone } from "../support/phone.ts";
import { header } from "../../stack/sip/message/message.ts";
import type { Answerer, Setting } from "./harness.ts";
import { answer, heardBy, newCaller, startSetting } from "./harness.ts";
import { sippCalled } from "./sipp.ts";

const ownNumber = "+74950000000";
let setting: Setting;
beforeAll(async () => {
  setting = await startSetting({ livekit: 22_700, livekitUdp: 22_702, sip: 22_760, api: 22_770, rtp: "22600-22649" });
});
afterAll(() => setting.stop());

const phones: CalledPhone[] = [];
const waiting: Answerer[] = [];
afterEach(async () => {
  for (const phone of phones.splice(0)) phone.close();
  await Promise.all(waiting.splice(0).map((each) => each.leave()));
});

const pause = (duration: number): Promise<void> => new Promise((wake) => setTimeout(wake, duration));

async function phoneIs(options: PhoneOptions = {}): Promise<CalledPhone> {
  const phone = await CalledPhone.open(options);
  phones.push(phone);
  return phone;
}

interface Ordered {
  readonly room: string;
  readonly to: string;
  readonly answerer: Answerer;
  readonly participantId: string;
  readonly callId: string;
}

/** Somebody waits in a room, and the telephone at that address is called into it. */
async function order(
  address: string,
  options: CreateSipParticipantOptions = {},
  trunk: Parameters<SipClient["createSipOutboundTrunk"]>[3] = { transport: SIPTransport.SIP_TRANSPORT_AUTO },
): Promise<Ordered> {
  const to = newCaller();
  const room = `callback-${to}`;
  const answerer = await answer(setting.livekit, room);
  waiting.push(answerer);
  const { sipTrunkId } = await setting.sip.createSipOutboundTrunk("out", address, [ownNumber], trunk);
  const info = await setting.sip.createSipParticipant(sipTrunkId, to, room, {
    participantIdentity: "phoned",
    ...options,
  });
  expect(info).toMatchObject({ participantIdentity: "phoned", roomName: room });
  return { room, to, answerer, participantId: info.participantId, callId: info.sipCallId };
}

/** Why the telephone's participant left. */
async function leftBecause({ room }: Ordered): Promise<string> {
  const { participant } = await setting.webhook("participant_left", room);
  expect(participant?.identity).toBe("phoned");
  return DisconnectReason[participant?.disconnectReason ?? 0] ?? "";
}

const loggedOf = ({ callId }: Ordered) => setting.gateway.lines.filter((line) => line["call"] === callId);

const transportOf = { UDP: SIPTransport.SIP_TRANSPORT_UDP, TCP: SIPTransport.SIP_TRANSPORT_TCP };

const within = { timeout: 8_000 };

describe("a call is placed", () => {
  it("[T46] the telephone's seat is taken at once, with everything LiveKit SIP tells of it", async () => {
    const phone = await phoneIs();
    const ordered = await order(phone.address, {
      participantName: "Anna",
      participantMetadata: "m",
      participantAttributes: { own: "1" },
    });
    const joinedOf = () =>
      setting.webhooks.find(
        (each) => each.event === "participant_joined" && each.participant?.sid === ordered.participantId,
      );
    await expect.poll(joinedOf, within).toBeDefined();
    const joined = joinedOf();
    expect(joined?.participant).toMatchObject({
      identity: "phoned",
      name: "Anna",
      metadata: "m",
      kind: ParticipantInfo_Kind.SIP,
    });
    expect(joined?.participant?.attributes).toEqual({
      own: "1",
      "sip.callID": ordered.callId,
      "sip.callStatus": "dialing",
      "sip.trunkID": expect.stringMatching(/^ST_/) as string,
      "sip.phoneNumber": ordered.to,
      "sip.hostname": phone.address,
      "sip.trunkPhoneNumber": ownNumber,
    });
    const invite = await phone.invited;
    expect(invite.uri).toBe(`sip:${ordered.to}@${phone.address}`);
    expect(header(invite, "From")).toBe(`"${ownNumber}" <sip:${ownNumber}@127.0.0.1>;tag=${ordered.callId}`);
    expect(header(invite, "To")).toBe(`<sip:${ordered.to}@${phone.address}>`);
    phone.answer(603, "Decline");
    await leftBecause(ordered);
  });

  it("[T46] with `hide_phone_number` the number stands in no attribute", async () => {
    const phone = await phoneIs({ whenInvited: (phone) => phone.answer(603, "Decline") });
    const ordered = await order(phone.address, { hidePhoneNumber: true });
    const { participant } = await setting.webhook("participant_left", ordered.room);
    expect(JSON.stringify(participant?.attributes)).not.toMatch(/\d{7,}/);
  });

  it.each([
    ["PCMU", "UDP"],
    ["PCMA", "TCP"],
  ] as const)("[T47] with %s over %s it rings, is answered, and each hears the other", async (codec, transport) => {
    const phone = await phoneIs({ codec, transport });
    const ordered = await order(phone.address, {}, { transport: transportOf[transport] });
    const { answerer } = ordered;
    await phone.invited;
    phone.answer(100, "Trying");
    phone.ring();
    await expect.poll(() => answerer.statuses.at(-1), within).toBe("ringing");
    expect(answerer.packets).toEqual([]);
    phone.pickUp();
    await expect.poll(() => answerer.statuses.at(-1), within).toBe("active");
    await expect.poll(() => phone.said.includes("ACK"), within).toBe(true);
    void phone.line.play(tone(880, 8_000));
    await expect.poll(() => longestTone(440, phone.line.heard()), within).toBeGreaterThanOrEqual(400);
    await expect.poll(() => longestTone(880, heardBy(answerer)), within).toBeGreaterThanOrEqual(400);
    const [seat] = answerer.room.seats();
    expect(seat?.attributes).toMatchObject({
      "sip.callTag": "phone",
      "sip.callIDFull": header(phone.invite, "Call-ID"),
    });
    phone.hangUp();
    await expect.poll(() => answerer.statuses.at(-1), within).toBe("hangup");
    expect(await leftBecause(ordered)).toBe("CLIENT_INITIATED");
    expect(phone.responses.map(({ status }) => status)).toEqual([200]);
  });

  it("[T47] keys are told both ways", async () => {
    const phone = await phoneIs({ whenInvited: (phone) => phone.pickUp() });
    const { answerer } = await order(phone.address);
    await expect.poll(() => answerer.packets.length, within).toBeGreaterThan(0);
    await phone.line.press("5");
    answerer.room.sendDigit("7");
    await expect.poll(() => [answerer.digits, phone.line.keys], within).toEqual([["5"], ["7"]]);
  });

  it.each([101, 96])(
    "[T60] who answers with the number 96 for keys gets them so, and is understood when they press them as %d",
    async (sent) => {
      const phone = await phoneIs({
        whenInvited: (phone) =>
          phone.pickUp(phone.description().replaceAll(/(?<=rtpmap:| )101(?=\r| telephone)/g, "96")),
      });
      Object.assign(phone.line.keysAs, { sent, heard: 96 });
      const { answerer } = await order(phone.address);
      await expect.poll(() => answerer.packets.length, within).toBeGreaterThan(0);
      await phone.line.press("5");
      answerer.room.sendDigit("7");
      await expect.poll(() => [answerer.digits, phone.line.keys], within).toEqual([["5"], ["7"]]);
    },
  );

  it.each(["UDP", "TCP"] as const)("[T47] SIPp over %s is called, talks and hangs up", async (transport) => {
    const run = sippCalled({ scenario: "called-answers", transport, port: 22_780 });
    await pause(500);
    const ordered = await order("127.0.0.1:22780", {}, { transport: transportOf[transport] });
    await run;
    await expect.poll(() => ordered.answerer.statuses.at(-1), within).toBe("hangup");
    expect(await leftBecause(ordered)).toBe("CLIENT_INITIATED");
  });

  it("[T48] early media is no answer, and nothing of it is heard", async () => {
    const phone = await phoneIs();
    const { answerer } = await order(phone.address);
    await phone.invited;
    phone.answer(183, "Session Progress", { body: phone.description() });
    await expect.poll(() => answerer.statuses.at(-1), within).toBe("ringing");
    await pause(300);
    expect([answerer.packets.length, phone.line.arrived.length]).toEqual([0, 0]);
    expect(answerer.room.seats()[0]?.tracks).toEqual([]);
  });

  it("[T49] the room is deleted while they talk: BYE", async () => {
    const phone = await phoneIs({ whenInvited: (phone) => phone.pickUp() });
    const { answerer, room } = await order(phone.address);
    await expect.poll(() => answerer.statuses.at(-1), within).toBe("active");
    await setting.rooms.deleteRoom(room);
    await phone.hungUpOn;
  });

  it("[T49] the participant is removed while they talk: BYE (SIPp)", async () => {
    const run = sippCalled({ scenario: "called-is-hung-up-on", transport: "UDP", port: 22_782 });
    await pause(500);
    const { answerer, room } = await order("127.0.0.1:22782");
    await expect.poll(() => answerer.statuses.at(-1), within).toBe("active");
    await setting.rooms.removeParticipant(room, "phoned");
    await run;
  });

  it("[T7] a re-INVITE is answered with what was agreed on", async () => {
    const phone = await phoneIs({ whenInvited: (phone) => phone.pickUp() });
    const { answerer } = await order(phone.address);
    await expect.poll(() => answerer.statuses.at(-1), within).toBe("active");
    phone.ask("INVITE", [["Content-Type", "application/sdp"]], phone.description().replace("sendrecv", "sendonly"));
    await expect.poll(() => phone.responses.at(-1)?.status, within).toBe(200);
    const agreed = Buffer.from(phone.responses.at(-1)?.body ?? []).toString();
    expect(agreed).toContain("RTP/AVP 0 101");
    expect(agreed).toMatch(/o=- \d+ 2 IN/);
    phone.ask("OPTIONS");
    await expect.poll(() => phone.responses.length, within).toBeGreaterThanOrEqual(2);
  });
});

describe("nobody answers", () => {
  it.each([
    [486, "Busy Here", "USER_REJECTED"],
    [603, "Decline", "USER_REJECTED"],
    [403, "Forbidden", "USER_REJECTED"],
    [480, "Temporarily Unavailable", "USER_UNAVAILABLE"],
    [404, "Not Found", "USER_UNAVAILABLE"],
    // LiveKit's server relays SIP_TRUNK_FAILURE only from a version on that is newer than the one here.
    [503, "Service Unavailable", "CLIENT_INITIATED"],
  ])("[T50] %i %s: the participant leaves with %s", async (status, reason, expected) => {
    const phone = await phoneIs();
    const ordered = await order(phone.address);
    await phone.invited;
    phone.ring();
    phone.answer(status, reason);
    expect(await leftBecause(ordered)).toBe(expected);
    expect(ordered.answerer.statuses.at(-1)).not.toBe("hangup");
    await expect.poll(() => phone.said.filter((each) => each === "ACK"), within).toHaveLength(1);
    phone.answer(status, reason); // once more, as if the ACK had been lost
    await expect.poll(() => phone.said.filter((each) => each === "ACK"), within).toHaveLength(2);
  });

  it("[T50] SIPp is busy", async () => {
    const run = sippCalled({ scenario: "called-is-busy", transport: "UDP", port: 22_784 });
    await pause(500);
    const ordered = await order("127.0.0.1:22784");
    expect(await leftBecause(ordered)).toBe("USER_REJECTED");
    await run;
  });

  it("[T51] after the ringing timeout: CANCEL, and the participant leaves with USER_UNAVAILABLE", async () => {
    const phone = await phoneIs({ whenInvited: (phone) => phone.ring() });
    const ordered = await order(phone.address, { ringingTimeout: 1 });
    await phone.cancelled;
    expect(await leftBecause(ordered)).toBe("USER_UNAVAILABLE");
    await expect.poll(() => phone.said.at(-1), within).toBe("ACK"); // of the 487
  });

  it("[T51] SIPp rings until CANCEL", async () => {
    const run = sippCalled({ scenario: "called-rings", transport: "TCP", port: 22_786 });
    await pause(500);
    const ordered = await order("127.0.0.1:22786", { ringingTimeout: 1 }, { transport: transportOf.TCP });
    expect(await leftBecause(ordered)).toBe("USER_UNAVAILABLE");
    await run;
  });

  it("[T51] CANCEL waits for a provisional answer", async () => {
    const phone = await phoneIs();
    const ordered = await order(phone.address, { ringingTimeout: 1 });
    expect(await leftBecause(ordered)).toBe("USER_UNAVAILABLE");
    expect(phone.said).not.toContain("CANCEL");
    phone.ring();
    await phone.cancelled;
  });

  it.each(["deleteRoom", "removeParticipant"] as const)("[T49] %s while it rings: CANCEL", async (how) => {
    const phone = await phoneIs({ whenInvited: (phone) => phone.ring() });
    const { answerer, room } = await order(phone.address);
    await expect.poll(() => answerer.statuses.at(-1), within).toBe("ringing");
    await setting.rooms[how](room, "phoned");
    await phone.cancelled;
  });

  it("[T51] whoever answers after the CANCEL hears BYE", async () => {
    const phone = await phoneIs({ whenInvited: (phone) => phone.ring() });
    const { answerer, room } = await order(phone.address);
    await expect.poll(() => answerer.statuses.at(-1), within).toBe("ringing");
    phone.answer(200, "OK", { body: phone.description() }); // it was on its way when the CANCEL was sent
    await setting.rooms.deleteRoom(room);
    await phone.hungUpOn;
    expect(phone.said).toContain("ACK");
  });

  it("[T52] a name that leads nowhere, and a port where nobody listens, end the call at once", async () => {
    const noName = await order("no-such-carrier.invalid");
    expect(await leftBecause(noName)).toBe("CLIENT_INITIATED"); // as above
    const noPort = await order("127.0.0.1:1", {}, { transport: transportOf.TCP });
    expect(await leftBecause(noPort)).toBe("CLIENT_INITIATED");
    for (const ordered of [noName, noPort])
      expect(loggedOf(ordered).find(({ event }) => event === "call.unanswered")).toMatchObject({ why: "unreachable" });
  });

  it("[T53] an answer without a common codec is acknowledged and hung up on", async () => {
    const phone = await phoneIs();
    const ordered = await order(phone.address);
    await phone.invited;
    phone.answer(200, "OK", { body: phone.description().replaceAll(/RTP\/AVP.*/g, "RTP/AVP 18") });
    await phone.hungUpOn;
    expect(await leftBecause(ordered)).toBe("USER_REJECTED");
  });
});

describe("passwords", () => {
  const trunk = { transport: transportOf.UDP, authUsername: "acd", authPassword: "secret" };

  it("[T54] SIPp asks for a password and is told the right one", async () => {
    const run = sippCalled({ scenario: "called-asks-password", transport: "UDP", port: 22_788 });
    await pause(500);
    const ordered = await order("127.0.0.1:22788", {}, trunk);
    await run;
    expect(await leftBecause(ordered)).toBe("CLIENT_INITIATED");
  });

  it("[T54] a password that is not taken is told once; without one nothing is told", async () => {
    const ask = (phone: CalledPhone): void =>
      phone.answer(407, "Proxy Authentication Required", {
        headers: [["Proxy-Authenticate", 'Digest realm="carrier", nonce="n1", qop="auth", algorithm=SHA-256']],
      });
    const phone = await phoneIs({ whenInvited: ask });
    const ordered = await order(phone.address, {}, trunk);
    expect(await leftBecause(ordered)).toBe("USER_REJECTED");
    const invites = phone.requests.filter(({ method }) => method === "INVITE");
    expect(invites.map((each) => header(each, "CSeq"))).toEqual(["1 INVITE", "2 INVITE"]);
    expect(header(invites[1] ?? phone.invite, "Proxy-Authorization")).toMatch(
      /^Digest username="acd", realm="carrier", nonce="n1", uri="[^"]+", response="[0-9a-f]{64}", algorithm=SHA-256, qop=auth, nc=00000001/,
    );
    const stranger = await phoneIs({ whenInvited: ask });
    expect(await leftBecause(await order(stranger.address))).toBe("USER_REJECTED");
    expect(stranger.said.filter((each) => each === "INVITE")).toHaveLength(1);
  });
});

describe("waiting for the answer", () => {
  const refusal = async (attempt: Promise<unknown>): Promise<unknown> => {
    try {
      await attempt;
      return undefined;
    } catch (error) {
      return error;
    }
  };

  it("[T55] `wait_until_answered` is answered when the telephone is", async () => {
    const phone = await phoneIs({ whenInvited: (phone) => setTimeout(() => phone.pickUp(), 300) });
    const asked = performance.now();
    await order(phone.address, { waitUntilAnswered: true });
    expect(performance.now() - asked).toBeGreaterThan(290);
  });

  it("[T55] or says what SIP said", async () => {
    const phone = await phoneIs({ whenInvited: (phone) => phone.answer(486, "Busy Here") });
    expect(await refusal(order(phone.address, { waitUntilAnswered: true }))).toMatchObject({
      code: "resource_exhausted",
      metadata: { sip_status_code: "486", sip_status: "Busy Here" },
    });
  });

  it("[T55] or that nobody answered", async () => {
    const phone = await phoneIs({ whenInvited: (phone) => phone.ring() });
    expect(await refusal(order(phone.address, { waitUntilAnswered: true, ringingTimeout: 1 }))).toMatchObject({
      code: "canceled",
    });
  });
});

describe("limits", () => {
  it("[T56] a call lasts no longer than it may", async () => {
    const phone = await phoneIs({ whenInvited: (phone) => phone.pickUp() });
    const ordered = await order(phone.address, { maxCallDuration: 2 });
    await phone.hungUpOn;
    expect(await leftBecause(ordered)).toBe("CLIENT_INITIATED");
  });

  it("[T57] garbage for an answer neither ends the process nor the call", async () => {
    const phone = await phoneIs();
    const { answerer } = await order(phone.address);
    const invite = await phone.invited;
    const via = header(invite, "Via") ?? "";
    const heads = ["SIP/2.0 999 What", "SIP/2.0 000 ", "SIP/2.0 200", "SIP/2.0 180 Ringing", "SIP/9.0 200 OK"];
    for (const head of heads)
      for (const cseq of ["1 ACK", "nonsense", "1 CANCEL"]) {
        phone.sendRaw(Buffer.from([head, `Via: ${via}`, `CSeq: ${cseq}`, "To: <<>>", "", ""].join("\r\n")));
      }
    phone.sendRaw(
      Buffer.from(["SIP/2.0 180 Ringing", `Via: ${via}`, "CSeq: 1 INVITE", "To: <<>>;;", "", ""].join("\r\n")),
    );
    for (let at = 0; at < 300; at += 1)
      phone.sendRaw(Uint8Array.from({ length: at + 1 }, () => Math.floor(Math.random() * 256)));
    phone.pickUp();
    await expect.poll(() => answerer.statuses.at(-1), within).toBe("active");
    expect(setting.gateway.process.exitCode).toBeNull();
    expect(setting.gateway.lines.filter(({ event }) => event === "sip.fault")).toEqual([]);
  });

  it("[T44] placing a call needs the grant `sip.call`, and setting up trunks `sip.admin`", async () => {
    const post = async (method: string, grant: object): Promise<number> => {
      const token = new AccessToken(setting.livekit.apiKey, setting.livekit.apiSecret);
      token.addSIPGrant(grant);
      const response = await fetch(`${setting.gateway.apiUrl}/twirp/livekit.SIP/${method}`, {
        method: "POST",
        headers: { "content-type": "application/json", authorization: `Bearer ${await token.toJwt()}` },
        body: "{}",
      });
      return response.status;
    };
    expect(await post("CreateSIPParticipant", { admin: true })).toBe(401);
    expect(await post("CreateSIPParticipant", { call: true })).toBe(400);
    expect(await post("CreateSIPOutboundTrunk", { call: true })).toBe(401);
    expect(await post("ListSIPOutboundTrunk", { admin: true })).toBe(200);
  });

  it("[T38] no number that was called stands whole in the log", () => {
    const text = JSON.stringify(setting.gateway.lines);
    expect(text).toContain("call.ordered");
    expect(text).not.toMatch(/\d{7,}/);
  });

  it("[T36] a gateway that is told to stop cancels what rings and hangs up on who talks", async () => {
    const ringing = await phoneIs({ whenInvited: (phone) => phone.ring() });
    const talking = await phoneIs({ whenInvited: (phone) => phone.pickUp() });
    const one = await order(ringing.address);
    const other = await order(talking.address);
    await expect.poll(() => one.answerer.statuses.at(-1), within).toBe("ringing");
    await expect.poll(() => other.answerer.statuses.at(-1), within).toBe("active");
    setting.gateway.process.kill("SIGTERM");
    await Promise.all([ringing.cancelled, talking.hungUpOn]);
  });
});
