/** The gateway's SIP API, driven by LiveKit's own SDK. There is no LiveKit server behind it here: provisioning needs none. */
import { ListSIPInboundTrunkRequest, ListSIPInboundTrunkResponse, ListUpdate, SIPTransport } from "@livekit/protocol";
import {
  AccessToken,
  RoomConfiguration,
  SIPDispatchRuleInfo,
  SIPInboundTrunkInfo,
  SIPOutboundTrunkInfo,
  SipClient,
} from "livekit-server-sdk";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { CalledPhone } from "../support/called-phone.ts";
import { dial } from "../support/phone.ts";
import type { Gateway } from "./harness.ts";
import { startGateway } from "./harness.ts";

const livekit = { url: "ws://127.0.0.1:22990", apiKey: "key", apiSecret: "a-secret-for-tests-that-is-32-chars" };
let gateway: Gateway;
let sip: SipClient;

beforeAll(async () => {
  gateway = await startGateway(livekit, { sip: 22_068, api: 22_078, rtp: "22450-22459" });
  sip = new SipClient(gateway.apiUrl, livekit.apiKey, livekit.apiSecret);
});
afterAll(() => gateway.stop());

const refusal = async (attempt: Promise<unknown>): Promise<string> => {
  try {
    await attempt;
    return "done";
  } catch (error) {
    return error instanceof Error && "code" in error ? `${String(error.code)}: ${error.message}` : String(error);
  }
};

describe("trunks", () => {
  it("[T42] created, found by number, replaced, changed, deleted", async () => {
    const created = await sip.createSipInboundTrunk("main", ["+74951111111"], {
      headersToAttributes: { Diversion: "sip.diversion" },
    });
    expect(created.sipTrunkId).toMatch(/^ST_\w{12}$/);
    expect((await sip.listSipInboundTrunk({ numbers: ["7 495 111 11 11"] })).map((each) => each.sipTrunkId)).toEqual([
      created.sipTrunkId,
    ]);
    expect(await sip.listSipInboundTrunk({ numbers: ["+7000"] })).toEqual([]);
    const replaced = await sip.updateSipInboundTrunk(
      created.sipTrunkId,
      SIPInboundTrunkInfo.fromJson({ name: "new", numbers: ["+74951111112"], media: { mediaTimeout: "90s" } }),
    );
    expect(replaced).toMatchObject({ sipTrunkId: created.sipTrunkId, name: "new", headersToAttributes: {} });
    const changed = await sip.updateSipInboundTrunkFields(created.sipTrunkId, {
      numbers: new ListUpdate({ add: ["+74951111113"], remove: ["+74951111112"] }),
      name: "newer",
    });
    expect(changed).toMatchObject({ name: "newer", numbers: ["+74951111113"] });
    expect(changed.media?.mediaTimeout?.seconds).toBe(90n);
    await sip.deleteSipTrunk(created.sipTrunkId);
    expect(await sip.listSipInboundTrunk()).toEqual([]);
  });

  it("[T43] two trunks cannot have one number, unless they are for different callers", async () => {
    const first = await sip.createSipInboundTrunk("one", ["+15550001"]);
    expect(await refusal(sip.createSipInboundTrunk("two", ["1 555 0001"]))).toContain(
      "invalid_argument: Conflicting inbound SIP Trunks",
    );
    const second = await sip.createSipInboundTrunk("two", ["+15550001"], { allowedNumbers: ["+7916"] });
    expect(await refusal(sip.createSipInboundTrunk("three", ["+15550001"], { allowedNumbers: ["7916"] }))).toContain(
      "Conflicting",
    );
    await Promise.all([sip.deleteSipTrunk(first.sipTrunkId), sip.deleteSipTrunk(second.sipTrunkId)]);
  });

  it("[T43] a trunk that anybody could use is refused, and so are header names that are none", async () => {
    expect(await refusal(sip.createSipInboundTrunk("open", []))).toContain(
      "for security, one of the fields must be set",
    );
    expect(await refusal(sip.createSipInboundTrunk("odd", ["+1"], { headers: { "X Bad": "1" } }))).toContain(
      "invalid header name",
    );
  });

  it("[T43] what does not exist is not found", async () => {
    const nothing = SIPInboundTrunkInfo.fromJson({ numbers: ["+1"] });
    expect(await refusal(sip.updateSipInboundTrunk("ST_none", nothing))).toContain("not_found");
    expect(await refusal(sip.deleteSipDispatchRule("SDR_none"))).toContain("not_found");
  });
});

