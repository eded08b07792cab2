/** Odd SIP from a carrier, through the whole stack: right replies, one call, and nothing left over anywhere. */
import { createSocket } from "node:dgram";
import { afterAll, afterEach, beforeAll, expect, it } from "vitest";
import { RoomServiceClient } from "livekit-server-sdk";
import { Centre, eventually, pause } from "./centre.ts";

let centre: Centre;
beforeAll(async () => {
  centre = await Centre.open();
});
afterEach(() => centre.clear());
afterAll(() => centre?.close());

/** No room in LiveKit, nobody in the line, no call alive. */
async function nothingLeft(): Promise<void> {
  const { url, apiKey, apiSecret } = centre.stack.livekit;
  const rooms = new RoomServiceClient(url.replace("ws", "http"), apiKey, apiSecret);
  await eventually(async () => ((await rooms.listRooms()).length === 0 ? true : undefined), 10_000);
  await eventually(async () => ((await centre.queue()).entries.length === 0 ? true : undefined));
  await eventually(
    async () => ((await centre.calls()).every(({ outcome }) => outcome !== undefined) ? true : undefined),
    10_000,
  );
}

it("[E9] CANCEL before the answer: 487, and the call is over everywhere", async () => {
  await centre.signIn("operator1");
  const call = await centre.dial();
  await call.ringing;
  expect(await call.cancel()).toBe(200);
  expect((await call.ended).status).toBe(487);
  await nothingLeft();
});

it("[E10] an INVITE sent three times is one call; a re-INVITE in the call is answered and changes nothing", async () => {
  await centre.signIn("operator1");
  const before = (await centre.calls()).length;
  const call = await centre.dial();
  call.repeatInvite();
  call.repeatInvite();
  await call.answered;
  await eventually(async () => ((await centre.queue()).waiting === 1 ? true : undefined));
  expect((await call.reinvite()).status).toBe(200);
  expect((await call.reinvite(call.offer("sendonly"))).status).toBe(200);
  await pause(300);
  expect((await centre.queue()).waiting).toBe(1);
  expect((await centre.calls()).length).toBe(before + 1);
  await call.hangUp();
  await nothingLeft();
});

it("[E11] garbage on the port harms nobody: the next good call is answered", async () => {
  const socket = createSocket("udp4");
  const send = (text: string | Buffer): void => socket.send(text, centre.stack.sipPort, "127.0.0.1");
  for (let i = 0; i < 200; i += 1) {
    send(Buffer.from(Array.from({ length: 300 }, (_, at) => (i * 31 + at * 17) % 256)));
    send(`INVITE sip:+74951234567@127.0.0.1 SIP/2.0\r\nVia: ${"x".repeat(i * 10)}\r\n\r\n`);
    send("INVITE\r\n\r\n");
    send("SIP/2.0 200 OK\r\nCSeq: nonsense\r\n\r\n");
  }
  await pause(300);
  socket.close();
  const call = await centre.dial();
  await call.answered;
  await call.hangUp();
  await nothingLeft();
});

it("[E12] an unknown number, bad SDP and no common codec are refused with a reason, and make no call", async () => {
  const before = (await centre.calls()).length;
  const unknown = await centre.dial({ to: "+70000000000" });
  expect((await unknown.ended).status).toBe(404);
  const noCodec = await centre.dial({
    sdp: "v=0\r\no=- 1 1 IN IP4 127.0.0.1\r\ns=-\r\nc=IN IP4 127.0.0.1\r\nt=0 0\r\nm=audio 4000 RTP/AVP 18\r\n",
  });
  expect((await noCodec.ended).status).toBeGreaterThanOrEqual(400);
  const bad = await centre.dial({ sdp: "this is no session description" });
  expect((await bad.ended).status).toBe(400);
  expect((await centre.calls()).length).toBe(before);
  await nothingLeft();
});
