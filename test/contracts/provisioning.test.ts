/** Provisioning against a SIP service that checks what LiveKit's checks, and against a LiveKit that has none. */
import { mkdtempSync, rmSync } from "node:fs";
import type { Server } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { SIPInboundTrunkInfo } from "@livekit/protocol";
import { SipClient } from "livekit-server-sdk";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { ProvisionSip } from "../../src/livekit/provisioning.ts";
import { sipProvisioning } from "../../src/livekit/provisioning.ts";
import { as } from "../../src/words/index.ts";
import type { ApplicationId } from "../../src/words/index.ts";
import { sipService } from "../../stack/sip/api/sip-service.ts";
import { twirpServer } from "../../stack/sip/api/twirp.ts";
import { DispatchStore } from "../../stack/sip/dispatch/store.ts";
import { startLiveKit } from "../support/livekit.ts";

const app = as<ApplicationId>("callcenter");
const other = as<ApplicationId>("other");
const keys = { apiKey: "devkey", apiSecret: "a-secret-for-tests-that-is-32-chars" };
/** A service of its own port for each test: a client keeps connections to a closed one for a while. */
let port = 25_330;

describe("provisioning", () => {
  let folder: string;
  let store: DispatchStore;
  let service: Server;
  let provision: ProvisionSip;
  let url: string;
  let asked: string[];

  beforeEach(async () => {
    folder = mkdtempSync(join(tmpdir(), "sip-"));
    store = new DispatchStore(folder);
    service = twirpServer(sipService(store), keys.apiKey, keys.apiSecret);
    asked = [];
    service.on("request", ({ url: path }: { url?: string }) =>
      asked.push((path ?? "").slice((path ?? "").lastIndexOf("/") + 1)),
    );
    port += 1;
    await new Promise<void>((resolve) => service.listen(port, "127.0.0.1", resolve));
    url = `http://127.0.0.1:${port}`;
    provision = sipProvisioning({ url, wsUrl: url, sipUrl: url, ...keys });
  });
  afterEach(async () => {
    service.closeAllConnections();
    await new Promise((resolve) => service.close(resolve));
    rmSync(folder, { recursive: true });
  });

  it("[L21] makes one trunk and one rule that gives every call a room of its own", async () => {
    const answer = await provision(app, ["+74951234567", "+74950000000"]);
    const [trunk] = store.trunks;
    const [rule] = store.rules;
    expect(answer).toEqual({
      ok: true,
      value: {
        trunkId: trunk?.sipTrunkId,
        ruleId: rule?.sipDispatchRuleId,
        changes: ["trunk created", "rule created"],
      },
    });
    expect(trunk?.toJson()).toMatchObject({
      name: "acd callcenter",
      numbers: ["+74950000000", "+74951234567"],
      headersToAttributes: { "P-Asserted-Identity": "sip.assertedIdentity", Diversion: "sip.diversion" },
      media: { mediaTimeout: "90s" },
    });
    expect(rule?.toJson()).toMatchObject({
      name: "acd callcenter",
      trunkIds: [trunk?.sipTrunkId],
      rule: { dispatchRuleIndividual: { roomPrefix: "call-callcenter" } },
      roomConfig: { emptyTimeout: 30, departureTimeout: 5, maxParticipants: 8 },
    });
  });

  it("[L21] asked again it changes nothing", async () => {
    await provision(app, ["+74951234567"]);
    asked.length = 0;
    expect(await provision(app, ["+74951234567"])).toMatchObject({ ok: true, value: { changes: [] } });
    expect(asked).toEqual(["ListSIPInboundTrunk", "ListSIPDispatchRule"]);
  });

  it("[L21] brings a trunk and a rule back to what they should be, under the ids they have", async () => {
    const first = await provision(app, ["+74951234567"]);
    const [rule] = store.rules;
    const bent = rule?.clone();
    if (bent !== undefined) store.putRule(Object.assign(bent, { trunkIds: [] }));
    const second = await provision(app, ["+74951234567", "+74950000000"]);
    expect(second).toMatchObject({ ok: true, value: { changes: ["trunk updated", "rule updated"] } });
    expect({ ...second, value: { ...(second.ok && second.value), changes: [] } }).toEqual({
      ...first,
      value: { ...(first.ok && first.value), changes: [] },
    });
    expect(store.rules[0]?.trunkIds).toEqual([store.trunks[0]?.sipTrunkId]);
    expect(store.trunks).toHaveLength(1);
  });

  it("[L22] what somebody added by hand stays, and what others have set up is not touched", async () => {
    await provision(app, ["+74951234567"]);
    const sip = new SipClient(url, keys.apiKey, keys.apiSecret);
    const [mine] = await sip.listSipInboundTrunk();
    const byHand = { authUsername: "carrier", authPassword: "secret", allowedAddresses: ["192.0.2.0/24"] };
    await sip.updateSipInboundTrunk(
      String(mine?.sipTrunkId),
      Object.assign(mine?.clone() ?? new SIPInboundTrunkInfo(), byHand),
    );
    const theirs = await sip.createSipInboundTrunk("theirs", ["+15550000"]);
    await provision(app, ["+74951234567", "+74950000000"]);
    expect(await provision(other, ["+74957777777"])).toMatchObject({
      ok: true,
      value: { changes: ["trunk created", "rule created"] },
    });
    const trunks = await sip.listSipInboundTrunk();
    expect(trunks.find(({ name }) => name === "acd callcenter")).toMatchObject({
      authUsername: "carrier",
      allowedAddresses: ["192.0.2.0/24"],
    });
    expect(trunks.find(({ name }) => name === "theirs")?.toJson()).toEqual(theirs.toJson());
  });

  it("[L23] a rule never stands without its trunk, and a trunk never without numbers", async () => {
    expect(await provision(app, [])).toEqual({ ok: false, refusal: "no_numbers" });
    expect(asked).toEqual([]);
    await provision(app, ["+74951234567"]);
    expect(asked.indexOf("CreateSIPInboundTrunk")).toBeLessThan(asked.indexOf("CreateSIPDispatchRule"));
    for (const rule of store.rules) expect(rule.trunkIds).toHaveLength(1);
  });

  it("[L24] numbers that another trunk has already are a fault that trying again cannot mend", async () => {
    await provision(app, ["+74951234567"]);
    const fault = await provision(other, ["+74951234567"]).catch((error: unknown) => error);
    expect(fault).toMatchObject({ name: "LiveKitFault", retry: "never" });
  });

  it("[L24] a LiveKit without a SIP service says so", async () => {
    const server = await startLiveKit({ port: 25_310, udpPort: 25_320 });
    try {
      const itself = server.url.replace("ws", "http");
      expect(
        await sipProvisioning({ ...server, url: itself, wsUrl: server.url, sipUrl: itself })(app, ["+74951234567"]),
      ).toEqual({ ok: false, refusal: "no_sip_service" });
    } finally {
      await server.stop();
    }
  });
});
