/** What goes on just now: what is asked for gets to the actor that tells it. What it tells is tested where it runs (test/workerd/live.test.ts). */
import { describe, expect, it } from "vitest";
import type { Subscription } from "../../src/live/index.ts";
import { adminKey, app, world } from "./world.ts";

const at = `/v1/applications/${app}/live`;

/** A world that keeps what its live actor is asked for. */
async function watched() {
  const asked: Subscription[] = [];
  const w = world();
  const { sockets } = w.ports;
  const live: typeof sockets.live = async (request, application, subscription) => {
    asked.push(subscription);
    return sockets.live(request, application, subscription);
  };
  const own = world({ sockets: { ...sockets, live } });
  await own.furnish();
  return { w: own, asked };
}

describe("what goes on, live", () => {
  it("[A120] goes on unless it is asked `once`, over either way; anything but true and false is refused", async () => {
    const { w, asked } = await watched();
    const socket = { upgrade: "websocket", "sec-websocket-protocol": `acd.live.v1, ${adminKey}` };
    for (const query of ["", "?once=false", "?once=true&since=e-1&kinds=queue"]) {
      expect((await w.ask("GET", at + query, { as: adminKey })).status).toBe(200);
      expect((await w.ask("GET", `${at}/socket${query}`, { headers: socket })).status).toBe(200);
    }
    expect(asked.map(({ once }) => once)).toEqual([false, false, false, false, true, true]);
    expect(asked.slice(-2)).toMatchObject(
      [1, 2].map(() => ({ interest: { kinds: ["queue"] }, since: "e-1", once: true })),
    );
    for (const wrong of [
      await w.ask("GET", `${at}?once=1`, { as: adminKey }),
      await w.ask("GET", `${at}/socket?once=1`, { headers: socket }),
    ])
      expect(wrong).toMatchObject({ status: 400, body: { errors: [{ field: "once" }] } });
  });
});
