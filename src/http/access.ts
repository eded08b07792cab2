/** Who may do what. The admin key may do everything; a session may act within its application, by its role. */
import type { Context, MiddlewareHandler } from "hono";
import { sameSecret } from "../directory/password.ts";
import type { ApplicationId } from "../words/index.ts";
import type { Ports } from "./ports.ts";
import { Problem } from "./problem.ts";
import type { Session } from "./session.ts";
import { openSession } from "./session.ts";

export type Identity = { readonly kind: "key" } | { readonly kind: "session"; readonly session: Session };

export interface AppEnv {
  Variables: { identity: Identity };
}

/**
 * `key`: the admin key only. `admin`, `supervisor`, `operator`: a session of this application with that role or a higher one.
 * `self`: a supervisor, or the operator whom the path names.
 */
export type Access = "key" | "admin" | "supervisor" | "operator" | "self";

const rank = { operator: 0, supervisor: 1, admin: 2 } as const;

/** Lets a request through or ends it. Below `/applications/{application}` it also makes sure that the application exists. */
export function guard(ports: Ports, access: Access): MiddlewareHandler<AppEnv> {
  return async (c, next) => {
    const identity = await identify(ports, bearerOf(c));
    if (identity === undefined) throw unauthenticated();
    const application = c.req.param("application") as ApplicationId | undefined; // parsed again by the route's own schema
    if (identity.kind === "session" && !mayEnter(identity.session, access, application, c.req.param("id"))) {
      throw new Problem(
        "forbidden",
        access === "key" ? "This needs the admin key." : "Your role or your application does not allow this.",
      );
    }
    if (application !== undefined && access !== "key") await mustExist(ports, application);
    c.set("identity", identity);
    await next();
  };
}

export const unauthenticated = (): Problem =>
  new Problem(
    "unauthenticated",
    "Send `Authorization: Bearer` with the admin key or a session token that is still good.",
    {
      headers: { "www-authenticate": 'Bearer realm="acd"' },
    },
  );

export async function mustExist(ports: Ports, application: ApplicationId): Promise<void> {
  const known = await ports.directory(application).get("application", application);
  if (known === undefined) throw new Problem("not-found", `There is no application "${application}".`);
}

/** Undefined: neither the key nor a session that stands. */
export async function identify(ports: Ports, bearer: string | undefined): Promise<Identity | undefined> {
  if (bearer === undefined) return undefined;
  if (sameSecret(bearer, ports.settings.adminKey)) return { kind: "key" };
  const session = await standingSession(ports, bearer);
  return session && { kind: "session", session };
}

/** The session that a token stands for, if the directory still upholds it. */
export async function standingSession(ports: Ports, token: string): Promise<Session | undefined> {
  const session = await openSession(token, ports.settings.secret, ports.now());
  if (session === undefined) return undefined;
  return (await ports.directory(session.application).admits(session)) ? session : undefined;
}

export function bearerOf(c: Context): string | undefined {
  return /^Bearer +(\S+)$/i.exec(c.req.header("authorization") ?? "")?.[1];
}

function mayEnter(session: Session, access: Access, application: string | undefined, id: string | undefined): boolean {
  if (session.application !== application) return false;
  switch (access) {
    case "key":
      return false;
    case "self":
      return session.person === id || rank[session.role] >= rank.supervisor;
    case "admin":
    case "supervisor":
    case "operator":
      return rank[session.role] >= rank[access];
  }
}
