/** Serves the built pages as the edge app does, headers and all, with one scripted operator behind them. */
import { randomBytes } from "node:crypto";
import { readFileSync } from "node:fs";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { extname, join, normalize } from "node:path";
import { build } from "vite";
import { WebSocketServer } from "ws";
import { consoleSubprotocol } from "../../src/protocol/console.ts";
import { webCallRoom } from "../../src/protocol/rooms.ts";
import type { Passkey } from "../../src/directory/passkeys.ts";
import * as webAuthn from "../../src/http/webAuthn.ts";
import { as, type ApplicationId, type OperatorId } from "../../src/words/index.ts";
import { liveKitSources, pageHeaders } from "../../src/http/pageHeaders.ts";
import { freePorts } from "../../stack/ports.ts";
import { startLiveKit } from "../support/livekit.ts";
import { StandIn } from "./standIn.ts";

export const password = "correct horse";
/** Of the authenticator app. */
export const goodCode = "123456";
const secret = "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ";

const types: Readonly<Record<string, string>> = {
  ".html": "text/html; charset=utf-8",
  ".js": "text/javascript",
  ".css": "text/css",
  ".svg": "image/svg+xml",
};

export interface Pages {
  readonly url: string;
  readonly operator: StandIn;
  /** The rooms that callers in browsers were sent to. */
  readonly callersRooms: readonly string[];
  /** What the next sign-ins are answered, instead of what they deserve. */
  refuseSignIn: number | undefined;
  /** What the next calls from a browser are answered. */
  refuseCalls: number | undefined;
  /** What whoever asks for the queues is answered. */
  refuseTargets: number | undefined;
  /** No socket is let in while this is set: 401 says the token is bad, 503 that it is not the token. */
  refuseSockets: 401 | 503 | undefined;
  /** For how long tokens that are given out are said to be good. */
  tokensLast: number;
  /** How often the session has been renewed, and how often it has been closed. */
  renewed: number;
  closed: number;
  /** Whether signing in takes `goodCode` as well; `missing`: the role demands it, and there is none. */
  secondFactor: "on" | "off" | "missing";
  /** Where one may sign in beside here; its page leads straight back with a ticket. */
  companies: readonly { readonly id: string; readonly name: string }[];
  /** Whether one can sign out at the company as well: there one is led straight back. */
  companySignOut: boolean;
  /** How often somebody did. */
  leftAtCompany: number;
  /** The passkeys of operator1. */
  passkeys: Passkey[];
  /** No token that was given out is good any longer; the session can be renewed unless `all`. */
  voidTokens(all?: "all"): void;
  stop(): Promise<void>;
}

