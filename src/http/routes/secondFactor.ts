/** A second factor for signing in: set up and ended by oneself, taken from somebody who has lost it, and demanded of roles. */
import { createRoute } from "@hono/zod-openapi";
import type { Context } from "hono";
import * as z from "zod";
import { hashPassword } from "../../directory/password.ts";
import type { FactorChange } from "../../directory/secondFactor.ts";
import { toBase32 } from "../../directory/totp.ts";
import { covers, everyRight } from "../../rights/index.ts";
import type { ApplicationId, OperatorId } from "../../words/index.ts";
import { addressOf, authorOf, guard, guardOwn, outOfScope, type AppEnv } from "../access.ts";
import type { Api } from "../api.ts";
import { governs } from "../authority.ts";
import { answerContent, changeHeaders, etagOfContent, onlyIf, otherContent, readHeaders } from "../conditions.ts";
import { applicationId, operatorId } from "../fields/basics.ts";
import { signInRules } from "../fields/rules.ts";
import { tooMany } from "../limit.ts";
import { signInAgain } from "../openings.ts";
import type { Ports } from "../ports.ts";
import { Problem, problems } from "../problem.ts";
import { notModified, tagged } from "./resources.ts";

const tags = ["Second factor"];
const of = "/v1/applications/{application}";
const path = `${of}/second-factor`;
const params = z.object({ application: applicationId });
const json = <S extends z.ZodType>(schema: S) => ({ content: { "application/json": { schema } } });

const factor = z
  .object({
    on: z.boolean(),
    demanded: z.boolean().meta({ description: "Whether one's role demands it: without it nothing else is allowed." }),
    recoveryCodes: z.int().meta({ description: "How many are left." }),
  })
  .meta({ id: "SecondFactor" });
const secret = z
  .object({
    secret: z.string().meta({ description: "For the authenticator app, in Base32. Shown this once." }),
    uri: z.string().meta({ description: "The same as `otpauth://`, for a QR code." }),
  })
  .meta({ id: "SecondFactorSecret" });
const code = z.string().min(1).max(40);
const withCode = z.strictObject({ code }).meta({ id: "SecondFactorCode", example: { code: "123456" } });
const secretBytes = 20;
const recoveryCodes = 10;
const recoveryBytes = 10;

