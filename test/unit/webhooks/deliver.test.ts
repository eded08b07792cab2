/** What leaves the house, as the receiver's own library sees it. */
import { randomBytes } from "node:crypto";
import { Webhook as Receiver, WebhookVerificationError } from "standardwebhooks";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { withNumbers, withReferences } from "../../../src/protocol/reference.ts";
import type { Attempt } from "../../../src/webhooks/book.ts";
import { answerWithin, deliver } from "../../../src/webhooks/deliver.ts";
import { secretBytes, secretOf } from "../../../src/webhooks/signature.ts";
import type { ApplicationId, CallId, RoomName } from "../../../src/words/index.ts";
import { as } from "../../../src/words/index.ts";

const newSecret = () => secretOf(new Uint8Array(randomBytes(secretBytes)));
const application = as<ApplicationId>("callcenter");
const [secret, older] = [newSecret(), newSecret()];
const call = {
  callId: as<CallId>("c_1"),
  room: as<RoomName>("call-callcenter_+79161234567_abc"),
  channel: "phone",
  from: "+79161234567",
  to: "+74951234567",
  startedAt: 1_000,
} as const;

const caller = "AbCdEfGhIjKlMnOpQrStUv";
/** As the ledger hands it over. */
const referring = withReferences(call, call.from, caller);

const attempt = (more: Partial<Attempt> = {}, numbers: "masked" | "whole" = "masked"): Attempt => ({
  place: 1,
  tries: 0,
  id: "msg_callcenter_1",
  at: 1_000,
  data: { type: "call.started", call: referring },
  settings: { revision: 1, url: "https://example.com/hook", enabled: true, numbers },
  secrets: [secret],
  ...more,
});

interface Sent {
  readonly url: string;
  readonly body: string;
  readonly headers: Record<string, string>;
  readonly init: RequestInit;
}

function receiver(answer: () => Response | Promise<Response> = () => new Response(null, { status: 204 })) {
  const sent: Sent[] = [];
  const post = {
    application,
    local: false,
    now: () => Date.now(),
    withNumbers: async (json: string) => withNumbers(json, (key) => (key === caller ? call.from : undefined)),
    fetch: async (url: string, init: RequestInit) => {
      sent.push({ url, init, body: init.body as string, headers: init.headers as Record<string, string> }); // both as deliver makes them
      return answer();
    },
  };
  return { sent, post };
}

async function one(given: Attempt): Promise<Sent> {
  const { sent, post } = receiver();
  expect(await deliver(given, post)).toEqual({ taken: true, status: 204 });
  const [request] = sent;
  if (request === undefined) throw new Error("nothing was sent");
  return request;
}

describe("a message on its way", () => {
  beforeEach(() => vi.useFakeTimers({ now: Date.parse("2026-11-23T08:00:00.700Z") }));
  afterEach(() => vi.useRealTimers());

  it("[A80] says what happened and when, with its id, and the receiver's library believes it", async () => {
    const { body, headers } = await one(attempt());
    expect(headers["webhook-id"]).toBe("msg_callcenter_1");
    expect(headers["webhook-timestamp"]).toBe(String(Date.parse("2026-11-23T08:00:00Z") / 1_000));
    expect(headers["content-type"]).toBe("application/json");
    expect(new Receiver(secret).verify(body, headers)).toMatchObject({
      type: "call.started",
      timestamp: "1970-01-01T00:00:01.000Z",
      data: { application: "callcenter", call: { callId: "c_1", to: "+74951234567" } },
    });
  });

  it("[A80] an altered body, id or time, another secret and a replay ten minutes later are not believed", async () => {
    const { body, headers } = await one(attempt());
    const mine = new Receiver(secret);
    const refused = (altered: string, given: Record<string, string>) =>
      expect(() => mine.verify(altered, given)).toThrow(WebhookVerificationError);
    refused(body.replace("c_1", "c_2"), headers);
    refused(body, { ...headers, "webhook-id": "msg_callcenter_2" });
    refused(body, { ...headers, "webhook-timestamp": String(Number(headers["webhook-timestamp"]) + 1) });
    expect(() => new Receiver(newSecret()).verify(body, headers)).toThrow(WebhookVerificationError);
    vi.setSystemTime(Date.now() + 600_000);
    refused(body, headers);
  });

  it("[A81] is signed with both secrets while both are good", async () => {
    const { body, headers } = await one(attempt({ secrets: [secret, older] }));
    expect(headers["webhook-signature"]).toMatch(/^v1,\S{44} v1,\S{44}$/);
    for (const known of [secret, older]) expect(new Receiver(known).verify(body, headers)).toBeDefined();
  });

  it("[A84] masks the caller's number, in the name of the room as well, unless it is to be whole", async () => {
    // As an older version has handed it over, too.
    for (const given of [referring, call]) {
      const masked = (await one(attempt({ data: { type: "call.started", call: given } }))).body;
      expect(masked).not.toContain("9161234567");
      expect(masked).not.toContain(caller);
      expect(masked).toContain('"from":"+7••••••••67"');
      expect(masked).toContain("call-callcenter_+7••••••••67_abc");
    }
    expect((await one(attempt({}, "whole"))).body).toContain(call.room);
    const ended = { data: { type: "callback.ended", callback: { of: "c_1" } } } as unknown as Partial<Attempt>; // what is looked at
    expect(JSON.parse((await one(attempt(ended))).body)).toMatchObject({
      type: "callback.ended",
      data: { callback: {} },
    });
  });

  it("[A83] anything but 2xx has not been taken; redirects are not followed; Retry-After is heard", async () => {
    for (const status of [301, 302, 307, 400, 404, 410, 429, 500, 503]) {
      const { sent, post } = receiver(() => new Response("no", { status, headers: { "retry-after": "60" } }));
      const outcome = await deliver(attempt(), post);
      expect(outcome).toEqual({ taken: false, problem: "refused", status, notBefore: Date.now() + 60_000 });
      expect(sent[0]?.init.redirect).toBe("manual");
    }
  });

  it("[A83] nobody there, and no answer within 15 s, are no faults of ours", async () => {
    const broken = receiver(() => Promise.reject(new TypeError("connection refused")));
    expect(await deliver(attempt(), broken.post)).toEqual({ taken: false, problem: "unreachable" });
    const slow = receiver();
    const never = (_: string, { signal }: RequestInit) =>
      new Promise<Response>((_, reject) => signal?.addEventListener("abort", () => reject(new Error("aborted"))));
    const outcome = deliver(attempt(), { ...slow.post, fetch: never });
    await vi.waitFor(() => expect(vi.getTimerCount()).toBe(1), { interval: 1 });
    await vi.advanceTimersByTimeAsync(answerWithin);
    expect(await outcome).toEqual({ taken: false, problem: "timeout" });
    expect(vi.getTimerCount()).toBe(0);
  });

  it("[A82] nothing is sent to an address that may not be posted to, whatever was allowed when it was put", async () => {
    const { sent, post } = receiver();
    const inside = attempt({
      settings: { revision: 1, url: "https://169.254.169.254/", enabled: true, numbers: "masked" },
    });
    expect(await deliver(inside, post)).toEqual({ taken: false, problem: "forbidden" });
    expect(sent).toEqual([]);
  });
});