export async function servePages(): Promise<Pages> {
  const folder = await mkdtemp(join(tmpdir(), "pages-"));
  await build({
    configFile: join(import.meta.dirname, "../../web/vite.config.ts"),
    logLevel: "warn",
    build: { outDir: folder },
  });
  const ports = await freePorts();
  const livekit = await startLiveKit({ port: ports.livekit, udpPort: ports.livekitUdp });
  const operator = new StandIn(livekit);
  const callersRooms: string[] = [];
  let given = 0;
  let [token, refreshToken, usedToken] = ["", "", ""];
  const sockets = new WebSocketServer({ noServer: true, handleProtocols: () => consoleSubprotocol });
  const server = createServer((request, response) => void answer(request, response));
  server.on("upgrade", (request, socket, head) => {
    const missing = pages.secondFactor === "missing" ? 403 : undefined;
    const refused = pages.refuseSockets ?? (offersGoodToken(request) ? missing : 401);
    if (refused !== undefined) return socket.end(`HTTP/1.1 ${refused} No\r\nconnection: close\r\n\r\n`);
    return sockets.handleUpgrade(request, socket, head, (console) => operator.join(console));
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  const pages: Pages = {
    url: `http://127.0.0.1:${typeof address === "object" ? address?.port : ""}`,
    operator,
    callersRooms,
    refuseSignIn: undefined,
    refuseCalls: undefined,
    refuseTargets: undefined,
    refuseSockets: undefined,
    tokensLast: 900_000,
    secondFactor: "off",
    companies: [],
    companySignOut: false,
    leftAtCompany: 0,
    passkeys: [],
    renewed: 0,
    closed: 0,
    voidTokens: (all) => {
      token = "";
      if (all === "all") refreshToken = "";
    },
    stop: async () => {
      operator.cutSockets();
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
      await livekit.stop();
      await rm(folder, { recursive: true });
    },
  };

  function newSession() {
    given += 1;
    [token, refreshToken] = [`token-${given}`, `refresh-${given}`];
    return {
      session: "session-of-operator1",
      token,
      refreshToken,
      expiresIn: pages.tokensLast,
      operator: { id: "operator1", name: "Анна Кузнецова", role: "operator" },
    };
  }

  const offersGoodToken = (request: IncomingMessage): boolean =>
    token !== "" && (request.headers["sec-websocket-protocol"] ?? "").split(/, */).includes(token);

  /** Passkeys are checked as the edge app checks them. */
  async function passkey(request: IncomingMessage, path: string): Promise<{ status: number; body: object }> {
    const [origin, host] = [`http://${request.headers.host}`, "localhost"];
    if (request.method === "GET") return { status: 200, body: { items: pages.passkeys } };
    if (request.method === "DELETE") {
      pages.passkeys = pages.passkeys.filter(({ id }) => !path.endsWith(id));
      return { status: 200, body: {} };
    }
    const given = JSON.parse(await bodyOf(request));
    const known = pages.passkeys.map(({ id }) => ({ type: "public-key", id }));
    if (path.endsWith("/challenge") || path.endsWith("/begin")) challenge = randomBytes(32).toString("base64url");
    if (path.endsWith("/challenge"))
      return { status: 200, body: { challenge, rpId: host, allowCredentials: [], userVerification: "required" } };
    if (path.endsWith("/begin")) {
      if (given.password === undefined) return { status: 403, body: { type: "urn:acd:problem:sign-in-again" } };
      if (given.password !== password) return { status: 422, body: {} };
      const user = { id: "b3BlcmF0b3Ix", name: "operator1", displayName: "Анна Кузнецова" };
      const authenticatorSelection = { residentKey: "preferred", userVerification: "required" };
      const rp = { id: host, name: "callcenter" };
      const pubKeyCredParams = webAuthn.offered;
      const body = { challenge, rp, user, pubKeyCredParams, excludeCredentials: known, authenticatorSelection };
      return { status: 200, body };
    }
    if (path.endsWith("/sessions/passkey")) {
      const credential = webAuthn.assertion.parse(given.credential);
      const found = pages.passkeys.find(({ id }) => id === credential.id);
      const counter = found && (await webAuthn.asserted(credential, challenge, { origin, host }, found));
      if (counter === undefined) return { status: 401, body: {} };
      return { status: 201, body: { ...newSession(), secondFactor: "on" } };
    }
    const made = await webAuthn.registered(webAuthn.registration.parse(given.credential), challenge, { origin, host });
    if (made === undefined) return { status: 422, body: {} };
    const person = as<OperatorId>("operator1");
    const added = { ...made, person, name: given.name, transports: [], madeAt: Date.now(), lastUsedAt: null };
    pages.passkeys = [...pages.passkeys, added];
    return { status: 201, body: added };
  }

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const path = new URL(request.url ?? "/", "http://x").pathname;
    const json = (status: number, body: unknown): void => {
      response.writeHead(status, { "content-type": status < 400 ? "application/json" : "application/problem+json" });
      response.end(JSON.stringify(body));
    };
    if (path.endsWith("/sessions")) {
      const { operator: name, password: said, code } = JSON.parse(await bodyOf(request));
      const status = pages.refuseSignIn ?? (name === "operator1" && said === password ? 201 : 401);
      if (status === 201 && pages.secondFactor === "on" && code !== goodCode)
        return json(401, { type: "urn:acd:problem:second-factor" });
      return json(status, status === 201 ? { ...newSession(), secondFactor: pages.secondFactor } : {});
    }
    if (path.endsWith("/sign-in")) return json(200, { items: pages.companies });
    if (path.endsWith("/sign-in/company")) {
      response.writeHead(302, { location: "/operator#sign-in=ticket&application=callcenter" }).end();
      return;
    }
    if (path.endsWith("/sign-in/session")) {
      const { code } = JSON.parse(await bodyOf(request));
      if (pages.secondFactor === "on" && code !== goodCode) return json(401, { type: "urn:acd:problem:second-factor" });
      return json(201, { ...newSession(), secondFactor: pages.secondFactor });
    }
    if (/\/passkeys(?:\/|$)|\/sessions\/passkey$/.test(path)) {
      const answer = await passkey(request, path);
      return json(answer.status, answer.body);
    }
    if (path.endsWith("/second-factor") && request.method === "GET")
      return json(200, {
        on: pages.secondFactor === "on",
        demanded: pages.secondFactor === "missing",
        recoveryCodes: 10,
      });
    if (path.endsWith("/second-factor")) {
      const { password: said } = JSON.parse(await bodyOf(request));
      if (said !== password) return json(422, {});
      return json(201, { secret, uri: `otpauth://totp/callcenter:operator1?secret=${secret}&issuer=callcenter` });
    }
    if (path.endsWith("/second-factor/confirm") || path.endsWith("/second-factor/end")) {
      const { code } = JSON.parse(await bodyOf(request));
      if (code !== goodCode) return json(422, {});
      pages.secondFactor = path.endsWith("/confirm") ? "on" : "off";
      if (pages.secondFactor === "on")
        return json(200, { recoveryCodes: ["abcd-efgh-ijkl-mnop", "qrst-uvwx-yz23-4567"] });
      response.writeHead(204).end();
      return;
    }
    if (path.endsWith("/sessions/refresh")) {
      const { refreshToken: shown } = JSON.parse(await bodyOf(request));
      // Each serves once, or once more while what was answered has not been used.
      if (refreshToken === "" || (shown !== refreshToken && shown !== usedToken)) return json(401, {});
      usedToken = shown;
      pages.renewed += 1;
      return json(200, newSession());
    }
    if (path.endsWith("/sessions/current") && request.method === "GET") {
      const signOutAt = pages.companySignOut ? `http://${request.headers.host}/company/bye?state=of-this-time` : null;
      return json(200, { company: { id: "company", name: pages.companies[0]?.name ?? "", signOutAt } });
    }
    if (path === "/company/bye") {
      pages.leftAtCompany += 1;
      response.writeHead(302, { location: "/operator?state=of-this-time" }).end();
      return;
    }
    if (path.endsWith("/sessions/current")) {
      pages.closed += 1;
      response.writeHead(204).end();
      return;
    }
    if (path.endsWith("/web-calls")) {
      if (pages.refuseCalls !== undefined) return json(pages.refuseCalls, { title: "no" });
      const random = String(callersRooms.length).padStart(12, "0");
      const room = webCallRoom(as<ApplicationId>("callcenter"), random);
      callersRooms.push(room);
      return json(201, { callId: random, pass: await operator.rooms.pass(room, `web_${random}`, true) });
    }
    if (path.endsWith("/disposition-choices")) {
      if (pages.refuseTargets !== undefined) return json(pages.refuseTargets, { title: "no" });
      return json(200, {
        items: [
          { dispositionId: "sold", name: "Sold", group: "Sales" },
          { dispositionId: "later", name: "Решит позже", group: "Sales" },
          { dispositionId: "wrong", name: "Wrong number, or somebody who did not say what they wanted", group: null },
        ],
      });
    }
    if (path.endsWith("/transfer-targets")) {
      if (pages.refuseTargets !== undefined) return json(pages.refuseTargets, { title: "no" });
      if (request.headers.authorization !== `Bearer ${token}`) return json(401, { title: "no" });
      return json(200, {
        items: [
          { queueId: "billing", name: "Billing" },
          { queueId: "vip", name: "Поддержка VIP" },
        ],
      });
    }
    if (path === "/v1/public") {
      return json(200, {
        application: "callcenter",
        applications: [{ id: "callcenter", name: "Call centre" }],
        number: "+74951234567",
        sip: "sip:+74951234567@127.0.0.1:5060",
        language: "ru",
      });
    }
    if (path.endsWith("/console")) {
      const isGood = request.headers.authorization === `Bearer ${token}`;
      return json(pages.refuseSockets ?? (!isGood ? 401 : pages.secondFactor === "missing" ? 403 : 426), {});
    }
    const name = path === "/" ? "index.html" : extname(path) === "" ? `${path}.html` : path;
    try {
      const body = readFileSync(join(folder, normalize(name)));
      response.writeHead(200, {
        "content-type": types[extname(name)] ?? "application/octet-stream",
        ...pageHeaders(liveKitSources(livekit.url)),
      });
      response.end(body);
    } catch {
      response.writeHead(404).end();
    }
  }
  return pages;
}

/** The challenge that was given out last. */
let challenge = "";

async function bodyOf(request: IncomingMessage): Promise<string> {
  let body = "";
  for await (const chunk of request) body += String(chunk);
  return body;
}
