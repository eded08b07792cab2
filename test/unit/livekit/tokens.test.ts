import type { VideoGrant } from "livekit-server-sdk";
import { TokenVerifier } from "livekit-server-sdk";
import { describe, expect, it } from "vitest";
import { announcerPass, operatorPass, webCallerPass } from "../../../src/livekit/tokens.ts";
import { as } from "../../../src/words/index.ts";
import type { OperatorId, RoomName } from "../../../src/words/index.ts";

const keys = { apiKey: "devkey", apiSecret: "a-secret-for-tests-that-is-32-chars" };
const room = as<RoomName>("call-callcenter_+7916_AbC");
const claimsOf = (token: Promise<string>) =>
  token.then((text) => new TokenVerifier(keys.apiKey, keys.apiSecret).verify(text));

/** What LiveKit takes for granted where a pass is silent. */
const grants: (keyof VideoGrant)[] = [
  "canPublish",
  "canSubscribe",
  "canPublishData",
  "canUpdateOwnMetadata",
  "canSubscribeMetrics",
  "canManageAgentSession",
  "hidden",
  "recorder",
  "agent",
];

describe("passes", () => {
  const passes = {
    announcer: () => announcerPass(keys, room),
    operator: () => operatorPass(keys, room, as<OperatorId>("anna")),
    "web caller": () => webCallerPass(keys, room, "web_1", "+7495"),
  };

  it.each(Object.entries(passes))(
    "[L10] the %s's is for one room, one identity, two minutes, and silent about nothing",
    async (_, make) => {
      const { video, sub, exp, nbf } = await claimsOf(make());
      expect(video).toMatchObject({
        room,
        roomJoin: true,
        roomAdmin: false,
        roomCreate: false,
        roomList: false,
        roomRecord: false,
        ingressAdmin: false,
      });
      expect(sub).toBeTruthy();
      expect(Number(exp) - Number(nbf)).toBe(120);
      for (const grant of grants) expect(video, grant).toHaveProperty(grant);
      expect(video).toMatchObject({
        canPublishData: false,
        canUpdateOwnMetadata: false,
        hidden: false,
        recorder: false,
        agent: false,
      });
    },
  );

  it("[L11] while it rings an operator may neither speak nor hear", async () => {
    const { video, sub, kind } = await claimsOf(passes.operator());
    expect(video).toMatchObject({ canPublish: false, canSubscribe: false });
    expect(video).not.toHaveProperty("canPublishSources");
    expect({ sub, kind }).toEqual({ sub: "operator_anna", kind: "standard" });
  });

  it("[L11] one who comes back into a call may at once, with the microphone only", async () => {
    const { video } = await claimsOf(operatorPass(keys, room, as<OperatorId>("anna"), true));
    expect(video).toMatchObject({ canPublish: true, canSubscribe: true, canPublishSources: ["microphone"] });
  });

  it("[L10] an announcer speaks, hears nothing, and keeps no room open", async () => {
    const { video, kind } = await claimsOf(passes.announcer());
    expect(video).toMatchObject({ canPublish: true, canSubscribe: false, canPublishSources: ["microphone"] });
    expect(kind).toBe("agent");
  });

  it("[L10] a caller in a browser brings along how the room is to be", async () => {
    const { video, roomConfig, attributes } = await claimsOf(passes["web caller"]());
    expect(video).toMatchObject({ canPublish: true, canSubscribe: true, canPublishSources: ["microphone"] });
    expect(roomConfig).toMatchObject({ emptyTimeout: 30, departureTimeout: 5, maxParticipants: 8 });
    expect(attributes).toEqual({ "acd.number": "+7495" });
  });
});
