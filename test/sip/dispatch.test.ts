import { createHash } from "node:crypto";
import { SIPDispatchRuleInfo, SIPHeaderOptions, SIPInboundTrunkInfo } from "@livekit/protocol";
import { describe, expect, it } from "vitest";
import { Challenges } from "../../stack/sip/digest.ts";
import type { Arrival } from "../../stack/sip/dispatch/arrival.ts";
import { assign } from "../../stack/sip/dispatch/assignment.ts";
import { attributesOf, headersFrom } from "../../stack/sip/dispatch/attributes.ts";
import { matchRule } from "../../stack/sip/dispatch/rule.ts";
import { matchTrunk } from "../../stack/sip/dispatch/trunk.ts";
import { inviteText, requestOf } from "./support/messages.ts";

const call: Arrival = {
  from: { user: "+79161112233", host: "10.0.0.1" },
  to: { user: "+74951234567" },
  sourceAddress: "192.0.2.7",
};
const trunk = (fields: Partial<SIPInboundTrunkInfo>): SIPInboundTrunkInfo => new SIPInboundTrunkInfo(fields);
const individual = (roomPrefix: string, fields: object = {}): SIPDispatchRuleInfo =>
  SIPDispatchRuleInfo.fromJson({
    sipDispatchRuleId: roomPrefix,
    rule: { dispatchRuleIndividual: { roomPrefix } },
    ...fields,
  });

describe("which trunk", () => {
  it("[T39] the one with the called number, however it is written, before the one for all numbers", () => {
    const own = trunk({ sipTrunkId: "own", numbers: ["7 (495) 123-45-67"] });
    const all = trunk({ sipTrunkId: "all" });
    expect(matchTrunk([all, own], call)).toEqual({ ok: true, value: own });
    expect(matchTrunk([all], call)).toEqual({ ok: true, value: all });
    expect(matchTrunk([trunk({ numbers: ["+7495"] })], call)).toEqual({ ok: true, value: undefined });
  });

  it("[T39] two that fit equally are none", () => {
    const twice = [trunk({ numbers: ["+74951234567"] }), trunk({ numbers: ["+74951234567"] })];
    expect(matchTrunk(twice, call)).toEqual({ ok: false, refusal: "ambiguous" });
  });

  it.each([
    [["192.0.2.7"], true],
    [["192.0.2.0/24"], true],
    [["198.51.100.0/24"], false],
    [["10.0.0.1"], true], // the host in From counts too: that is LiveKit's rule, and why an address list alone is no lock
    [["2001:db8::/32"], false],
    [["192.0.2.0/99"], false],
    [["not an address"], true], // unreadable entries are dropped, and an empty list lets everybody in
  ])("[T39] allowed addresses %j: %s", (allowedAddresses, allowed) => {
    const matched = matchTrunk([trunk({ allowedAddresses })], call);
    expect(matched.ok && matched.value !== undefined).toBe(allowed);
  });

  it("[T39] a caller who is not among the allowed numbers is not taken", () => {
    expect(matchTrunk([trunk({ allowedNumbers: ["+7999"] })], call)).toEqual({ ok: true, value: undefined });
    expect(matchTrunk([trunk({ allowedNumbers: ["79161112233"] })], call)).toMatchObject({
      value: expect.anything() as object,
    });
  });
});

describe("which rule", () => {
  const own = trunk({ sipTrunkId: "ST_1" });

  it("[T40] one of the trunk before one of any trunk; one of another trunk never", () => {
    const any = individual("any");
    const ofTrunk = individual("own", { trunkIds: ["ST_1"] });
    expect(matchRule([any, ofTrunk], own, call)).toBe(ofTrunk);
    expect(matchRule([any, ofTrunk], undefined, call)).toBe(any);
    expect(matchRule([individual("other", { trunkIds: ["ST_2"] })], own, call)).toBeUndefined();
  });

  it("[T40] one for certain numbers before one for all, a fixed room before a room by caller", () => {
    const forAll = individual("all");
    const forNumber = individual("number", { numbers: ["+74951234567"] });
    const forCaller = individual("caller", { inboundNumbers: ["+79161112233"], numbers: ["+74951234567"] });
    const fixed = SIPDispatchRuleInfo.fromJson({ rule: { dispatchRuleDirect: { roomName: "fixed" } } });
    expect(matchRule([forAll, forNumber], own, call)).toBe(forNumber);
    expect(matchRule([forAll, forNumber, forCaller], own, call)).toBe(forCaller);
    expect(matchRule([forAll, fixed], own, call)).toBe(fixed);
    expect(matchRule([individual("x", { numbers: ["74951234567"] })], own, call)).toBeUndefined(); // as written, unlike a trunk's
  });
});

