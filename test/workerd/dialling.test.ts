/** A promise that is kept: queue, attempt and call as real Durable Objects, before a LiveKit that has one room. */
import { evictDurableObject, runDurableObjectAlarm, runInDurableObject } from "cloudflare:test";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { callIdOf } from "../../src/livekit/callId.ts";
import type { CallbackRequest, PhonedFact } from "../../src/protocol/callback.ts";
import { callbackRoom } from "../../src/protocol/rooms.ts";
import { usualQueue } from "../../src/protocol/settings.ts";
import {
  as,
  type ApplicationId,
  type CallId,
  type DialId,
  type EntryId,
  type OperatorId,
  type QueueId,
  type RoomName,
} from "../../src/words/index.ts";
import { call, dial, directory, ledger, patrol, queue } from "./actors.ts";

const app = as<ApplicationId>("callcenter");
const boss = { by: "boss", from: null };
const number = "+79161234567";
const carrier = { address: "sip.example.com", transport: "auto", username: "", atOnce: 5, ringTime: 45_000 } as const;

/** Every test has a queue of its own: storage is shared within a file. */
let test = 0;
const queueId = () => as<QueueId>(`Queue${test}`);
const ours = () => queue(`callcenter/${queueId()}`);
const promised = () => `c_promised${test}.2`;
const dialId = () => as<DialId>(`${promised()}~1`);
const configure = () =>
  ours().tell({
    type: "queue.configured",
    at: 0,
    settings: {
      revision: 1,
      application: app,
      queueId: queueId(),
      name: "Main queue",
      ...usualQueue,
      callback: "callerFirst",
    },
  });
const attempt = () => dial(`callcenter/${dialId()}`);
const room = () => callbackRoom(app, dialId());
const phonedCall = async () => call(`callcenter/${await callIdOf(room())}`);

