/** The bare app: how bodies are read, what is refused before any route, what every answer carries. */
import { OpenAPIHono } from "@hono/zod-openapi";
import { bodyLimit } from "hono/body-limit";
import { HTTPException } from "hono/http-exception";
import { routePath } from "hono/route";
import type { AppEnv } from "./access.ts";
import type { Counters } from "./counters.ts";
import { explain } from "./explain.ts";
import { Fault } from "../kernel/index.ts";
import { LiveKitFault } from "../livekit/fault.ts";
import type { Ports } from "./ports.ts";
import { Problem } from "./problem.ts";
import { isAway } from "../protocol/actors.ts";

export type Api = OpenAPIHono<AppEnv>;

const largestBody = 64 * 1_024;
/** A whole application. */
const largestImport = 10 * 1_024 * 1_024;
const isImport = /^\/v1\/applications\/[^/]+\/import(?:\/|$)/;
const isTable = /^\/v1\/applications\/[^/]+\/import\/[^/]+$/;
/** Sounds: their routes count the bytes as they come, and look at the type themselves. */
const isSound = /^\/v1\/(?:applications\/[^/]+\/sounds\/[^/]+\/audio|media\/sounds\/.*)$/;
/** Identity providers say it as forms do. */
const isLogout = /^\/v1\/applications\/[^/]+\/sign-in\/[^/]+\/logout$/;
/** A webhook carries whole participants and rooms. */
const largestWebhook = 1_024 * 1_024;
/** Asked every few seconds by machines: a log line each would bury the rest. */
const unlogged = new Set(["/healthz", "/readyz", "/metrics", "/livekit/webhook", "*", "/*"]);

export function newApi(ports: Ports, counters: Counters): Api {
  const api: Api = new OpenAPIHono<AppEnv>({
    defaultHook: (result) => {
      if (result.success) return;
      const errors = explain(result.error.issues);
      const detail = errors.length === 1 ? "One field is wrong." : `${errors.length} fields are wrong.`;
      throw new Problem(result.target === "json" ? "invalid" : "unreadable", detail, { errors });
    },
  });

  api.use(async (c, next) => {
    const began = ports.now();
    await next();
    const { status } = c.res;
    counters.count("http_requests_total", { class: `${Math.floor(status / 100)}xx` });
    const route = routePath(c, -1);
    if (!unlogged.has(route)) {
      ports.log(status >= 500 ? "error" : "info", "http", {
        method: c.req.method,
        route,
        status,
        took: ports.now() - began,
      });
    }
    if (status === 101) return;
    if (!c.res.headers.has("content-security-policy")) {
      c.res = new Response(c.res.body, c.res); // what another service answered may have headers that cannot be changed
      for (const [name, value] of Object.entries(apiHeaders)) c.res.headers.set(name, value);
    }
  });

  const limit = (maxSize: number) =>
    bodyLimit({
      maxSize,
      onError: () => {
        throw new Problem("too-large", `The body may have ${maxSize} bytes at most.`);
      },
    });
  const [usual, ofImport] = [limit(largestBody), limit(largestImport)];
  api.use("/v1/*", (c, next) => {
    if (isSound.test(c.req.path)) return c.req.path.startsWith("/v1/media/") ? ofImport(c, next) : next();
    return isImport.test(c.req.path) ? ofImport(c, next) : usual(c, next);
  });
  api.use("/v1/*", async (c, next) => {
    if (isSound.test(c.req.path)) return next();
    // Without a type Hono takes whatever comes, and nothing at all, for an empty object; and with any of JSON's types one for the other.
    const type = c.req.method === "POST" ? typeOfPost(c.req.path) : bodyTypes[c.req.method];
    const isOther = type !== undefined && essenceOf(c.req.header("content-type")) !== type;
    // Of an address that does not know the method at all, that is what is wrong.
    if (isOther && methodsOf(api, c.req.path).includes(c.req.method)) throw notOfType(type);
    await next();
  });
  api.use("/livekit/webhook", limit(largestWebhook));

  api.notFound((c) => {
    const allowed = methodsOf(api, c.req.path);
    // A pattern that takes whatever comes is no promise that something is there.
    if (allowed.length === 0 || allowed.includes(c.req.method))
      return new Problem("not-found", "There is nothing at this address.").toResponse();
    return new Problem("method-not-allowed", `This address knows ${allowed.join(", ")}.`, {
      headers: { allow: allowed.join(", ") },
    }).toResponse();
  });

  api.onError((error, c) => {
    if (error instanceof Problem) return error.toResponse();
    if (error instanceof HTTPException) return fromHono(error).toResponse();
    ports.log("error", "fault", {
      method: c.req.method,
      route: routePath(c, -1),
      fault: error.name,
      // Our own faults are written without personal data; of others the name must do.
      why: error instanceof Fault ? error.message : undefined,
    });
    return problemOf(error).toResponse();
  });
  return api;
}

/** Of faults that nobody has foreseen where they came up. */
function problemOf(error: Error): Problem {
  if (error instanceof LiveKitFault)
    return new Problem("media-unavailable", "LiveKit could not be reached, or failed. Try again.");
  if (isAway(error)) {
    const detail =
      "What keeps this is being started anew. Try again; a write may have been done, which an Idempotency-Key finds out.";
    return new Problem("away", detail, { headers: { "retry-after": "1" } });
  }
  return new Problem("fault", "This is a fault of ours; it has been logged. Try again.");
}

const apiHeaders = {
  "cache-control": "no-store",
  "content-security-policy": "default-src 'none'; frame-ancestors 'none'",
  "referrer-policy": "no-referrer",
  "x-content-type-options": "nosniff",
};

/** What Hono itself refuses: broken JSON, and bodies that are none. */
function fromHono({ status }: HTTPException): Problem {
  return status === 415 ? notOfType("application/json") : new Problem("unreadable", "The body is not JSON.");
}

/** What a method's body must be. */
const bodyTypes: Readonly<Record<string, string>> = {
  PUT: "application/json",
  PATCH: "application/merge-patch+json",
};

const typeOfPost = (path: string): string =>
  isTable.test(path) ? "text/csv" : isLogout.test(path) ? "application/x-www-form-urlencoded" : "application/json";

const essenceOf = (type = ""): string => (type.split(";")[0] ?? "").trim().toLowerCase();

const notOfType = (type: string): Problem =>
  new Problem("unsupported-media-type", `Send the body as ${type}.`, {
    ...(type === bodyTypes["PATCH"] && { headers: { "accept-patch": type } }),
  });

/** The methods that an address knows. */
function methodsOf(api: Api, path: string): string[] {
  const methods = api.routes
    .filter((route) => route.method !== "ALL" && patternOf(route.path).test(path))
    .map((route) => route.method);
  return [...new Set(methods)].toSorted();
}

/** Made once for each route. */
const patterns = new Map<string, RegExp>();

function patternOf(path: string): RegExp {
  const known = patterns.get(path);
  if (known !== undefined) return known;
  const pattern = new RegExp(
    `^${path.replaceAll(/[.*+?^${}()|[\]\\]/g, String.raw`\$&`).replaceAll(/:[^/]+/g, "[^/]+")}$`,
  );
  patterns.set(path, pattern);
  return pattern;
}