describe("what the call gets", () => {
  it("[T1] room, identity and name by the kind of rule", () => {
    const random = "[2-9A-HJ-NP-Za-km-z]{12}";
    const room = (rule: Record<string, Record<string, string | boolean>>): string =>
      assign("SCL_1", call, undefined, SIPDispatchRuleInfo.fromJson({ rule })).room;
    expect(room({ dispatchRuleIndividual: { roomPrefix: "call-a" } })).toMatch(
      new RegExp(`^call-a_\\+79161112233_${random}$`),
    );
    expect(room({ dispatchRuleIndividual: { noRandomness: true } })).toBe("+79161112233");
    expect(room({ dispatchRuleCallee: { roomPrefix: "did" } })).toBe("did_+74951234567");
    expect(room({ dispatchRuleCallee: { roomPrefix: "did", randomize: true } })).toMatch(
      new RegExp(`^did_\\+74951234567_${random}$`),
    );
    expect(room({ dispatchRuleDirect: { roomName: "fixed" } })).toBe("fixed");
  });

  it("[T41] a hidden number stands nowhere whole", () => {
    const assigned = assign("SCL_1", call, undefined, individual("call", { hidePhoneNumber: true }));
    expect(JSON.stringify(assigned)).not.toContain("79161112233");
    expect(assigned.room).toMatch(/^call_2233_/);
    expect(assigned.name).toBe("Phone 2233");
    expect(assigned.identity).toBe(`sip_${createHash("sha256").update("+79161112233").digest("hex").slice(0, 16)}`);
    expect(assigned.attributes).not.toHaveProperty("sip.phoneNumber");
    expect(assigned.attributes).not.toHaveProperty("sip.trunkPhoneNumber");
  });

  it("[T18] timeouts: the rule's media timeout before the trunk's, LiveKit's own where none is set", () => {
    const own = SIPInboundTrunkInfo.fromJson({
      ringingTimeout: "20s",
      maxCallDuration: "3600s",
      media: { mediaTimeout: "30s" },
    });
    expect(assign("", call, own, individual("a"))).toMatchObject({
      ringingTimeout: 20_000,
      maxCallDuration: 3_600_000,
      mediaTimeout: 30_000,
    });
    expect(assign("", call, own, individual("a", { media: { mediaTimeout: "90s" } })).mediaTimeout).toBe(90_000);
    expect(assign("", call, undefined, individual("a"))).toMatchObject({
      ringingTimeout: 180_000,
      maxCallDuration: 86_400_000,
      mediaTimeout: 15_000,
    });
  });

  it("[T37] headers become attributes: the trunk's own map, X- headers or all of them on request, carriers' marks always", () => {
    const invite = requestOf(
      inviteText({ more: ["X-Queue: gold", "P-Asserted-Identity: <sip:+7>", "X-Amzn-ConnectContactId: c1"] }),
    );
    const of = (fields: object) =>
      attributesOf(
        invite,
        assign(
          "SCL_1",
          call,
          SIPInboundTrunkInfo.fromJson({ sipTrunkId: "ST_1", ...fields }),
          individual("a", { attributes: { from: "rule" } }),
        ),
      );
    expect(of({ headersToAttributes: { "p-asserted-identity": "pai" } })).toEqual({
      from: "rule",
      pai: "<sip:+7>",
      "sip.amazon.contactId": "c1",
      "sip.callID": "SCL_1",
      "sip.callIDFull": "call-1",
      "sip.callTag": "caller",
      "sip.hostname": "10.0.0.1",
      "sip.phoneNumber": "+79161112233",
      "sip.ruleID": "a",
      "sip.trunkID": "ST_1",
      "sip.trunkPhoneNumber": "+74951234567",
    });
    expect(of({ includeHeaders: SIPHeaderOptions.SIP_X_HEADERS })).toMatchObject({ "sip.h.x-queue": "gold" });
    expect(of({ includeHeaders: SIPHeaderOptions.SIP_X_HEADERS })).not.toHaveProperty("sip.h.call-id");
    expect(of({ includeHeaders: SIPHeaderOptions.SIP_ALL_HEADERS })).toMatchObject({ "sip.h.call-id": "call-1" });
    expect(headersFrom({ a: "1" }, { a: "X-A", b: "X-B" })).toEqual([["X-A", "1"]]);
  });
});

describe("passwords", () => {
  const credentials = { username: "carrier", password: "secret", realm: "LiveKit" };
  const md5 = (text: string): string => createHash("md5").update(text).digest("hex");
  const response = (nonce: string, password: string): string =>
    md5(`${md5(`carrier:LiveKit:${password}`)}:${nonce}:${md5("INVITE:sip:x")}`);

  it("[T33] only the right answer to the call's own challenge passes", () => {
    const challenges = new Challenges();
    const asked = challenges.judge(requestOf(inviteText()), credentials);
    const nonce = asked.kind === "challenge" ? (/nonce="(\w+)"/.exec(asked.header)?.[1] ?? "") : "";
    const judged = (answer: string, username = "carrier", callId = "call-1") =>
      challenges.judge(
        requestOf(
          inviteText({
            callId,
            more: [`Proxy-Authorization: Digest username="${username}", uri="sip:x", response="${answer}"`],
          }),
        ),
        credentials,
      ).kind;
    expect(judged(response(nonce, "secret"))).toBe("passed");
    expect(judged(response(nonce, "guess"))).toBe("wrong");
    expect(judged(response("other", "secret"))).toBe("wrong");
    expect(judged(response(nonce, "secret"), "somebody")).toBe("wrong");
    expect(judged(response(nonce, "secret"), "carrier", "call-2")).toBe("wrong");
    expect(judged("é".repeat(32))).toBe("wrong");
  });
});
