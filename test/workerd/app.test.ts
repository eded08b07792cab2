/** The whole edge app in its real runtime: HTTP in front, actors behind, sockets through. */
import { exports } from "cloudflare:workers";
import { beforeAll, beforeEach, describe, expect, it, vi } from "vitest";
import { verify, type Head } from "../../src/audit/index.ts";
import { sessionLength } from "../../src/directory/sessions.ts";
import type { ToConsole } from "../../src/protocol/console.ts";
import { termsOf } from "../../src/protocol/offer.ts";
import { usualQueue } from "../../src/protocol/settings.ts";
import { as } from "../../src/words/index.ts";
import type { CallId, EntryId, OfferId, QueueId, RoomName } from "../../src/words/index.ts";
import { operator } from "./actors.ts";

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

interface Tokens {
  readonly token: string;
  readonly refreshToken: string;
  readonly session: string;
}

const open = (protocols: string, from = origin) =>
  worker.fetch(`${at}/console`, {
    headers: { upgrade: "websocket", "sec-websocket-protocol": protocols, origin: from },
  });

/** Whether anybody is at the other end: what means nothing is answered as well. */
async function answersTo(socket: WebSocket | null): Promise<boolean> {
  return new Promise((resolve) => {
    socket?.addEventListener("message", ({ data }) => {
      if ((JSON.parse(String(data)) as ToConsole).type === "answer") resolve(true);
    });
    socket?.addEventListener("close", () => resolve(false));
    socket?.send("{}");
  });
}

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
  it("[A48] [A49] [A52] an application as a file, a table, and the same request again", async () => {
    const file = await (await admin("GET", `${at}/export`)).json();
    await admin("PUT", `${origin}/v1/applications/copy`, { name: "Copy" });
    const copy = `${origin}/v1/applications/copy`;
    const put = (key: string) =>
      worker.fetch(`${copy}/import`, {
        method: "POST",
        headers: {
          authorization: "Bearer an-admin-key-for-tests",
          "content-type": "application/json",
          "idempotency-key": key,
        },
        body: JSON.stringify(file),
      });
    const [done, repeated] = [await put("the-first-key-of-them"), await put("the-first-key-of-them")];
    expect([done.status, await done.text()]).toEqual([200, await repeated.text()]);
    expect(repeated.headers.get("idempotency-replayed")).toBe("true");
    expect(await (await admin("GET", `${copy}/export`)).json()).toEqual(file);
    const table = await (await admin("GET", `${copy}/export/operators`)).text();
    const tried = await worker.fetch(`${copy}/import/operators?dryRun=true`, {
      method: "POST",
      headers: { authorization: "Bearer an-admin-key-for-tests", "content-type": "text/csv" },
      body: table,
    });
    expect(await tried.json()).toMatchObject({ created: [], changed: [], unchanged: [{}, { id: "anna" }] });
  });

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

  describe("an open console", () => {
    const put = async (path: string, body: object) => {
      const answer = await admin("PUT", at + path, body);
      expect([200, 201], await answer.text()).toContain(answer.status);
    };
    const boris = { name: "Boris", role: "Worker" };

    /** Signs Boris in and opens a console of his, in a tab of its own. */
    async function atWork(tab: string) {
      const session = await worker.fetch(`${at}/sessions`, {
        method: "POST",
        headers: { "content-type": "application/json" },
        body: JSON.stringify({ operator: "boris", password: "password of boris" }),
      });
      const { token, refreshToken, session: id } = (await session.json()) as Tokens;
      const { webSocket, status } = await worker.fetch(`${at}/console?tab=${tab}`, {
        headers: { upgrade: "websocket", "sec-websocket-protocol": `acd.console.v1, ${token}`, origin },
      });
      expect(status).toBe(101);
      const closed = new Promise<number>((resolve) =>
        webSocket?.addEventListener("close", ({ code }) => resolve(code)),
      );
      const seen = new Promise<void>((resolve) => webSocket?.addEventListener("message", () => resolve()));
      webSocket?.accept();
      await seen;
      return { token, refreshToken, id, closed, answers: () => answersTo(webSocket) };
    }

    const renew = (refreshToken: string) =>
      worker.fetch(`${at}/sessions/refresh`, {
        method: "POST",
        headers: { "content-type": "application/json" },
        body: JSON.stringify({ refreshToken }),
      });

    beforeEach(async () => {
      await put("/roles/Worker", { name: "Worker", rights: ["console.open", "calls.read"] });
      await put("/operators/boris", { ...boris, password: "password of boris" });
    });

    it.each([
      ["another role", () => put("/operators/boris", { ...boris, role: "supervisor" })],
      ["a new password", () => put("/operators/boris", { ...boris, password: "password of boris" })],
      ["a role that may not have one any more", () => put("/roles/Worker", { name: "Worker", rights: ["calls.read"] })],
      ["the removal of its person", () => admin("DELETE", `${at}/operators/boris`)],
    ])("[D18] is closed at once by %s", async (_, change) => {
      const console = await atWork("t1");
      await change();
      expect(await console.closed).toBe(4401);
    });

    it("[D18] is closed when the session that it was opened with is signed out, and no other", async () => {
      const [first, second] = [await atWork("t1"), await atWork("t2")];
      await worker.fetch(`${at}/sessions/current`, {
        method: "DELETE",
        headers: { authorization: `Bearer ${first.token}` },
      });
      expect(await first.closed).toBe(4401);
      expect(await second.answers()).toBe(true);
    });

    it("[U8] is closed when its session is ended from elsewhere, and with all of its person's", async () => {
      const [first, second, third] = [await atWork("t1"), await atWork("t2"), await atWork("t3")];
      await worker.fetch(`${at}/sessions/${second.id}`, {
        method: "DELETE",
        headers: { authorization: `Bearer ${first.token}` },
      });
      expect(await second.closed).toBe(4401);
      expect(await first.answers()).toBe(true);
      expect((await admin("DELETE", `${at}/operators/boris/sessions`)).status).toBe(204);
      expect([await first.closed, await third.closed]).toEqual([4401, 4401]);
    });

    it("[U2] stays open while its session is renewed, and after the token that it was opened with has ended", async () => {
      const console = await atWork("t1");
      const later = Date.now() + 16 * 60_000;
      vi.spyOn(Date, "now").mockImplementation(() => later);
      expect((await renew(console.refreshToken)).status).toBe(200);
      await operator("callcenter/boris").force({ status: "Ready", by: "key" });
      expect(await console.answers()).toBe(true);
      vi.restoreAllMocks();
    });

    it("[U3] is closed when the refresh token of its session has been used by two", async () => {
      const console = await atWork("t1");
      const next = (await (await renew(console.refreshToken)).json()) as Tokens;
      expect((await renew(next.refreshToken)).status).toBe(200);
      expect((await renew(console.refreshToken)).status).toBe(401);
      expect(await console.closed).toBe(4401);
    });

    it("[D18] stays open when its person may do more, or less, but work as before", async () => {
      const console = await atWork("t1");
      await put("/roles/Worker", { name: "Worker", rights: ["console.open"] });
      await put("/operators/boris", { ...boris, scope: { queues: [] } });
      expect(await console.answers()).toBe(true);
    });

    it("[D18] is closed when a call comes and its session is over: nothing rings there any more", async () => {
      const console = await atWork("t1");
      await operator("callcenter/boris").force({ status: "Ready", by: "key" });
      const later = Date.now() + sessionLength;
      vi.spyOn(Date, "now").mockImplementation(() => later);
      const offer = {
        offerId: as<OfferId>("c_1.1.1"),
        queueId: as<QueueId>("MainQueue"),
        queue: "Main queue",
        entryId: as<EntryId>("c_1.1"),
        callId: as<CallId>("c_1"),
        room: as<RoomName>("call-callcenter_+79990000000_c_1"),
        caller: "",
        waited: 0,
        ...termsOf(usualQueue),
      };
      const made = { type: "offer.made", at: 0, offer } as const;
      expect(await operator("callcenter/boris").offer(made)).toMatchObject({ ok: false, refusal: "away" });
      vi.restoreAllMocks();
      expect(await console.closed).toBe(4401);
    });

    it("[D18] that opens while its session is being ended is closed all the same", async () => {
      const { token } = await atWork("t1");
      const { jti, epoch } = JSON.parse(atob(token.split(".")[1] ?? "")) as { jti: string; epoch: number };
      await worker.fetch(`${at}/sessions/current`, {
        method: "DELETE",
        headers: { authorization: `Bearer ${token}` },
      });
      // As if it had been let in before, and come to the operator's actor only now.
      const late = await operator("callcenter/boris").fetch(`http://acd/console?tab=t3&session=${jti}&epoch=${epoch}`, {
        headers: { upgrade: "websocket" },
      });
      const closed = new Promise<number>((resolve) =>
        late.webSocket?.addEventListener("close", ({ code }) => resolve(code)),
      );
      late.webSocket?.accept();
      expect(await closed).toBe(4401);
    });
  });

  it("[U1] [U7] the audit log comes out of the real storage as it went in", async () => {
    const lines = (await (await admin("GET", `${at}/audit?format=ndjson`)).text()).split("\n").slice(0, -1);
    expect(lines.length).toBeGreaterThan(10);
    expect(lines[0]).toContain('"action":"application.created"');
    const head = (await (await admin("GET", `${at}/audit/head`)).json()) as Head;
    expect(verify(lines, head)).toMatchObject({ ok: true, first: 1, head });
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
