import { createRoute } from "@hono/zod-openapi";
import * as z from "zod";
import { hashPassword } from "../../directory/password.ts";
import type { SessionSeen } from "../../directory/sessions.ts";
import { may } from "../../rights/index.ts";
import {
  addressOf,
  authorOf,
  bearerOf,
  guard,
  guardOwn,
  outOfScope,
  standingSession,
  unauthenticated,
} from "../access.ts";
import { hashOfKey } from "../apiKey.ts";
import type { Api } from "../api.ts";
import { governs } from "../authority.ts";
import type { Counters } from "../counters.ts";
import { applicationId, instant, operatorId } from "../fields/basics.ts";
import { limiter } from "../limit.ts";
import { begun, freshRefresh, open, opened, refreshForm, sessionId, tokensOf } from "../openings.ts";
import type { Ports } from "../ports.ts";
import { Problem, problems } from "../problem.ts";

const tags = ["Sessions"];
const of = "/v1/applications/{application}";
const path = `${of}/sessions`;
const params = z.object({ application: applicationId });
export const seen = z
  .object({
    id: sessionId,
    operator: operatorId,
    openedAt: instant,
    renewedAt: instant,
    endsAt: instant,
    from: z.string().nullable().meta({ description: "The address that it was opened from; null: not known." }),
    means: z.string().meta({
      description: "How they came in: `password`, `passkey:` and its id, `provider:` and the identity provider's id.",
      example: "password",
    }),
    current: z.boolean().meta({ description: "Whether it is the one that this is asked with." }),
  })
  .meta({ id: "SessionSeen" });

