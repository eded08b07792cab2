/**
 * Against a service that does what LiveKit's published PhoneNumberService does (livekit_phone_number.proto and the reference of the Phone Numbers
 * API): its paths, its names, its grant, its refusals. The real one is LiveKit Cloud's and cannot be run here.
 */
import { createServer, type IncomingMessage, type Server } from "node:http";
import { TokenVerifier } from "livekit-server-sdk";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { liveKitPhoneNumbers, type PhoneNumbers } from "../../src/livekit/phoneNumbers.ts";
import { startLiveKit } from "../support/livekit.ts";

const keys = { apiKey: "devkey", apiSecret: "a-secret-for-tests-that-is-32-chars" };
const [rule, others] = ["SDR_ours", "SDR_others"];
/** A service of its own port for each test: a client keeps connections to a closed one for a while. */
let port = 25_390;

interface Sold {
  readonly id: string;
  readonly e164_format: string;
  status: string;
  sip_dispatch_rule_id: string;
}

describe("telephone numbers of LiveKit", () => {
  let server: Server;
  let numbers: PhoneNumbers;
  let sold: Map<string, Sold>;
  let asked: { readonly method: string; readonly body: Record<string, unknown> }[];
  let fails: number | undefined;
  const inventory = ["+14155550100", "+14155550101"];

  const shown = (number: Sold) => ({
    ...number,
    country_code: "US",
    area_code: "415",
    number_type: "PHONE_NUMBER_TYPE_LOCAL",
    locality: "San Francisco",
    region: "CA",
    // Fields that a later version adds are passed over.
    capabilities: ["voice"],
  });

  function answer(method: string, body: Record<string, unknown>): [number, object] {
    const { phone_number: one, phone_numbers: many } = body as { phone_number?: string; phone_numbers?: string[] };
    const named = one ?? many?.[0] ?? "";
    switch (method) {
      case "SearchPhoneNumbers":
        if (body["country_code"] !== "US") return [400, { code: "invalid_argument", msg: "country" }];
        return [
          200,
          {
            items: inventory.map((number) =>
              shown({ id: "", e164_format: number, status: "", sip_dispatch_rule_id: "" }),
            ),
          },
        ];
      case "ListPhoneNumbers": {
        // One on a page.
        const all = [...sold.values()].map(shown);
        const at = Number((body["page_token"] as { token?: string } | undefined)?.token ?? 0);
        const next = at + 1 < all.length ? { next_page_token: { token: String(at + 1) } } : { next_page_token: null };
        return [200, { items: all.slice(at, at + 1), ...next, total_count: all.length, offline_count: 0 }];
      }
      case "PurchasePhoneNumber":
        if (sold.has(named) || !inventory.includes(named))
          return [409, { code: "already_exists", msg: "not to be had" }];
        sold.set(named, {
          id: `PN_${sold.size}`,
          e164_format: named,
          status: "PHONE_NUMBER_STATUS_ACTIVE",
          sip_dispatch_rule_id: String(body["sip_dispatch_rule_id"]),
        });
        // Of a purchase only these are told.
        return [200, { phone_numbers: [{ id: "PN_0", e164_format: named, status: "PHONE_NUMBER_STATUS_ACTIVE" }] }];
      case "GetPhoneNumber": {
        const found = sold.get(named);
        return found === undefined
          ? [404, { code: "not_found", msg: "no such number" }]
          : [200, { phone_number: shown(found) }];
      }
      case "UpdatePhoneNumber": {
        const found = sold.get(named);
        if (found !== undefined) found.sip_dispatch_rule_id = String(body["sip_dispatch_rule_id"]);
        return [200, { phone_number: found }];
      }
      case "ReleasePhoneNumbers": {
        const found = sold.get(named);
        if (found !== undefined) found.status = "PHONE_NUMBER_STATUS_RELEASED";
        return [200, {}];
      }
      default:
        return [404, { code: "bad_route", msg: "no handler" }];
    }
  }

  async function serve(request: IncomingMessage): Promise<[number, object]> {
    const [, prefix, service, method] = (request.url ?? "").split("/");
    const verifier = new TokenVerifier(keys.apiKey, keys.apiSecret);
    const claims = await verifier.verify(String(request.headers.authorization).replace("Bearer ", ""));
    if (claims.sip?.admin !== true) return [401, { code: "unauthenticated", msg: "permissions denied" }];
    if (prefix !== "twirp" || service !== "livekit.PhoneNumberService") return [404, { code: "bad_route", msg: "" }];
    if (fails !== undefined) return [fails, { code: "unavailable", msg: "try again" }];
    let text = "";
    for await (const chunk of request) text += String(chunk);
    const body = JSON.parse(text) as Record<string, unknown>;
    asked.push({ method: method ?? "", body });
    return answer(method ?? "", body);
  }

  beforeEach(async () => {
    [sold, asked, fails] = [new Map(), [], undefined];
    server = createServer((request, response) => {
      void serve(request).then(([status, body]) => {
        response.writeHead(status, { "content-type": "application/json" });
        response.end(JSON.stringify(body));
      });
    });
    port += 1;
    await new Promise<void>((resolve) => server.listen(port, "127.0.0.1", resolve));
    const url = `http://127.0.0.1:${port}`;
    numbers = liveKitPhoneNumbers({ url, wsUrl: url, sipUrl: url, ...keys });
  });
  afterEach(async () => {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  });

  it("[L28] searches by country and area code", async () => {
    const found = await numbers.search({ country: "US", areaCode: "415", limit: 10 });
    expect(asked).toEqual([
      { method: "SearchPhoneNumbers", body: { country_code: "US", area_code: "415", limit: 10 } },
    ]);
    expect(found).toMatchObject({
      ok: true,
      value: [{ number: "+14155550100", country: "US", areaCode: "415", type: "local", locality: "San Francisco" }, {}],
    });
    expect(await numbers.search({ country: "XX", limit: 10 })).toEqual({ ok: false, refusal: "refused" });
  });

  it("[L28] buys for a dispatch rule, once; lists what the rule has, page by page; gives back", async () => {
    for (const number of inventory) expect(await numbers.buy(number, rule)).toEqual({ ok: true, value: undefined });
    expect(await numbers.buy("+14155550100", rule)).toMatchObject({ ok: true });
    const list = await numbers.list(rule);
    expect(list.ok && list.value.map(({ number, status }) => [number, status])).toEqual([
      ["+14155550100", "active"],
      ["+14155550101", "active"],
    ]);
    expect(await numbers.list(others)).toEqual({ ok: true, value: [] });
    expect(await numbers.release("+14155550100", rule)).toMatchObject({ ok: true });
    const rest = await numbers.list(rule);
    expect(rest.ok && rest.value.map(({ number }) => number)).toEqual(["+14155550101"]);
  });

  it("[L28] takes no number from another application, and gives none of another back; takes one that belongs to nobody", async () => {
    expect(await numbers.buy("+14155550100", others)).toMatchObject({ ok: true });
    expect(await numbers.buy("+14155550100", rule)).toEqual({ ok: false, refusal: "refused" });
    expect(await numbers.release("+14155550100", rule)).toEqual({ ok: false, refusal: "refused" });
    expect(sold.get("+14155550100")).toMatchObject({
      sip_dispatch_rule_id: others,
      status: "PHONE_NUMBER_STATUS_ACTIVE",
    });
    const free = sold.get("+14155550100");
    if (free !== undefined) free.sip_dispatch_rule_id = "";
    expect(await numbers.buy("+14155550100", rule)).toMatchObject({ ok: true });
    expect(sold.get("+14155550100")?.sip_dispatch_rule_id).toBe(rule);
    expect(await numbers.buy("+19995550199", rule)).toEqual({ ok: false, refusal: "refused" });
  });

  it("[L28] tells a LiveKit that sells none from one that is in trouble", async () => {
    fails = 503;
    await expect(numbers.list(rule)).rejects.toThrow("LiveKit could not answer ListPhoneNumbers");
    const liveKit = await startLiveKit({ port: 25_311, udpPort: 25_321 });
    try {
      const itself = liveKit.url.replace("ws", "http");
      const own = liveKitPhoneNumbers({ ...liveKit, url: itself, wsUrl: liveKit.url, sipUrl: itself });
      expect(await own.search({ country: "US", limit: 1 })).toEqual({ ok: false, refusal: "not_offered" });
    } finally {
      await liveKit.stop();
    }
  });
});
