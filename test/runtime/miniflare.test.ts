/** The edge app in Cloudflare's own simulator, driven from code: another host of the same runtime, with its state on disk. */
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createHash } from "node:crypto";
import { ParticipantInfo_Kind, WebhookEvent } from "@livekit/protocol";
import { AccessToken } from "livekit-server-sdk";
import type { Miniflare } from "miniflare";
import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { adminKey, startMiniflare } from "../support/miniflare.ts";
import { numbersIn } from "../support/personal.ts";

let disk: string;
beforeEach(async () => {
  disk = await mkdtemp(join(tmpdir(), "miniflare-"));
});
afterEach(() => rm(disk, { recursive: true, force: true }));

it("[S18] what an administrator set up is there after the host of the runtime has been replaced", async () => {
  const ask = async (host: Miniflare, method: string, path: string, body?: object) => {
    const response = await host.dispatchFetch(`http://acd/v1/applications/${path}`, {
      method,
      headers: { Authorization: `Bearer ${adminKey}`, "Content-Type": "application/json" },
      ...(body && { body: JSON.stringify(body) }),
    });
    return { status: response.status, body: (await response.json()) as Record<string, unknown> };
  };
  const first = await startMiniflare({ disk });
  expect((await ask(first, "PUT", "shop", { name: "Shop", language: "en" })).status).toBeLessThan(300);
  expect((await ask(first, "PUT", "shop/skill-groups/All", { name: "All" })).status).toBeLessThan(300);
  expect((await ask(first, "PUT", "shop/queues/Orders", { name: "Orders", skillGroups: ["All"] })).status).toBeLessThan(
    300,
  );
  await first.dispose();

  const second = await startMiniflare({ disk });
  const state = await ask(second, "GET", "shop/queues/Orders/state");
  expect(state.status).toBe(200);
  expect(state.body["name"]).toBe("Orders");
  await second.dispose();
});

it("[P9] [P12] a caller's number is nowhere on the disk as it is, nor in what was said meanwhile, while they call and afterwards", async () => {
  const number = "+79160827345";
  const room = `call-shop_${number}_AbCdEfGhIjKl`;
  let output = "";
  const host = await startMiniflare({ disk, said: (text) => (output += text) });
  const api = async (method: string, path: string, body?: object) =>
    (
      await host.dispatchFetch(`http://acd/v1/applications/shop${path}`, {
        method,
        headers: { Authorization: `Bearer ${adminKey}`, "Content-Type": "application/json" },
        ...(body && { body: JSON.stringify(body) }),
      })
    ).json() as Promise<{ items: { from: string; outcome?: string }[] }>;
  await api("PUT", "", { name: "Shop", language: "en" });
  await api("PUT", "/queues/Orders", { name: "Orders" });
  await api("PUT", "/numbers/+74951234567", { label: "Main" });
  await api("PUT", "/rules/All", { mask: "+74951234567", scenario: "ACD", queue: "Orders" });
  const tell = async (event: string) => {
    const body = new WebhookEvent({
      event,
      id: `EV_${event}`,
      createdAt: BigInt(Math.floor(Date.now() / 1_000)),
      room: { name: room, sid: "RM_1" },
      participant: {
        sid: "PA_1",
        identity: `sip_${number}`,
        kind: ParticipantInfo_Kind.SIP,
        attributes: { "sip.phoneNumber": number, "sip.trunkPhoneNumber": "+74951234567", "sip.callStatus": "ringing" },
      },
    }).toJsonString();
    const token = new AccessToken("key", "-".repeat(32));
    token.sha256 = createHash("sha256").update(body).digest("base64");
    const answer = await host.dispatchFetch("http://acd/livekit/webhook", {
      method: "POST",
      headers: { Authorization: await token.toJwt(), "Content-Type": "application/webhook+json" },
      body,
    });
    expect(answer.status).toBe(200);
  };
  const known = ["+74951234567"];
  await tell("participant_joined");
  await vi.waitFor(async () => expect((await api("GET", "/calls")).items).toMatchObject([{ from: number }]), 10_000);
  expect(numbersIn(disk)).toEqual(known);
  await tell("participant_left");
  await vi.waitFor(
    async () =>
      expect((await api("GET", "/calls?state=ended")).items).toMatchObject([{ from: number, outcome: "gone" }]),
    10_000,
  );
  await host.dispose();
  expect(numbersIn(disk)).toEqual(known);
  expect(output).toContain('"event"');
  expect(output).not.toContain(number.slice(-7));
});
