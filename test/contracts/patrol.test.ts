/** A real LiveKit server that tells nobody anything: the patrol finds out by itself. */
import { AccessToken } from "livekit-server-sdk";
import { afterAll, beforeAll, expect, it, vi } from "vitest";
import { joinRoom } from "../../media/room/join.ts";
import { callIdOf } from "../../src/livekit/callId.ts";
import { Patrol } from "../../src/livekit/patrol.ts";
import { liveKitRooms } from "../../src/livekit/rooms.ts";
import { announcerPass } from "../../src/livekit/tokens.ts";
import type { LiveCall, PatrolPorts } from "../../src/livekit/patrol.ts";
import { as } from "../../src/words/index.ts";
import type { ApplicationId, RoomName } from "../../src/words/index.ts";
import { type LiveKit, startLiveKit } from "../support/livekit.ts";

const room = as<RoomName>("call-callcenter_+79161234567_AbCdEfGhIjKl");
/** As often as the patrol walks, twice over: LiveKit's own counts lag by up to five seconds. */
const healed = { timeout: 15_000, interval: 500 };

let server: LiveKit;
beforeAll(async () => {
  server = await startLiveKit({ port: 25_400, udpPort: 25_410 });
}, 30_000);
afterAll(() => server.stop());

it("[L14] a lost arrival and a lost departure are both noticed within 15 s", async () => {
  const told: Parameters<ReturnType<PatrolPorts["call"]>["tell"]>[0][] = [];
  const live: LiveCall[] = [];
  let looks = 0;
  const patrol = new Patrol({
    now: Date.now,
    rooms: liveKitRooms({ ...server, url: server.url.replace("ws", "http") }),
    applications: async () => [as<ApplicationId>("callcenter")],
    live: async () => live,
    route: async () => undefined,
    call: () => ({
      tell: async (fact) => void told.push(fact),
      look: async () => void (looks += 1),
    }),
    dial: () => ({ tell: async () => false }),
    report: ({ error }) => {
      throw error;
    },
  });

  const token = new AccessToken(server.apiKey, server.apiSecret, {
    identity: "sip_+79161234567",
    ttl: 120,
    attributes: { "sip.phoneNumber": "+79161234567", "sip.trunkPhoneNumber": "+74951234567" },
  });
  token.kind = "sip";
  token.addGrant({ roomJoin: true, room });
  const caller = await joinRoom({ url: server.url, token: await token.toJwt(), on: {} });
  const announcer = await joinRoom({ url: server.url, token: await announcerPass(server, room), on: {} });
  await patrol.round();
  expect(told).toMatchObject([
    { type: "caller.joined", from: "+79161234567", to: "+74951234567", channel: "phone", room },
  ]);

  live.push({ callId: await callIdOf(room), room, startedAt: Date.now() - 60_000 });
  await vi.waitFor(async () => {
    const before = looks;
    await patrol.round();
    expect(looks).toBe(before); // LiveKit's count has settled
  }, healed);

  const before = looks;
  await caller.leave();
  await vi.waitFor(async () => {
    await patrol.round();
    expect(looks).toBeGreaterThan(before);
  }, healed);
  await announcer.leave();
}, 60_000);
