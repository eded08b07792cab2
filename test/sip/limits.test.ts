/** Timeouts, passwords and restarts, with a gateway whose patience is short. */
import { mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { SIPInboundTrunkInfo, SipClient } from "livekit-server-sdk";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { dial } from "../support/phone.ts";
import type { Setting } from "./harness.ts";
import { sipp } from "./sipp.ts";
import { answer, didNumber, newCaller, startGateway, startSetting } from "./harness.ts";

let setting: Setting;
beforeAll(async () => {
  setting = await startSetting(
    { livekit: 22_010, livekitUdp: 22_012, sip: 22_062, api: 22_072, rtp: "22300-22399" },
    { SIP_MEDIA_TIMEOUT_INITIAL: "1500" },
  );
  const [trunk] = await setting.sip.listSipInboundTrunk();
  const impatient = SIPInboundTrunkInfo.fromJson({
    ...(trunk?.toJson() as object),
    ringingTimeout: "1.5s",
    media: { mediaTimeout: "1s" },
  }); // a message's JSON is always an object
  await setting.sip.updateSipInboundTrunk(trunk?.sipTrunkId ?? "", impatient);
});
afterAll(() => setting.stop());

async function answeredCall(mute: boolean) {
  const from = newCaller();
  const call = await dial({ to: didNumber, from, server: setting.gateway.server, mute });
  const { room } = await setting.webhook("participant_joined", from);
  const answerer = await answer(setting.livekit, room?.name ?? "");
  await call.answered;
  return { call, answerer };
}

describe("patience", () => {
  it("[T18] nobody answers: 486 after the ringing timeout, and the room is left", async () => {
    const from = newCaller();
    const call = await dial({ to: didNumber, from, server: setting.gateway.server });
    expect(await call.ended).toEqual({ by: "refused", status: 486, reason: "Rejected" });
    expect(call.responses.filter(({ status }) => status === 180).length).toBeGreaterThanOrEqual(2);
    await setting.webhook("participant_left", from);
  });

  it("[T18] no packet ever comes after the answer: BYE, and the status is hangup", async () => {
    const { call, answerer } = await answeredCall(true);
    expect(await call.ended).toEqual({ by: "them" });
    expect(answerer.statuses).toContain("active"); // one second after the answer, packet or not
    await expect.poll(() => answerer.statuses.at(-1), { timeout: 8_000 }).toBe("hangup");
    await answerer.leave();
  });

  it("[T18] packets stop coming: BYE after the media timeout of the trunk", async () => {
    const { call, answerer } = await answeredCall(false);
    await new Promise((wake) => setTimeout(wake, 1_500)); // longer than the timeout, with packets
    expect(setting.gateway.lines.findLast((line) => line.event === "call.ended")?.["ending"]).not.toBe("hung up");
    call.line.pause();
    expect(await call.ended).toEqual({ by: "them" });
    expect(setting.gateway.lines.findLast((line) => line.event === "call.ended")).toMatchObject({ ending: "no media" });
    await answerer.leave();
  });
});

describe("passwords", () => {
  it("[T33] SIPp: a trunk with a password asks for it, and the right one is let in", async () => {
    const trunk = await setting.sip.createSipInboundTrunk("guarded", ["+15550002"], {
      authUsername: "carrier",
      authPassword: "secret",
    });
    await setting.sip.createSipDispatchRule(
      { type: "individual", roomPrefix: "guarded" },
      { name: "guarded", trunkIds: [trunk.sipTrunkId] },
    );
    for (const transport of ["UDP", "TCP"] as const) {
      const { server } = setting.gateway;
      await sipp({ scenario: "authenticated", server, transport, to: "+15550002", from: newCaller(), port: 22_190 });
    }
  });
});

describe("restarts", () => {
  it("[T35] the numbers survive a kill", async () => {
    const folder = mkdtempSync(join(tmpdir(), "sip-gateway-"));
    const ports = { sip: 22_064, api: 22_074, rtp: "22400-22419" };
    const first = await startGateway(setting.livekit, ports, {}, folder);
    const client = new SipClient(first.apiUrl, setting.livekit.apiKey, setting.livekit.apiSecret);
    const trunk = await client.createSipInboundTrunk("kept", ["+15550003"]);
    first.process.kill("SIGKILL");
    await new Promise((gone) => first.process.once("exit", gone));
    const second = await startGateway(setting.livekit, ports, {}, folder);
    expect((await client.listSipInboundTrunk()).map((each) => each.sipTrunkId)).toEqual([trunk.sipTrunkId]);
    await second.stop();
  });

  it("[T36] a gateway that is told to stop says BYE to every caller, and no port stays taken", async () => {
    const folder = mkdtempSync(join(tmpdir(), "sip-gateway-"));
    const ports = { sip: 22_064, api: 22_074, rtp: "22400-22419" };
    const gateway = await startGateway(setting.livekit, ports, {}, folder);
    const client = new SipClient(gateway.apiUrl, setting.livekit.apiKey, setting.livekit.apiSecret);
    const trunk = await client.createSipInboundTrunk("stop", ["+15550004"]);
    await client.createSipDispatchRule(
      { type: "individual", roomPrefix: "stop" },
      { name: "stop", trunkIds: [trunk.sipTrunkId] },
    );
    const from = newCaller();
    const talking = await dial({ to: "+15550004", from, server: gateway.server });
    const { room } = await setting.webhook("participant_joined", from);
    const answerer = await answer(setting.livekit, room?.name ?? "");
    await talking.answered;
    const ringing = await dial({ to: "+15550004", from: newCaller(), server: gateway.server });
    await ringing.ringing;
    gateway.process.kill("SIGTERM");
    expect(await talking.ended).toEqual({ by: "them" });
    expect(await ringing.ended).toMatchObject({ status: 486 });
    await gateway.stop();
    await answerer.leave();
    await (await startGateway(setting.livekit, ports)).stop();
  });
});
