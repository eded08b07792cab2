/** The outbound trunk, against a SIP service that understands LiveKit's protocol and nothing else. */
import {
  CreateSIPOutboundTrunkRequest,
  DeleteSIPTrunkRequest,
  ListSIPOutboundTrunkRequest,
  SIPOutboundTrunkInfo,
  SIPTransport,
  UpdateSIPOutboundTrunkRequest,
} from "@livekit/protocol";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { outboundTrunks, type Carrier, type OutboundTrunks } from "../../src/livekit/outboundTrunk.ts";
import { as, type ApplicationId } from "../../src/words/index.ts";
import { Refusal, twirpDouble, type TwirpDouble } from "../support/twirp.ts";

const app = as<ApplicationId>("callcenter");
const keys = { apiKey: "devkey", apiSecret: "a-secret-for-tests-that-is-32-chars" };
const carrier: Carrier = { address: "sip.example.com:5060", transport: "udp", username: "acd", password: "hush" };
const numbers = ["+74951234567", "+74950000000"];

describe("the outbound trunk", () => {
  let server: TwirpDouble;
  let trunks: OutboundTrunks;
  let kept: SIPOutboundTrunkInfo[];
  const methods = () => server.asked.map(({ method }) => method);

  beforeEach(async () => {
    const theirs = new SIPOutboundTrunkInfo({ sipTrunkId: "ST_theirs", name: "theirs", numbers: ["+1"] });
    kept = [theirs];
    server = await twirpDouble({
      ListSIPOutboundTrunk: (body) => {
        ListSIPOutboundTrunkRequest.fromJson(body);
        // As LiveKit Cloud may: without passwords.
        const items = kept.map((trunk) => Object.assign(trunk.clone(), { authPassword: "" }).toJson());
        return { items };
      },
      CreateSIPOutboundTrunk: (body) => {
        const { trunk } = CreateSIPOutboundTrunkRequest.fromJson(body);
        const made = Object.assign(trunk?.clone() ?? new SIPOutboundTrunkInfo(), { sipTrunkId: `ST_${kept.length}` });
        kept.push(made);
        return made.toJson();
      },
      UpdateSIPOutboundTrunk: (body) => {
        const { sipTrunkId, action } = UpdateSIPOutboundTrunkRequest.fromJson(body);
        const trunk = kept.find((one) => one.sipTrunkId === sipTrunkId);
        if (trunk === undefined || action.case !== "update") throw new Refusal(404, "not_found");
        const { numbers: list, ...fields } = action.value;
        const given = Object.entries(fields).filter(([, value]) => value !== undefined);
        Object.assign(trunk, Object.fromEntries(given), { numbers: list?.set ?? trunk.numbers });
        return trunk.toJson();
      },
      DeleteSIPTrunk: (body) => {
        const { sipTrunkId } = DeleteSIPTrunkRequest.fromJson(body);
        kept = kept.filter((one) => one.sipTrunkId !== sipTrunkId);
        return {};
      },
    });
    trunks = outboundTrunks({ url: server.url, wsUrl: server.url, sipUrl: server.url, ...keys }, 1);
  });
  afterEach(() => server.stop());

  it("[B12] is made with the application's numbers and the carrier's password", async () => {
    expect(await trunks.ensure(app, carrier, numbers)).toEqual({ ok: true, value: { trunkId: "ST_1" } });
    expect(kept[1]?.toJson()).toEqual({
      sipTrunkId: "ST_1",
      name: "acd callcenter",
      address: "sip.example.com:5060",
      transport: "SIP_TRANSPORT_UDP",
      numbers: ["+74950000000", "+74951234567"],
      authUsername: "acd",
      authPassword: "hush",
      media: { mediaTimeout: "90s" },
    });
  });

  it("[B12] asked again without a password nothing is changed, whatever the order of the numbers", async () => {
    await trunks.ensure(app, carrier, numbers);
    server.asked.length = 0;
    const again = await trunks.ensure(app, { ...carrier, password: undefined }, numbers.toReversed());
    expect(again).toEqual({ ok: true, value: { trunkId: "ST_1" } });
    expect(methods()).toEqual(["ListSIPOutboundTrunk"]);
  });

  it("[B12] what differs is changed under the id that it has; a password that is not given stays", async () => {
    await trunks.ensure(app, carrier, numbers);
    const wanted = { ...carrier, address: "sip2.example.com", transport: "tls", password: undefined } as const;
    expect(await trunks.ensure(app, wanted, numbers)).toEqual({ ok: true, value: { trunkId: "ST_1" } });
    expect(kept[1]).toMatchObject({
      address: "sip2.example.com",
      transport: SIPTransport.SIP_TRANSPORT_TLS,
      authPassword: "hush",
    });
    await trunks.ensure(app, { ...wanted, password: "new" }, numbers);
    expect(kept[1]?.authPassword).toBe("new");
    await trunks.ensure(app, { ...wanted, username: "" }, numbers);
    expect(kept[1]).toMatchObject({ authUsername: "", authPassword: "" });
  });

  it("[B12] removed, those of others stay; what is not there is removed already", async () => {
    await trunks.ensure(app, carrier, numbers);
    await trunks.remove(app);
    await trunks.remove(app);
    expect(kept.map(({ name }) => name)).toEqual(["theirs"]);
  });

  it("[B12] without numbers of the application there is none, and LiveKit is not asked", async () => {
    expect(await trunks.ensure(app, carrier, [])).toEqual({ ok: false, refusal: "no_numbers" });
    expect(server.asked).toEqual([]);
  });

  it("[B12] a LiveKit without a SIP service says so; one that does not answer is a fault", async () => {
    const none = await twirpDouble({});
    const there = { url: none.url, wsUrl: none.url, sipUrl: none.url, ...keys };
    expect(await outboundTrunks(there, 1).ensure(app, carrier, numbers)).toEqual({
      ok: false,
      refusal: "no_sip_service",
    });
    await outboundTrunks(there, 1).remove(app);
    await none.stop();
    await expect(outboundTrunks(there, 1).remove(app)).rejects.toMatchObject({ name: "LiveKitFault" });
  });
});
