import { once } from "node:events";
import { setTimeout as pause } from "node:timers/promises";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { type WebSocket as Peer, WebSocketServer } from "ws";
import { consoleSubprotocol } from "../../src/protocol/console.ts";
import { ConsoleSocket, type Link } from "../../web/lib/socket.ts";

const soon = { timeout: 5_000, interval: 10 };

let server: WebSocketServer;
let port: number;
let peers: { readonly peer: Peer; readonly tab: string | null; readonly protocols: string }[];
let opened: ConsoleSocket[];

async function serve(on: number): Promise<void> {
  server = new WebSocketServer({ port: on, host: "127.0.0.1", handleProtocols: () => consoleSubprotocol });
  server.on("connection", (peer, request) =>
    peers.push({
      peer,
      tab: new URL(request.url ?? "", "http://x").searchParams.get("tab"),
      protocols: request.headers["sec-websocket-protocol"] ?? "",
    }),
  );
  await once(server, "listening");
  const address = server.address();
  port = typeof address === "object" && address !== null ? address.port : 0;
}

async function stop(): Promise<void> {
  for (const client of server.clients) client.terminate();
  await new Promise((resolve) => server.close(resolve));
}

beforeEach(async () => {
  peers = [];
  opened = [];
  await serve(0);
});
afterEach(async () => {
  for (const socket of opened) socket.close();
  await stop();
});

interface Heard {
  readonly socket: ConsoleSocket;
  readonly links: Link[];
  readonly views: { seq: number; first: boolean }[];
  refused: boolean;
}

function open(): Heard {
  const links: Link[] = [];
  const views: { seq: number; first: boolean }[] = [];
  const heard = { links, views, refused: false };
  let names = 0;
  const socket = new ConsoleSocket({
    url: `ws://127.0.0.1:${port}/console`,
    token: () => "secret",
    tab: "tab-0",
    renameTab: () => `tab-${++names}`,
    after: (delay, then) => {
      const timer = setTimeout(then, delay);
      return () => clearTimeout(timer);
    },
    onLink: (link) => links.push(link),
    onView: ({ seq }, first) => views.push({ seq, first }),
    onRefused: () => (heard.refused = true),
  });
  opened.push(socket);
  return Object.assign(heard, { socket });
}

const lastPeer = async (count: number): Promise<Peer> => {
  await expect.poll(() => peers.length, soon).toBe(count);
  const peer = peers.at(-1)?.peer;
  if (!peer) throw new Error("nobody came");
  return peer;
};

const view = (seq: number): string =>
  JSON.stringify({
    type: "view",
    seq,
    now: 1,
    lead: true,
    view: {
      operatorId: "o",
      name: "O",
      application: "a",
      status: "Ready",
      since: 0,
      presence: "ready",
      engagement: "free",
      queues: [],
    },
  });

describe("ConsoleSocket", () => {
  it("[W23] offers the token as a subprotocol, and answers find the question they belong to", async () => {
    const { socket, links } = open();
    const peer = await lastPeer(1);
    expect(peers[0]?.protocols.split(/, ?/)).toEqual([consoleSubprotocol, "secret"]);
    await expect.poll(() => links, soon).toEqual(["connecting", "open"]);
    const asked: { id: number; command: { type: string } }[] = [];
    peer.on("message", (data: Buffer) => asked.push(JSON.parse(data.toString())));
    const answers = [socket.ask({ type: "goReady" }), socket.ask({ type: "finishWrapUp" })];
    await expect.poll(() => asked.length, soon).toBe(2);
    peer.send(JSON.stringify({ type: "answer", id: asked[1]?.id, ok: false, refusal: "not_wrapping_up" }));
    peer.send(JSON.stringify({ type: "answer", id: asked[0]?.id, ok: true }));
    expect(await Promise.all(answers)).toEqual([
      { ok: true, value: true },
      { ok: false, refusal: "not_wrapping_up" },
    ]);
  });

  it("[W23] what it cannot read does not disturb it", async () => {
    const { views } = open();
    const peer = await lastPeer(1);
    for (const rubbish of ["pong", "{", "null", '{"type":"view"}', '{"type":"answer","id":"1"}']) peer.send(rubbish);
    peer.send(Buffer.from([1, 2, 3]));
    peer.send(view(1));
    await expect.poll(() => views, soon).toEqual([{ seq: 1, first: true }]);
  });

  it("[W17] opens itself again after every loss, and what was asked meanwhile is unanswered at once", async () => {
    const { socket, links, views } = open();
    const first = await lastPeer(1);
    await expect.poll(() => links.at(-1), soon).toBe("open");
    const waiting = socket.ask({ type: "goReady" });
    first.terminate();
    expect(await waiting).toEqual({ ok: false, refusal: "unanswered" });
    await expect.poll(() => links.at(-1), soon).toBe("broken");
    expect(await socket.ask({ type: "goReady" })).toEqual({ ok: false, refusal: "unanswered" });
    const second = await lastPeer(2);
    expect(peers.map(({ tab }) => tab)).toEqual(["tab-0", "tab-0"]);
    second.send(view(7));
    second.send(view(8));
    await expect
      .poll(() => views, soon)
      .toEqual([
        { seq: 7, first: true },
        { seq: 8, first: false },
      ]);
  });

  it("[W17] keeps trying while nobody listens", async () => {
    const { links } = open();
    await lastPeer(1);
    await expect.poll(() => links.at(-1), soon).toBe("open");
    const before = port;
    await stop();
    await pause(1_200);
    await serve(before);
    await lastPeer(2);
    await expect.poll(() => links.at(-1), soon).toBe("open");
  });

  it("[W2] being signed out by the server is for good", async () => {
    const heard = open();
    (await lastPeer(1)).close(4401, "signed out");
    await expect.poll(() => heard.refused, soon).toBe(true);
    await pause(700);
    expect(peers.length).toBe(1);
  });

  it("[W18] a duplicated tab takes a name of its own instead of putting the other out for ever", async () => {
    open();
    (await lastPeer(1)).close(4402, "replaced");
    await lastPeer(2);
    expect(peers.map(({ tab }) => tab)).toEqual(["tab-0", "tab-1"]);
  });
});