describe("trunks that calls are placed by", () => {
  const trunk = { transport: SIPTransport.SIP_TRANSPORT_TCP, authUsername: "acd", authPassword: "secret" };

  it("[T42] created, found, replaced, changed, deleted, and apart from the others", async () => {
    const created = await sip.createSipOutboundTrunk("out", "sip.carrier.test", ["+74950000000"], trunk);
    expect(created).toMatchObject({ address: "sip.carrier.test", numbers: ["+74950000000"], ...trunk });
    expect((await sip.listSipOutboundTrunk()).map((each) => each.sipTrunkId)).toEqual([created.sipTrunkId]);
    expect(await sip.listSipInboundTrunk()).toEqual([]);
    expect(await sip.listSipOutboundTrunk({ numbers: ["+7"] })).toEqual([]);
    const changed = await sip.updateSipOutboundTrunkFields(created.sipTrunkId, {
      numbers: new ListUpdate({ add: ["+74950000001"] }),
      name: "newer",
    });
    expect(changed).toMatchObject({
      numbers: ["+74950000000", "+74950000001"],
      name: "newer",
      authPassword: "secret",
    });
    const replaced = await sip.updateSipOutboundTrunk(
      created.sipTrunkId,
      SIPOutboundTrunkInfo.fromJson({ name: "new", address: "[::1]:5090", numbers: ["+1"] }),
    );
    expect(replaced).toMatchObject({ sipTrunkId: created.sipTrunkId, name: "new", authUsername: "" });
    await sip.deleteSipTrunk(created.sipTrunkId);
    expect(await sip.listSipOutboundTrunk()).toEqual([]);
  });

  it.each([
    ["", ["+1"], {}, "no outbound address specified"],
    ["sip.carrier.test", [], {}, "no trunk numbers specified"],
    ["sip:x@carrier.test", ["+1"], {}, "should be a hostname or IP, not SIP URI"],
    ["carrier.test;transport=tcp", ["+1"], {}, "should not contain transport parameter"],
    ["carrier test", ["+1"], {}, "is no hostname"],
    ["carrier.test", ["+1"], { headers: { Via: "x" } }, "header name Via not supported"],
    ["carrier.test", ["+1"], { transport: SIPTransport.SIP_TRANSPORT_TLS }, "unimplemented: "],
  ] as const)("[T43] %s for %j with %j is refused", async (address, numbers, options, message) => {
    const attempt = sip.createSipOutboundTrunk("odd", address, [...numbers], {
      transport: SIPTransport.SIP_TRANSPORT_AUTO,
      ...options,
    });
    expect(await refusal(attempt)).toContain(message);
  });

  it("[T45] while LiveKit is not there an order is refused, and nobody is called", async () => {
    const phone = await CalledPhone.open();
    const { sipTrunkId } = await sip.createSipOutboundTrunk("out", phone.address, ["+74950000000"], trunk);
    expect(await refusal(sip.createSipParticipant(sipTrunkId, "+79161112233", "room"))).toContain("internal");
    expect(phone.said).toEqual([]);
    phone.close();
    await sip.deleteSipTrunk(sipTrunkId);
  });

  it.each([
    [{ sip_trunk_id: "ST_none", sip_call_to: "+1", room_name: "r" }, "not_found"],
    [{ sip_call_to: "+1", room_name: "r" }, "missing sip trunk id and sip number"],
    [{ sip_number: "+2", room_name: "r" }, "missing sip callee number"],
    [{ sip_number: "+2", sip_call_to: "a@b", room_name: "r" }, "not a full SIP URI"],
    [{ sip_number: "+2", sip_call_to: "+1" }, "missing room name"],
    [{ sip_number: "+2", sip_call_to: "+1", room_name: "r" }, "no outbound hostname specified"],
    [{ sip_number: "+2", sip_call_to: "+1", room_name: "r", dtmf: "1" }, "unimplemented"],
    [{ trunk: { hostname: "c.test" }, sip_call_to: "+1", room_name: "r" }, "no numbers on outbound trunk"],
  ])("[T43] an order %j is refused", async (body, message) => {
    const token = new AccessToken(livekit.apiKey, livekit.apiSecret);
    token.addSIPGrant({ call: true });
    const response = await fetch(`${gateway.apiUrl}/twirp/livekit.SIP/CreateSIPParticipant`, {
      method: "POST",
      headers: { "content-type": "application/json", authorization: `Bearer ${await token.toJwt()}` },
      body: JSON.stringify(body),
    });
    expect(response.ok).toBe(false);
    expect(await response.text()).toContain(message);
  });
});

