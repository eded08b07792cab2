import { createRoute } from "@hono/zod-openapi";
import * as z from "zod";
import { hashPassword } from "../../directory/password.ts";
import { bearerOf, standingSession, unauthenticated } from "../access.ts";
import type { Api } from "../api.ts";
import type { Counters } from "../counters.ts";
import { applicationId, instant, operatorId, roleName } from "../fields.ts";
import { hex } from "../hex.ts";
import { limiter, tooMany } from "../limit.ts";
import type { Ports } from "../ports.ts";
import { Problem, problems } from "../problem.ts";
import { sealSession, sessionLength } from "../session.ts";

const params = z.object({ application: applicationId });

export function sessionRoutes(api: Api, ports: Ports, counters: Counters): void {
  const check = limiter({ perAddress: 30, unaddressed: 600 });

  api.openapi(
    createRoute({
      method: "post",
      path: "/v1/applications/{application}/sessions",
      operationId: "signIn",
      tags: ["Sessions"],
      summary: "Sign in",
      description:
        "The token is good for 12 hours; it opens the console's WebSocket and, for supervisors and administrators, parts of this API. After five wrong passwords the name is locked for a while.",
      request: {
        params,
        body: {
          required: true,
          content: {
            "application/json": {
              schema: z
                .strictObject({ operator: z.string().min(1).max(64), password: z.string().min(1).max(200) })
                .meta({ id: "SignIn", example: { operator: "operator1", password: "correct horse battery" } }),
            },
          },
        },
      },
      responses: {
        201: {
          description: "Signed in.",
          content: {
            "application/json": {
              schema: z
                .object({
                  token: z.string(),
                  expiresAt: instant,
                  application: applicationId,
                  operator: z.object({ id: operatorId, name: z.string(), role: roleName }),
                })
                .meta({ id: "Session" }),
            },
          },
        },
        ...problems(400, 401, 413, 415, 422, 429),
      },
    }),
    async (c) => {
      check(c.req.raw, ports.now());
      const { application } = c.req.valid("param");
      const { operator, password } = c.req.valid("json");
      const directory = ports.directory(application);
      // The same work for a name that nobody bears: how long the answer takes tells nothing.
      const hash = await hashPassword(password, await directory.saltOf(operator));
      const answer = await directory.signIn(operator, hash);
      counters.count("sign_ins_total", { result: answer.ok ? "ok" : answer.refusal });
      if (!answer.ok && answer.refusal === "locked") throw tooMany(answer.until - ports.now());
      if (!answer.ok) throw new Problem("unauthenticated", "The name or the password is wrong.");
      const { id: person, name, role: as, epoch } = answer.person;
      const expiresAt = Math.floor((ports.now() + sessionLength) / 1_000) * 1_000;
      const id = hex(ports.random(16));
      const token = await sealSession({ id, application, person, epoch, expiresAt }, ports.settings.secret);
      ports.log("info", "session.opened", { application, operator: person, role: as });
      return c.json({ token, expiresAt, application, operator: { id: person, name, role: as } }, 201);
    },
  );

  api.openapi(
    createRoute({
      method: "delete",
      path: "/v1/applications/{application}/sessions/current",
      operationId: "signOut",
      tags: ["Sessions"],
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
      await ports.directory(session.application).signOut(session, session.expiresAt);
      return c.body(null, 204);
    },
  );
}