export function secondFactorRoutes(api: Api, ports: Ports): void {
  /** Throws whatever keeps it from being done. */
  async function change(c: Context<AppEnv>, application: ApplicationId, person: OperatorId, wanted: FactorChange) {
    const answer = await ports.directory(application).changeSecondFactor(person, wanted, authorOf(c));
    switch (answer.is) {
      case "done":
        ports.log("info", "second_factor", {
          application,
          operator: person,
          done: wanted.do,
          by: c.get("bearer").name,
        });
        return;
      case "on":
        throw new Problem("second-factor-on", "There is a second factor. End it first, with one of its codes.");
      case "off":
        throw new Problem("second-factor-off", "There is no second factor.");
      case "locked":
        throw tooMany(answer.until - ports.now());
      case "wrong":
        throw wrong(wanted.do === "begin" ? "password" : "code");
    }
  }

  /** Throws unless they have just signed in: who came in by their company has no password to give. */
  async function mustBeFresh(c: Context<AppEnv>, application: ApplicationId, person: OperatorId): Promise<void> {
    const credential = c.get("credential");
    const session = credential?.kind === "session" ? credential.session.id : "";
    const proven = await ports.directory(application).prove(person, {}, session, addressOf(c.req.raw));
    if (proven.is !== "proven") throw signInAgain();
  }

  api.openapi(
    createRoute({
      method: "get",
      path,
      operationId: "getSecondFactor",
      tags,
      summary: "See whether one has a second factor",
      ...guardOwn(ports),
      request: { params },
      responses: { 200: { description: "As it is now.", ...json(factor) }, ...problems(400, 401, 403, 404) },
    }),
    async (c) => {
      const { application } = c.req.valid("param");
      const found = await ports.directory(application).secondFactor(oneself(c));
      if (found === undefined) throw new Problem("not-found", "There is no such person any more.");
      return c.json(found, 200);
    },
  );

  api.openapi(
    createRoute({
      method: "post",
      path,
      operationId: "beginSecondFactor",
      tags,
      summary: "Set up a second factor",
      description:
        "Makes a secret for an authenticator app (TOTP, RFC 6238: SHA-1, 30 seconds, 6 digits). It holds once it has been confirmed with a code. Asks for the password again, or is asked within 5 minutes of signing in.",
      ...guardOwn(ports),
      request: {
        params,
        body: {
          required: true,
          ...json(
            z
              .strictObject({
                password: z.string().min(1).max(200).optional().meta({
                  description: "Left out by who signed in within the last 5 minutes.",
                }),
              })
              .meta({ id: "SecondFactorBegin", example: { password: "correct horse battery" } }),
          ),
        },
      },
      responses: {
        201: { description: "To be confirmed.", ...json(secret) },
        ...problems(400, 401, 403, 404, 409, 413, 415, 422, 429),
      },
    }),
    async (c) => {
      const { application } = c.req.valid("param");
      const person = oneself(c);
      const { password } = c.req.valid("json");
      const directory = ports.directory(application);
      const hash = password === undefined ? null : await hashPassword(password, await directory.saltOf(person));
      if (hash === null) await mustBeFresh(c, application, person);
      const made = toBase32(ports.random(secretBytes));
      await change(c, application, person, { do: "begin", hash, secret: made });
      const label = `${encodeURIComponent(application)}:${encodeURIComponent(person)}`;
      const uri = `otpauth://totp/${label}?secret=${made}&issuer=${encodeURIComponent(application)}`;
      return c.json({ secret: made, uri }, 201);
    },
  );

  api.openapi(
    createRoute({
      method: "post",
      path: `${path}/confirm`,
      operationId: "confirmSecondFactor",
      tags,
      summary: "Confirm a second factor",
      description:
        "With a code of the app. From now on signing in takes one. The answer has ten codes for the day on which the app is lost; each serves once, and they are shown this once.",
      ...guardOwn(ports),
      request: { params, body: { required: true, ...json(withCode) } },
      responses: {
        200: {
          description: "It is on.",
          ...json(z.object({ recoveryCodes: z.array(z.string()) }).meta({ id: "RecoveryCodes" })),
        },
        ...problems(400, 401, 403, 404, 409, 413, 415, 422, 429),
      },
    }),
    async (c) => {
      const made = Array.from({ length: recoveryCodes }, () =>
        toBase32(ports.random(recoveryBytes))
          .toLowerCase()
          .replaceAll(/(.{4})(?!$)/g, "$1-"),
      );
      const wanted = { do: "confirm", code: c.req.valid("json").code, recoveryCodes: made } as const;
      await change(c, c.req.valid("param").application, oneself(c), wanted);
      return c.json({ recoveryCodes: made }, 200);
    },
  );

  api.openapi(
    createRoute({
      method: "post",
      path: `${path}/end`,
      operationId: "endSecondFactor",
      tags,
      summary: "End one's second factor",
      description: "With a code of the app, or one for recovery.",
      ...guardOwn(ports),
      request: { params, body: { required: true, ...json(withCode) } },
      responses: {
        204: { description: "It is off." },
        ...problems(400, 401, 403, 404, 409, 413, 415, 422, 429),
      },
    }),
    async (c) => {
      await change(c, c.req.valid("param").application, oneself(c), { do: "end", code: c.req.valid("json").code });
      return c.body(null, 204);
    },
  );

  api.openapi(
    createRoute({
      method: "delete",
      path: `${of}/operators/{id}/second-factor`,
      operationId: "removeSecondFactor",
      tags,
      summary: "Take the second factor from a person",
      description: "Who has lost it and the codes for recovery signs in with the password alone again.",
      ...guard(ports, "people.write"),
      request: { params: params.extend({ id: operatorId }) },
      responses: { 204: { description: "It is off." }, ...problems(400, 401, 403, 404, 409) },
    }),
    async (c) => {
      const { application, id } = c.req.valid("param");
      if ((await ports.directory(application).get("person", id)) === undefined)
        throw new Problem("not-found", `There is no operator "${id}".`);
      if (!(await governs(ports, c.get("bearer"), application, id))) throw outOfScope();
      await change(c, application, id, { do: "remove" });
      return c.body(null, 204);
    },
  );

  api.openapi(
    createRoute({
      method: "get",
      path: `${of}/sign-in-rules`,
      operationId: "getSignInRules",
      tags,
      summary: "See which roles must have a second factor",
      ...guard(ports, "roles.read"),
      request: { params, headers: readHeaders },
      responses: {
        200: tagged(signInRules, "As they are now."),
        ...notModified,
        ...problems(400, 401, 403, 404),
      },
    }),
    async (c) =>
      answerContent(await ports.directory(c.req.valid("param").application).signInRules(), c.req.valid("header")),
  );

  api.openapi(
    createRoute({
      method: "put",
      path: `${of}/sign-in-rules`,
      operationId: "putSignInRules",
      tags,
      summary: "Say which roles must have a second factor",
      description:
        "Whoever has such a role and no second factor may do nothing from now on but set it up; API keys go on working. For those who may do everything.",
      ...guard(ports, "roles.write"),
      request: { params, headers: changeHeaders, body: { required: true, ...json(signInRules) } },
      responses: {
        200: tagged(signInRules, "As they are now."),
        ...problems(400, 401, 403, 404, 412, 413, 415, 422),
      },
    }),
    async (c) => {
      if (!covers(c.get("bearer"), { rights: everyRight, scope: null })) throw outOfScope();
      const { application } = c.req.valid("param");
      const directory = ports.directory(application);
      const only = onlyIf(await directory.signInRules(), c.req.valid("header"));
      const isPut = await directory.putSignInRules(c.req.valid("json"), authorOf(c), only);
      const now = await directory.signInRules();
      if (!isPut) throw otherContent(now);
      return c.json({ secondFactor: [...now.secondFactor] }, 200, { etag: etagOfContent(now) });
    },
  );
}

function oneself(c: Context<AppEnv>): OperatorId {
  const { person } = c.get("bearer");
  if (person !== undefined) return person;
  throw new Problem("forbidden", "This is for people: a key has no second factor.");
}

const wrong = (field: "password" | "code"): Problem =>
  new Problem("invalid", "One field is wrong.", {
    errors: [{ field, problem: "is wrong", remedy: field === "code" ? "Take the next one." : "Type it again." }],
  });