describe("dispatch rules", () => {
  it("[T42] created with a room configuration, replaced, changed, deleted", async () => {
    const created = await sip.createSipDispatchRule(
      { type: "individual", roomPrefix: "call-a" },
      {
        name: "a",
        trunkIds: ["ST_1"],
        attributes: { k: "v" },
        roomConfig: new RoomConfiguration({ departureTimeout: 3 }),
      },
    );
    expect(created.sipDispatchRuleId).toMatch(/^SDR_\w{12}$/);
    expect(created.roomConfig?.departureTimeout).toBe(3);
    const replaced = await sip.updateSipDispatchRule(
      created.sipDispatchRuleId,
      SIPDispatchRuleInfo.fromJson({ ...(created.toJson() as object), numbers: ["+1"], sipDispatchRuleId: "" }),
    );
    expect(replaced).toMatchObject({ sipDispatchRuleId: created.sipDispatchRuleId, numbers: ["+1"] });
    const changed = await sip.updateSipDispatchRuleFields(created.sipDispatchRuleId, {
      trunkIds: new ListUpdate({ set: ["ST_2"] }),
      attributes: { more: "1" },
    });
    expect(changed).toMatchObject({ trunkIds: ["ST_2"], attributes: { k: "v", more: "1" } });
    expect(await sip.listSipDispatchRule({ trunkIds: ["ST_1"] })).toEqual([]);
    await sip.deleteSipDispatchRule(created.sipDispatchRuleId);
    expect(await sip.listSipDispatchRule()).toEqual([]);
  });

  it("[T43] two rules for the same trunk and numbers are refused, and so is one that asks for a PIN", async () => {
    const first = await sip.createSipDispatchRule(
      { type: "individual", roomPrefix: "a" },
      { name: "a", trunkIds: ["ST_1"] },
    );
    expect(
      await refusal(
        sip.createSipDispatchRule({ type: "individual", roomPrefix: "b" }, { name: "b", trunkIds: ["ST_1"] }),
      ),
    ).toContain("invalid_argument: Dispatch rule for the same trunk");
    expect(
      await refusal(
        sip.createSipDispatchRule({ type: "individual", roomPrefix: "c", pin: "1234" }, { trunkIds: ["ST_3"] }),
      ),
    ).toContain("unimplemented");
    await sip.deleteSipDispatchRule(first.sipDispatchRuleId);
  });
});

describe("who may", () => {
  const post = async (
    token: string | undefined,
    method = "ListSIPInboundTrunk",
    body: BodyInit = "{}",
    type = "application/json",
  ): Promise<Response> =>
    fetch(`${gateway.apiUrl}/twirp/livekit.SIP/${method}`, {
      method: "POST",
      headers: { "content-type": type, ...(token === undefined ? {} : { authorization: `Bearer ${token}` }) },
      body,
    });
  const token = (secret: string, grant: { admin?: boolean; call?: boolean }): Promise<string> => {
    const made = new AccessToken(livekit.apiKey, secret, { ttl: 60 });
    made.addSIPGrant(grant);
    return made.toJwt();
  };

  it("[T44] only who shows a token of ours with the grant sip.admin", async () => {
    expect((await post(undefined)).status).toBe(401);
    expect((await post("nonsense")).status).toBe(401);
    expect((await post(await token("another-secret-for-tests-32-chars!!", { admin: true }))).status).toBe(401);
    expect((await post(await token(livekit.apiSecret, { call: true }))).status).toBe(401);
    expect((await post(await token(livekit.apiSecret, { admin: true }))).status).toBe(200);
  });

  it("[T44] what cannot be read is refused, and nothing outside the service is served", async () => {
    const admin = await token(livekit.apiSecret, { admin: true });
    expect((await post(admin, "ListSIPInboundTrunk", "{")).status).toBe(400);
    expect((await post(admin, "ListSIPInboundTrunk", "x".repeat(2_000_000))).status).toBe(400);
    for (const method of ["constructor", "toString", "Nothing"]) expect((await post(admin, method)).status).toBe(404);
  });

  it("[T42] protobuf is spoken as well as JSON", async () => {
    const response = await post(
      await token(livekit.apiSecret, { admin: true }),
      "ListSIPInboundTrunk",
      new ListSIPInboundTrunkRequest().toBinary() as Uint8Array<ArrayBuffer>,
      "application/protobuf",
    ); // its buffer is never shared
    expect(ListSIPInboundTrunkResponse.fromBinary(new Uint8Array(await response.arrayBuffer())).items).toEqual([]);
  });
});

describe("LiveKit is not there", () => {
  it("[T45] a caller is told to try later (503)", async () => {
    const trunk = await sip.createSipInboundTrunk("lonely", ["+15550009"]);
    const rule = await sip.createSipDispatchRule(
      { type: "individual", roomPrefix: "a" },
      { name: "a", trunkIds: [trunk.sipTrunkId] },
    );
    const call = await dial({ to: "+15550009", server: gateway.server });
    expect(await call.ended).toMatchObject({ status: 503, reason: "Try again later" });
    await Promise.all([sip.deleteSipTrunk(trunk.sipTrunkId), sip.deleteSipDispatchRule(rule.sipDispatchRuleId)]);
  });
});
