/** WebSockets. Browsers cannot send headers with them, so a token comes as the second subprotocol; who asks is checked here, once. */
import type { Context } from "hono";
import { sameSecret } from "../../directory/password.ts";
import { consoleSubprotocol } from "../../protocol/console.ts";
import { liveSubprotocol } from "../../protocol/live.ts";
import { mediaSubprotocol } from "../../protocol/media.ts";
import { may } from "../../rights/index.ts";
import { bearerOf, identify, mustExist, standingSession, unauthenticated } from "../access.ts";
import type { Api } from "../api.ts";
import type { Counters } from "../counters.ts";
import { explain } from "../explain.ts";
import { applicationId, mediaWorkerId } from "../fields/basics.ts";
import type { Ports } from "../ports.ts";
import { Problem } from "../problem.ts";
import { liveQuery, noteLive } from "./live.ts";

export function socketRoutes(api: Api, ports: Ports, counters: Counters): void {
  api.get("/v1/applications/:application/console", async (c) => {
    mustBeOurs(c);
    const token = tokenOf(c, consoleSubprotocol) ?? bearerOf(c);
    const standing = token === undefined ? undefined : await standingSession(ports, token);
    if (standing === undefined) throw unauthenticated();
    const { session, bearer } = standing;
    if (session.application !== c.req.param("application"))
      throw new Problem("forbidden", "This session belongs to another application.");
    if (!may(bearer, "console.open")) throw new Problem("forbidden", "This needs the right `console.open`.");
    mustUpgrade(c, consoleSubprotocol);
    counters.count("sockets_total", { peer: "console" });
    return ports.sockets.console(c.req.raw, session);
  });

  api.get("/v1/applications/:application/live/socket", async (c) => {
    mustBeOurs(c);
    const admitted = await identify(ports, tokenOf(c, liveSubprotocol) ?? bearerOf(c));
    if (admitted === undefined) throw unauthenticated();
    const { bearer, credential } = admitted;
    const application = applicationId.safeParse(c.req.param("application"));
    if (!application.success || (bearer.application !== null && bearer.application !== application.data))
      throw new Problem("forbidden", "You belong to another application.");
    if (bearer.application === null) await mustExist(ports, application.data);
    if (!may(bearer, "queues.watch")) throw new Problem("forbidden", "This needs the right `queues.watch`.");
    const wanted = liveQuery.safeParse(c.req.query());
    if (!wanted.success) {
      const errors = explain(wanted.error.issues);
      throw new Problem("unreadable", "The query cannot be read.", { errors });
    }
    mustUpgrade(c, liveSubprotocol);
    counters.count("sockets_total", { peer: "live" });
    const { since, once, ...interest } = wanted.data;
    const subscription = { bearer, credential, interest, since, once };
    await noteLive(ports, c.req.raw, application.data, subscription);
    return ports.sockets.live(c.req.raw, application.data, subscription);
  });

  api.get("/v1/media/socket", async (c) => {
    const secret = tokenOf(c, mediaSubprotocol) ?? bearerOf(c);
    if (secret === undefined || !sameSecret(secret, ports.settings.mediaSecret)) throw unauthenticated();
    const worker = mediaWorkerId.safeParse(c.req.query("worker"));
    if (!worker.success) {
      const errors = [{ field: "worker", problem: "is missing or no id", remedy: "Name the worker: ?worker=w_1." }];
      throw new Problem("unreadable", "One field is wrong.", { errors });
    }
    mustUpgrade(c, mediaSubprotocol);
    counters.count("sockets_total", { peer: "media" });
    return ports.sockets.media(c.req.raw, worker.data);
  });
}

/** Browsers always say where a page came from. Other programs need not: they have no one else's token to misuse. */
function mustBeOurs(c: Context): void {
  const origin = c.req.header("origin");
  if (origin !== undefined && !sameHost(origin, c)) throw new Problem("forbidden", "This page comes from elsewhere.");
}

function sameHost(origin: string, c: Context): boolean {
  try {
    return new URL(origin).host === (c.req.header("host") ?? new URL(c.req.url).host);
  } catch {
    return false;
  }
}

const offered = (c: Context): string[] =>
  (c.req.header("sec-websocket-protocol") ?? "").split(",").map((part) => part.trim());

function tokenOf(c: Context, subprotocol: string): string | undefined {
  const [first, token] = offered(c);
  return first === subprotocol ? token : undefined;
}

function mustUpgrade(c: Context, subprotocol: string): void {
  if (c.req.header("upgrade")?.toLowerCase() === "websocket" && offered(c)[0] === subprotocol) return;
  throw new Problem("upgrade-required", `Open a WebSocket with the subprotocols ${subprotocol} and the token.`, {
    headers: { upgrade: "websocket", connection: "Upgrade" },
  });
}
