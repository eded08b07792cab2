import { runDurableObjectAlarm, runInDurableObject } from "cloudflare:test";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { callIdOf } from "../../src/livekit/callId.ts";
import { as } from "../../src/words/index.ts";
import type { ApplicationId } from "../../src/words/index.ts";
import { call, directory, patrol } from "./actors.ts";

const boss = { by: "boss", from: null };
const app = as<ApplicationId>("callcenter");
const room = "call-callcenter_+79161234567_AbCdEfGhIjKl";

/** LiveKit's answers by method, as its server gives them. */
type LiveKitAnswers = Record<string, () => Response>;

function liveKitAnswers(answers: LiveKitAnswers): void {
  vi.spyOn(globalThis, "fetch").mockImplementation(async (input) => {
    const { pathname } = new URL(input instanceof Request ? input.url : input);
    const method = pathname.slice(pathname.lastIndexOf("/") + 1);
    return answers[method]?.() ?? Response.json({});
  });
}

const caller = {
  sid: "PA_caller",
  identity: "sip_+79161234567",
  state: "ACTIVE",
  kind: "SIP",
  attributes: { "sip.phoneNumber": "+79161234567", "sip.trunkPhoneNumber": "+74951234567" },
};

describe("the patrol as a Durable Object", () => {
  const mine = () => patrol("_/patrol");
  const alarm = () => runInDurableObject(mine(), (_, { storage }) => storage.getAlarm());
  const ring = () => runDurableObjectAlarm(mine());

  beforeEach(async () => {
    const draft = { id: app, name: "Call centre", language: "ru" } as const;
    await directory("callcenter/directory").put("application", draft, boss);
    await directory("_/directory").put("application", draft, boss);
  });
  afterEach(() => vi.restoreAllMocks());

  it("[L16] once started it walks for ever, whatever LiveKit answers", async () => {
    liveKitAnswers({ ListRooms: () => Response.json({ code: "unavailable", msg: "down" }, { status: 503 }) });
    expect(await alarm()).toBeNull();
    await mine().ensure();
    const first = await alarm();
    expect(first).not.toBeNull();
    await mine().ensure();
    expect(await alarm()).toBe(first);
    for (let round = 1; round <= 3; round++) {
      expect(await ring()).toBe(true);
      expect(await alarm()).toBeGreaterThan(Date.now());
    }
    expect((await mine().counters()).failures).toBeGreaterThanOrEqual(3);
  });

  it("[L14] a caller whose webhook was lost is found, and the call begins", async () => {
    liveKitAnswers({
      ListRooms: () => Response.json({ rooms: [{ name: room, num_participants: 1 }] }),
      ListParticipants: () => Response.json({ participants: [caller] }),
    });
    await mine().ensure();
    await ring();
    const record = await call(`${app}/${await callIdOf(room)}`).read();
    expect(record).toMatchObject({ from: "+79161234567", to: "+74951234567", channel: "phone", room });
    expect((await mine().counters()).callersFound).toBe(1);
  });
});
