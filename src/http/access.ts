/**
 * Who asks, and whether they may. A bearer shows the admin key, an API key or a session token; the directory says at each request what the
 * bearer may do at that moment, so that a change takes effect with the next one.
 */
import type { Context, MiddlewareHandler } from "hono";
import { routePath } from "hono/route";
import type { Author, Deed } from "../audit/index.ts";
import { sameSecret } from "../directory/password.ts";
import { adminKeyBearer, may, type Bearer, type Right } from "../rights/index.ts";
import {
  maskNumber,
  minutes,
  type ApplicationId,
  type Duration,
  type OperatorId,
  type QueueId,
} from "../words/index.ts";
import { Seldom } from "./seldom.ts";
import { hashOfKey, openKey } from "./apiKey.ts";
import type { Credential } from "../live/index.ts";
import type { Ports } from "./ports.ts";
import { Problem } from "./problem.ts";
import type { Session } from "./session.ts";
import { openSession } from "./session.ts";

export interface AppEnv {
  Variables: {
    bearer: Bearer;
    /** Undefined: the admin key. */
    credential: Credential | undefined;
    /** What a request's `Idempotency-Key` stands for, if it has one (once.ts). */
    slot?: string;
    /** The answer shows callers' whole numbers. */
    unmasked?: boolean;
  };
}

/** What a route asks for. `adminKey`: the admin key, because it is about more than one application. */
export type Access = Right | "adminKey";

/**
 * The part of a route's description that says who may use it, and the middleware that sees to it: lets a request through or ends it. Below
 * `/applications/{application}` it also makes sure that the application exists. Whether the right reaches what the request is about
 * (`mayAbout`) is for the handler to ask, which knows the queue.
 */
export function guard(ports: Ports, access: Access) {
  return { ...guarded(ports, access), "x-right": access };
}

/** As `guard`, for what everybody in the application may do about themselves; the handler sees to it that it is. */
export const guardOwn = (ports: Ports) => guarded(ports, "own");

/** Who looks at the same numbers again and again, as a page that shows a queue does, is told of once in so long. */
const shownAgainAfter: Duration = minutes(10);

function guarded(ports: Ports, access: Access | "own") {
  const shown = new Seldom(shownAgainAfter);
  const middleware: MiddlewareHandler<AppEnv> = async (c, next) => {
    const admitted = await identify(ports, bearerOf(c));
    if (admitted === undefined) throw unauthenticated();
    const { bearer, credential } = admitted;
    const application = c.req.param("application") as ApplicationId | undefined; // parsed again by the route's own schema
    const because = whyNot(bearer, access, application, c.req.param("id"));
    if (because !== undefined) {
      ports.log("warn", "denied", { application, by: bearer.name, right: access, route: routePath(c, -1) });
      throw new Problem("forbidden", because);
    }
    // Of everybody else the application's own directory has just said that they are good.
    const anywhere = bearer.application === null && access !== "adminKey";
    if (anywhere && application !== undefined) await mustExist(ports, application);
    c.set("bearer", bearer);
    c.set("credential", credential);
    await next();
    if (c.get("unmasked") !== true || application === undefined) return;
    // The answer goes out only after that has been written down.
    const { path, url } = c.req;
    // With the query: who goes through all pages of a list looks at each of them.
    await shown.do(`${application} ${bearer.name} ${url}`, ports.now(), async () => {
      await ports.directory(application).note({ action: "numbers.shown", what: path, detail: {} }, authorOf(c));
    });
  };
  return { security: [{ bearer: [] as string[] }], middleware };
}

function whyNot(
  bearer: Bearer,
  access: Access | "own",
  application: ApplicationId | undefined,
  id: string | undefined,
): string | undefined {
  if (bearer.application === null) return undefined;
  if (access === "adminKey") return "This needs the admin key.";
  if (bearer.application !== application) return "You belong to another application.";
  if (access === "own") return undefined;
  // Only rights over oneself look at it, and these are asked for only where the path names a person.
  const about = id === undefined ? {} : { person: id as OperatorId };
  if (bearer.awaits === "secondFactor")
    return "Your role demands a second factor. Set it up first: POST …/second-factor.";
  return may(bearer, access, about) ? undefined : `This needs the right \`${access}\`.`;
}

