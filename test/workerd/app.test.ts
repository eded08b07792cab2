/** The whole edge app in its real runtime: HTTP in front, actors behind, sockets through. */
import { exports } from "cloudflare:workers";
import { beforeAll, describe, expect, it } from "vitest";
import type { ToConsole } from "../../src/protocol/console.ts";

const origin = "http://acd.test";
const at = `${origin}/v1/applications/callcenter`;
// The worker's own entry point, as `src/worker.ts` exports it.
const worker = (exports as unknown as { default: Fetcher }).default;

const admin = (method: string, url: string, body?: object) =>
  worker.fetch(url, {
    method,
    headers: { authorization: "Bearer an-admin-key-for-tests", "content-type": "application/json" },
    ...(body !== undefined && { body: JSON.stringify(body) }),
  });

async function signIn(password: string): Promise<Response> {
  return worker.fetch(`${at}/sessions`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ operator: "anna", password }),
  });
}

const open = (protocols: string, from = origin) =>
  worker.fetch(`${at}/console`, {
    headers: { upgrade: "websocket", "sec-websocket-protocol": protocols, origin: from },
  });

beforeAll(async () => {
  for (const [path, body] of [
    ["", { name: "Call centre" }],
    ["/skill-groups/Support", { name: "Support" }],
    ["/queues/MainQueue", { name: "Main queue", skillGroups: ["Support"] }],
    ["/operators/anna", { name: "Anna", skillGroups: ["Support"], password: "password of anna" }],
    ["/numbers/%2B74951234567", {}],
    ["/rules/InboundCalls", { mask: "+74951234567", queue: "MainQueue" }],
  ] as const) {
    const answer = await admin("PUT", at + path, body);
    expect(answer.status, await answer.text()).toBe(201);
  }
}, 60_000);

describe("the edge app in workerd", { timeout: 30_000 }, () => {
  it("[A13] an operator who signed in gets a console with their queues in it", async () => {
    const session = (await (await signIn("password of anna")).json()) as { token: string };
    const { status, webSocket, headers } = await open(`acd.console.v1, ${session.token}`);
    expect(status).toBe(101);
    expect(headers.get("sec-websocket-protocol")).toBe("acd.console.v1");
    const view = await new Promise<ToConsole>((resolve) => {
      webSocket?.addEventListener("message", ({ data }) => resolve(JSON.parse(String(data)) as ToConsole));
      webSocket?.accept();
    });
    expect(view).toMatchObject({
      type: "view",
      view: { operatorId: "anna", name: "Anna", queues: [{ queueId: "MainQueue" }] },
    });
    webSocket?.close();
  });

  it("[A13] a token that does not stand, and a page from elsewhere, get none", async () => {
    expect((await signIn("wrong password")).status).toBe(401);
    expect((await open("acd.console.v1, garbage")).status).toBe(401);
    const session = (await (await signIn("password of anna")).json()) as { token: string };
    expect((await open(`acd.console.v1, ${session.token}`, "http://evil.test")).status).toBe(403);
  });

  it("[A15] a media worker gets its socket", async () => {
    const headers = { upgrade: "websocket", "sec-websocket-protocol": "acd.media.v1, a-media-secret-for-tests" };
    const { status, webSocket } = await worker.fetch(`${origin}/v1/media/socket?worker=w_1`, { headers });
    expect(status).toBe(101);
    webSocket?.accept();
    webSocket?.close();
  });

  it("[A20] living actors answer for queues and operators", async () => {
    expect(await (await admin("GET", `${at}/queues/MainQueue/state`)).json()).toMatchObject({
      name: "Main queue",
      waiting: 0,
      entries: [],
    });
    expect(await (await admin("GET", `${at}/operators/anna/state`)).json()).toMatchObject({
      operatorId: "anna",
      presence: expect.any(String),
    });
  });

  it("[A23] describes itself", async () => {
    expect(await (await worker.fetch(`${origin}/openapi.json`)).json()).toMatchObject({ openapi: "3.1.0" });
    expect((await worker.fetch(`${origin}/docs`)).status).toBe(200);
    expect(await (await worker.fetch(`${origin}/healthz`)).text()).toBe("ok");
  });

  it("[A9] many sign-ins at once are each answered", async () => {
    const answers = await Promise.all(Array.from({ length: 4 }, () => signIn("password of anna")));
    expect(answers.map(({ status }) => status)).toEqual([201, 201, 201, 201]);
  });
});
