/** A real LiveKit server tells our real HTTP side what happens in its rooms. */
import { createServer, type Server } from "node:http";
import { TrackSource } from "@livekit/protocol";
import { AccessToken } from "livekit-server-sdk";
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from "vitest";
import { joinRoom } from "../../media/room/join.ts";
import { callIdOf } from "../../src/livekit/callId.ts";
import { operatorPass, webCallerPass } from "../../src/livekit/tokens.ts";
import { as } from "../../src/words/index.ts";
import type { OperatorId, RoomName } from "../../src/words/index.ts";
import { app, type World, world } from "../http/world.ts";
import { type LiveKit, startLiveKit } from "../support/livekit.ts";

const soon = { timeout: 8_000, interval: 20 };
const microphone = { name: "voice", source: TrackSource.MICROPHONE };
const aSid: unknown = expect.stringMatching(/^PA_/);
const port = 25_200;

let server: LiveKit;
let front: Server;
let w: World;

beforeAll(async () => {
  front = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on("data", (chunk: Buffer) => chunks.push(chunk));
    request.on("end", () => {
      const headers = new Headers(
        Object.entries(request.headers).map(([name, value]): [string, string] => [name, String(value)]),
      );
      void Promise.resolve(
        w.api.request(request.url ?? "/", { method: "POST", headers, body: Buffer.concat(chunks) }),
      ).then((answer) => {
        response.writeHead(answer.status).end();
      });
    });
  });
  await new Promise<void>((resolve) => front.listen(port, "127.0.0.1", resolve));
  server = await startLiveKit({
    port: 25_210,
    udpPort: 25_220,
    webhookUrl: `http://127.0.0.1:${port}/livekit/webhook`,
  });
}, 30_000);
beforeEach(async () => {
  w = world();
  await w.furnish();
});
afterAll(async () => {
  await server.stop();
  front.close();
});

describe("LiveKit's own webhooks", () => {
  const told = (type: string) => w.told.filter(({ fact }) => fact.type === type);

  it("[L20] [L26] tell a call's whole story: caller, operator's voice, departures", async () => {
    const room = as<RoomName>("call-callcenter_web_story");
    const caller = await joinRoom({
      url: server.url,
      token: await webCallerPass(server, room, "web_1", "+74951234567"),
      on: {},
    });
    await vi.waitFor(() => expect(told("caller.joined")).toHaveLength(1), soon);
    expect(w.told[0]).toMatchObject({
      call: `${app}/${await callIdOf(room)}`,
      fact: { channel: "web", sid: aSid, to: "+74951234567", route: { queueId: "MainQueue" } },
    });

    const pass = operatorPass(server, room, as<OperatorId>("anna"), true);
    const operator = await joinRoom({ url: server.url, token: await pass, on: {} });
    await vi.waitFor(() => expect(told("operator.joined")).toHaveLength(1), soon);
    await operator.publish(microphone);
    await vi.waitFor(() => expect(told("operator.audible")).toHaveLength(1), soon);
    expect(told("operator.audible")[0]?.fact).toMatchObject({ operatorId: "anna", sid: aSid });

    // One at whom it rings is not spoken of until they leave.
    const ringing = await joinRoom({
      url: server.url,
      token: await operatorPass(server, room, as<OperatorId>("boris")),
      on: {},
    });
    await ringing.leave();
    await vi.waitFor(() => expect(told("operator.left")).toHaveLength(1), soon);
    expect(told("operator.joined")).toMatchObject([{ fact: { operatorId: "anna", sid: aSid } }]);

    await operator.leave();
    await vi.waitFor(() => expect(told("operator.left")).toHaveLength(2), soon);
    await caller.leave();
    await vi.waitFor(() => expect(told("caller.left")).toHaveLength(1), soon);
    expect(told("caller.left")[0]?.fact).toMatchObject({ sid: aSid, reason: "CLIENT_INITIATED" });
  }, 40_000);

  it("[L20] of a caller on the phone they bring number and trunk", async () => {
    const room = "call-callcenter_+79161234567_AbCdEfGhIjKl";
    const token = new AccessToken(server.apiKey, server.apiSecret, {
      identity: "sip_+79161234567",
      ttl: 120,
      attributes: { "sip.phoneNumber": "+79161234567", "sip.trunkPhoneNumber": "+74951234567" },
    });
    token.kind = "sip";
    token.addGrant({ roomJoin: true, room });
    const caller = await joinRoom({ url: server.url, token: await token.toJwt(), on: {} });
    await vi.waitFor(() => expect(told("caller.joined")).toHaveLength(1), soon);
    expect(w.told[0]?.fact).toMatchObject({
      channel: "phone",
      from: "+79161234567",
      to: "+74951234567",
      room,
      sid: aSid,
    });
    await caller.leave();
  });
});
