/** LiveKit's reports: false ones are rejected, repeated ones ignored, lost ones made up for. */
import { afterAll, afterEach, beforeAll, expect, it } from "vitest";
import { AccessToken, RoomServiceClient } from "livekit-server-sdk";
import { createHash } from "node:crypto";
import { Centre, eventually } from "./centre.ts";

let centre: Centre;
beforeAll(async () => {
  centre = await Centre.open();
});
afterEach(() => centre.clear());
afterAll(() => centre?.close());

const event = (id: string, room: string) =>
  JSON.stringify({
    event: "participant_joined",
    id,
    createdAt: String(Math.floor(Date.now() / 1000)),
    room: { sid: "RM_x", name: room },
    participant: {
      sid: "PA_x",
      identity: "sip_+79990000000",
      kind: "SIP",
      attributes: { "sip.phoneNumber": "+79990000000", "sip.trunkPhoneNumber": "+74951234567", "sip.callID": "SCL_x" },
    },
  });

async function signed(body: string, options: { secret?: string; ttl?: number } = {}): Promise<string> {
  const { apiKey, apiSecret } = centre.stack.livekit;
  const token = new AccessToken(apiKey, options.secret ?? apiSecret, { ttl: options.ttl ?? 300 });
  token.sha256 = createHash("sha256").update(body).digest("base64");
  return token.toJwt();
}

const post = async (body: string, authorization: string): Promise<number> =>
  (
    await fetch(`${centre.stack.url}/livekit/webhook`, {
      method: "POST",
      headers: { "Content-Type": "application/webhook+json", Authorization: authorization },
      body,
    })
  ).status;

const counted = async (result: string): Promise<number> => {
  const text = await (await fetch(`${centre.stack.url}/metrics`)).text();
  const line = text.split("\n").find((candidate) => candidate.includes("webhook") && candidate.includes(`"${result}"`));
  return Number(line?.split(" ").at(-1) ?? 0);
};

it("[E13] forged, altered and expired webhooks are rejected and counted; a repeated one is ignored", async () => {
  const before = (await centre.calls()).length;
  const forged = event("EV_forged", "call-callcenter_+79990000000_forged000001");
  expect(await post(forged, await signed(forged, { secret: "somebody-elses-secret-of-32-chars!" }))).toBe(401);
  const altered = event("EV_altered", "call-callcenter_+79990000000_altered00001");
  expect(await post(altered.replace("PA_x", "PA_y"), await signed(altered))).toBe(401);
  expect(await post(altered, await signed(altered, { ttl: -120 }))).toBe(401);
  expect(await post(altered, "")).toBe(401);
  expect((await centre.calls()).length).toBe(before);

  const real = event("EV_real", "call-callcenter_+79990000000_real00000001");
  const token = await signed(real);
  expect(await post(real, token)).toBe(200);
  expect(await post(real, token)).toBe(200);
  expect((await centre.calls()).length).toBe(before + 1);
  for (const refusal of ["forged", "altered", "expired", "unsigned"]) expect(await counted(refusal)).toBe(1);
  expect(await counted("repeated")).toBe(1);
  // No such room exists in LiveKit: the call that the webhook made up ends by itself.
  await centre.call(({ outcome }) => outcome !== undefined, 15_000);
});

it("[E14] a room that ends without a webhook is noticed within 15 s", async () => {
  await centre.signIn("operator1");
  const call = await centre.dial();
  await call.answered;
  await eventually(async () => ((await centre.queue()).waiting === 1 ? true : undefined));
  // The edge app is deaf while the room goes: webhooks of that time are lost.
  await centre.stack.kill9("actors");
  const { url, apiKey, apiSecret } = centre.stack.livekit;
  const rooms = new RoomServiceClient(url.replace("ws", "http"), apiKey, apiSecret);
  for (const { name } of await rooms.listRooms()) await rooms.deleteRoom(name);
  const ended = await centre.call(({ outcome }) => outcome !== undefined, 15_000);
  expect(ended.outcome).toBe("abandoned");
  expect((await centre.queue()).entries).toEqual([]);
});