export const unauthenticated = (): Problem =>
  new Problem("unauthenticated", "Send `Authorization: Bearer` with a key or a session token that is still good.", {
    headers: { "www-authenticate": 'Bearer realm="acd"' },
  });

/** Refuses what lies beyond the queues of the bearer. */
export const outOfScope = (): Problem =>
  new Problem("forbidden", "This is about queues beyond those that you are in charge of.");

/** For a right that has been asked for already: whether it reaches this queue. Null: something that is of no queue. */
export const reachesQueue = (c: Context<AppEnv>, right: Right, queue: QueueId | null): boolean =>
  may(c.get("bearer"), right, { queue });

/** How this bearer is shown callers' numbers: whole, which the audit log is told of (once for a request), or masked. */
export function numbersFor(c: Context<AppEnv>): (number: string) => string {
  const whole = may(c.get("bearer"), "numbers.unmask");
  return (number) => {
    if (number === "") return "";
    if (whole) c.set("unmasked", true);
    return whole ? number : maskNumber(number);
  };
}

/** Tells the audit log of what is about to be done elsewhere: if that is lost with this process, the line says that it was going to be. */
export const note = (ports: Ports, c: Context<AppEnv>, application: ApplicationId, deed: Deed): Promise<void> =>
  ports.directory(application).note(deed, authorOf(c));

/** Who does it, for timelines and logs. */
export const byWhom = (c: Context<AppEnv>): string => c.get("bearer").name;

/** Who does it and from where, for the audit log. */
export const authorOf = (c: Asked): Author => ({ by: c.get("bearer").name, from: addressOf(c.req.raw) });

/** What {@link authorOf} looks at of a request that has been let in. */
interface Asked {
  get(key: "bearer"): Bearer;
  readonly req: { readonly raw: Request };
}

/** Where a request comes from, if that is known: Cloudflare sets this header itself and lets nobody else do so. */
export function addressOf(request: Request): string | null {
  const address = request.headers.get("cf-connecting-ip") ?? "";
  return /^[0-9a-f.:]{2,45}$/i.test(address) ? address : null;
}

/** Applications that have been met: none is ever removed. */
const met = new WeakMap<Ports, Set<ApplicationId>>();

export async function mustExist(ports: Ports, application: ApplicationId): Promise<void> {
  const known = met.get(ports) ?? new Set();
  met.set(ports, known);
  if (known.has(application)) return;
  const found = await ports.directory(application).get("application", application);
  if (found !== undefined) known.add(application);
  else throw new Problem("not-found", `There is no application "${application}".`);
}

interface Admitted {
  readonly bearer: Bearer;
  /** What the directory can be asked about again. Undefined: the admin key, which nobody takes back. */
  readonly credential: Credential | undefined;
}

/** Undefined: neither a key nor a session that stands. */
export async function identify(ports: Ports, token: string | undefined): Promise<Admitted | undefined> {
  if (token === undefined) return undefined;
  if (sameSecret(token, ports.settings.adminKey)) return { bearer: adminKeyBearer, credential: undefined };
  const key = openKey(token);
  if (key !== undefined) {
    const { application, id, secret } = key;
    const hash = await hashOfKey(secret);
    const grant = await ports.directory(application).admitsKey(id, hash);
    return grant && { bearer: { ...grant, application, name: `key:${id}` }, credential: { kind: "key", id, hash } };
  }
  const standing = await standingSession(ports, token);
  return standing && { bearer: standing.bearer, credential: { kind: "session", session: standing.session } };
}

/** The session that a token stands for and what its person may do now, if the directory still upholds it. */
export async function standingSession(
  ports: Ports,
  token: string,
): Promise<{ readonly session: Session; readonly bearer: Bearer } | undefined> {
  const session = await openSession(token, ports.settings.secret, ports.now());
  if (session === undefined) return undefined;
  const { application, person } = session;
  const grant = await ports.directory(application).admits(session);
  return grant && { session, bearer: { ...grant, application, person, name: person } };
}

export function bearerOf(c: Context): string | undefined {
  return /^Bearer +(\S+)$/i.exec(c.req.header("authorization") ?? "")?.[1];
}