describe("somebody who was promised to be phoned", () => {
  /** What LiveKit has in the room; undefined: nobody. */
  let status: string | undefined;
  let asked: { method: string; body: Record<string, unknown> }[];
  const requests = (method: string) => asked.filter((one) => one.method === method);

  beforeEach(async () => {
    test += 1;
    status = undefined;
    asked = [];
    vi.spyOn(globalThis, "fetch").mockImplementation(async (input, init) => {
      const { pathname } = new URL(input instanceof Request ? input.url : input);
      const method = pathname.slice(pathname.lastIndexOf("/") + 1);
      asked.push({
        method,
        body: JSON.parse(typeof init?.body === "string" ? init.body : "{}") as Record<string, unknown>,
      });
      const rooms = [{ name: room(), creation_time: "1", num_participants: 1 }];
      const person = { sid: "PA_1", identity: "sip_callback", state: "ACTIVE", kind: "SIP" };
      switch (method) {
        case "CreateSIPParticipant":
          status = "dialing";
          return Response.json({ participant_id: "PA_1", participant_identity: "sip_callback", room_name: room() });
        case "DeleteRoom":
          status = undefined;
          return Response.json({});
        case "ListRooms":
          return Response.json({ rooms });
        case "ListParticipants": {
          const participants = status === undefined ? [] : [{ ...person, attributes: { "sip.callStatus": status } }];
          return Response.json({ participants });
        }
        default:
          return Response.json({});
      }
    });
    await directory("callcenter/directory").put("application", { id: app, name: "Centre", language: "ru" }, boss);
    await configure();
  });
  afterEach(() => vi.restoreAllMocks());

  const allow = (...prefixes: string[]) =>
    directory("callcenter/directory").putOutbound({ ...carrier, trunkId: "ST_1", prefixes }, boss);

  async function promise(): Promise<void> {
    const entryId = as<EntryId>(promised());
    const request: CallbackRequest = {
      type: "callback.requested",
      at: 0,
      entryId,
      callId: as<CallId>(`c_promised${test}`),
      room: as<RoomName>(`call-callcenter_${number}_x`),
      caller: number,
      number,
      line: "+74951234567",
      language: "ru",
      since: Date.now(),
      priority: 50,
    };
    expect(await ours().promise(request)).toMatchObject({ ok: true });
    const operatorId = as<OperatorId>("anna");
    await ours().pull({ type: "operator.free", at: 0, operatorId, idleSince: Date.now(), epoch: 1 });
  }
  const ringsSoon = () => until(async () => status !== undefined);
  const notes = async () =>
    (await ours().timeline({ limit: 50 })).map(({ what, detail }) => ({ what, because: detail?.["because"] }));
  const over = (because: string) =>
    until(async () => (await notes()).some((note) => note.what === "callback in vain" && note.because === because));
  /** Its looks, of which the next is always near, would keep it in memory: for that moment there are none. */
  async function evictAmongLooks(): Promise<void> {
    const due = await runInDurableObject(attempt(), async (_, { storage }) => {
      const alarm = await storage.getAlarm();
      await storage.deleteAlarm();
      return alarm;
    });
    expect(due).not.toBeNull();
    await evictDurableObject(attempt());
    await runInDurableObject(attempt(), (_, { storage }) => storage.setAlarm(Date.now()));
  }
  const fact = async (type: PhonedFact["type"], reason = ""): Promise<PhonedFact> =>
    type === "caller.left"
      ? { type, at: 0, sid: "PA_1", reason }
      : {
          type,
          at: 0,
          callId: await callIdOf(room()),
          room: room(),
          sid: "PA_1",
          identity: "sip_callback",
          channel: "phone",
          from: "",
          to: "",
        };

  it("[B1] [B10] is phoned, is no caller while it rings, and has a call of their own once they have answered", async () => {
    await allow("+7916");
    await promise();
    await ringsSoon();
    expect(requests("CreateSIPParticipant")).toHaveLength(1);
    expect(requests("CreateSIPParticipant")[0]?.body).toMatchObject({ sipTrunkId: "ST_1", sipCallTo: number });
    expect(await attempt().tell(await fact("caller.joined"))).toBe(true);
    await patrol("_/patrol").ensure();
    await runDurableObjectAlarm(patrol("_/patrol"));
    expect(await (await phonedCall()).read()).toBeUndefined();
    // Its process dies while it rings.
    await evictAmongLooks();
    status = "active";
    await until(async () => {
      await runDurableObjectAlarm(attempt());
      return (await (await phonedCall()).read()) !== undefined;
    });
    expect(await (await phonedCall()).read()).toMatchObject({
      channel: "phone",
      from: number,
      to: "+74951234567",
      callbackOf: `c_promised${test}`,
    });
    expect(requests("CreateSIPParticipant")).toHaveLength(1);
    // From now on what is told of them is the call's.
    expect(await attempt().tell(await fact("caller.left", "CLIENT_INITIATED"))).toBe(false);
    expect((await ledger("callcenter/ledger").live()).map(({ room }) => room)).toContain(room());
  });

  it("[B2] is engaged: the queue is told so, and phones again after the gap", async () => {
    await allow("+7916");
    await promise();
    await ringsSoon();
    status = undefined;
    expect(await attempt().tell(await fact("caller.left", "USER_REJECTED"))).toBe(true);
    await over("busy");
    expect((await ours().read())?.entries).toMatchObject([{ callback: true }]);
    await until(async () => requests("DeleteRoom").length > 0);
  });

  it("[B9] is not phoned where nothing is set up, nor where no prefix allows their number", async () => {
    await directory("callcenter/directory").putOutbound(undefined, boss);
    await promise();
    await over("no_outbound");
    test += 1;
    await configure();
    await allow("+7495");
    await promise();
    await over("no_outbound");
    expect(requests("CreateSIPParticipant")).toEqual([]);
    // Nor has anything begun to exist.
    const values = await runInDurableObject(attempt(), (_, { storage }) => Array.from(storage.kv.list()));
    expect(values).toEqual([]);
  });

  it("[B7] is phoned no longer when it is cancelled; their number lies on no disk", async () => {
    await allow("+7916");
    await promise();
    await ringsSoon();
    const values = await runInDurableObject(attempt(), (_, { storage }) =>
      Array.from(storage.kv.list(), ([, value]) => new TextDecoder("latin1").decode(value as Uint8Array)),
    );
    expect(values.join("").length).toBeGreaterThan(0);
    expect(values.join("")).not.toContain("9161234567");
    await attempt().cancel();
    await until(async () => requests("DeleteRoom").length > 0);
    expect(status).toBeUndefined();
    expect(await (await phonedCall()).read()).toBeUndefined();
  });
});

async function until(holds: () => Promise<boolean>): Promise<void> {
  for (let i = 0; i < 300; i += 1) {
    if (await holds()) return;
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  throw new Error("it never came about");
}