export function sessionRoutes(api: Api, ports: Ports, counters: Counters): void {
  const check = limiter({ perAddress: 30, unaddressed: 600 });
  const checkRenewal = limiter({ perAddress: 300, unaddressed: 6_000 });

  api.openapi(
    createRoute({
      method: "post",
      path,
      operationId: "signIn",
      tags,
      summary: "Sign in",
      description:
        "Begins a session of 12 hours at most. Its token is good for 15 minutes; it opens the console's WebSocket and, for supervisors and administrators, parts of this API. The refresh token gets the next pair. Who has a second factor gives its code as well: without it the answer is a problem of the type `second-factor`. After five wrong passwords or codes the name is locked for a while.",
      request: {
        params,
        body: {
          required: true,
          content: {
            "application/json": {
              schema: z
                .strictObject({
                  operator: z.string().min(1).max(64),
                  password: z.string().min(1).max(200),
                  code: z.string().max(40).optional().meta({
                    description:
                      "Of the second factor: the six digits of the moment, or one of the codes for recovery.",
                  }),
                })
                .meta({ id: "SignIn", example: { operator: "operator1", password: "correct horse battery" } }),
            },
          },
        },
      },
      responses: {
        201: { description: "Signed in.", content: { "application/json": { schema: begun } } },
        ...problems(400, 401, 413, 415, 422, 429),
      },
    }),
    async (c) => {
      check(c.req.raw, ports.now());
      const { application } = c.req.valid("param");
      const { operator, password, code } = c.req.valid("json");
      const directory = ports.directory(application);
      // The same work for a name that nobody bears: how long the answer takes tells nothing.
      const hash = await hashPassword(password, await directory.saltOf(operator));
      const answer = await open(ports, counters, application, "The name or the password is wrong.", (session) =>
        directory.signIn(operator, { hash, code }, session, addressOf(c.req.raw)),
      );
      return c.json(answer, 201);
    },
  );

  api.openapi(
    createRoute({
      method: "post",
      path: `${path}/refresh`,
      operationId: "renewSession",
      tags,
      summary: "Renew a session",
      description:
        "Takes the refresh token and gives a new pair; do so some minutes before the token ends, and within 60 minutes at the latest. A refresh token serves once. Asked again within two minutes, because the answer was lost, it serves once more, and what was answered before is void; at any other time a token that comes twice has been stolen: the session ends at once.",
      request: {
        params,
        body: {
          required: true,
          content: {
            "application/json": {
              schema: z.strictObject({ refreshToken: z.string().max(1_000) }).meta({ id: "RenewSession" }),
            },
          },
        },
      },
      responses: {
        200: { description: "The next pair.", content: { "application/json": { schema: opened } } },
        ...problems(400, 401, 413, 415, 422, 429),
      },
    }),
    async (c) => {
      checkRenewal(c.req.raw, ports.now());
      const { application } = c.req.valid("param");
      const { refreshToken } = c.req.valid("json");
      const next = freshRefresh(ports);
      const renewed = refreshForm.test(refreshToken)
        ? await ports
            .directory(application)
            .renew(await hashOfKey(refreshToken), await hashOfKey(next), addressOf(c.req.raw))
        : undefined;
      if (renewed?.ok !== true)
        throw new Problem("unauthenticated", "The session is over, or this is not its refresh token. Sign in again.");
      return c.json(await tokensOf(ports, application, renewed.person, renewed.session, next), 200);
    },
  );

  api.openapi(
    createRoute({
      method: "get",
      path,
      operationId: "listSessions",
      tags,
      summary: "List sessions",
      description:
        "One's own; with `people.write` those of everybody whom one may change, or of one of them. The newest first.",
      ...guardOwn(ports),
      request: { params, query: z.strictObject({ operator: operatorId.optional() }) },
      responses: {
        200: {
          description: "Those that stand.",
          content: { "application/json": { schema: z.object({ items: z.array(seen) }) } },
        },
        ...problems(400, 401, 403, 404),
      },
    }),
    async (c) => {
      const { application } = c.req.valid("param");
      const { operator } = c.req.valid("query");
      const bearer = c.get("bearer");
      const everybody = may(bearer, "people.write");
      if (!everybody && operator !== undefined && operator !== bearer.person) throw outOfScope();
      const sessions = await ports.directory(application).sessions(everybody ? operator : bearer.person);
      const shownOf: SessionSeen[] = [];
      for (const session of sessions)
        if (session.person === bearer.person || (await governs(ports, bearer, application, session.person)))
          shownOf.push(session);
      const credential = c.get("credential");
      const current = credential?.kind === "session" ? credential.session.id : undefined;
      const items = shownOf.map(({ person, ...session }) => ({
        ...session,
        operator: person,
        current: session.id === current,
      }));
      return c.json({ items }, 200);
    },
  );

  api.openapi(
    createRoute({
      method: "delete",
      path: `${path}/current`,
      operationId: "signOut",
      tags,
      summary: "Sign out",
      description: "The token that this is asked with is void from now on, and the consoles opened with it are closed.",
      security: [{ bearer: [] }],
      request: { params },
      responses: { 204: { description: "Signed out." }, ...problems(400, 401) },
    }),
    async (c) => {
      const token = bearerOf(c);
      const session = token === undefined ? undefined : (await standingSession(ports, token))?.session;
      if (session?.application !== c.req.valid("param").application) throw unauthenticated();
      const author = { by: session.person, from: addressOf(c.req.raw) };
      await ports.directory(session.application).signOut({ id: session.id }, author);
      return c.body(null, 204);
    },
  );

  api.openapi(
    createRoute({
      method: "delete",
      path: `${path}/{id}`,
      operationId: "endSession",
      tags,
      summary: "End a session",
      description:
        "One's own, on another device; with `people.write` that of anybody whom one may change. The consoles opened with it are closed at once.",
      ...guardOwn(ports),
      request: { params: params.extend({ id: sessionId }) },
      responses: { 204: { description: "It is over." }, ...problems(400, 401, 403, 404) },
    }),
    async (c) => {
      const { application, id } = c.req.valid("param");
      const directory = ports.directory(application);
      const bearer = c.get("bearer");
      const found = (await directory.sessions(undefined)).find((session) => session.id === id);
      const own = found !== undefined && found.person === bearer.person;
      if (found === undefined || !(own || may(bearer, "people.write")))
        throw new Problem("not-found", `There is no session "${id}".`);
      if (!own && !(await governs(ports, bearer, application, found.person))) throw outOfScope();
      await directory.signOut({ id }, authorOf(c));
      ports.log("info", "session.ended", { application, operator: found.person, by: bearer.name });
      return c.body(null, 204);
    },
  );

  api.openapi(
    createRoute({
      method: "delete",
      path: `${of}/operators/{id}/sessions`,
      operationId: "endSessionsOf",
      tags,
      summary: "End all sessions of a person",
      description: "Their consoles are closed at once. They may sign in again.",
      ...guard(ports, "people.write"),
      request: { params: params.extend({ id: operatorId }) },
      responses: { 204: { description: "They are over." }, ...problems(400, 401, 403, 404) },
    }),
    async (c) => {
      const { application, id } = c.req.valid("param");
      const directory = ports.directory(application);
      if ((await directory.get("person", id)) === undefined)
        throw new Problem("not-found", `There is no operator "${id}".`);
      if (!(await governs(ports, c.get("bearer"), application, id))) throw outOfScope();
      await directory.signOut({ person: id }, authorOf(c));
      ports.log("info", "session.ended", { application, operator: id, by: c.get("bearer").name });
      return c.body(null, 204);
    },
  );
}
