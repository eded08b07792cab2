/** Passkeys: added and removed by oneself, removed by others, and signed in with. */
import { createRoute } from "@hono/zod-openapi";
import type { Context } from "hono";
import * as z from "zod";
import type { Passkey } from "../../directory/passkeys.ts";
import { mostPasskeys } from "../../directory/passkeys.ts";
import { hashPassword } from "../../directory/password.ts";
import { toBase64Url } from "../../sealed/base64Url.ts";
import type { ApplicationId, Duration, OperatorId } from "../../words/index.ts";
import { minutes } from "../../words/index.ts";
import { addressOf, authorOf, guard, guardOwn, outOfScope, type AppEnv } from "../access.ts";
import { hashOfKey } from "../apiKey.ts";
import type { Api } from "../api.ts";
import { governs } from "../authority.ts";
import type { Counters } from "../counters.ts";
import { applicationId, instant, operatorId } from "../fields/basics.ts";
import { limiter, tooMany } from "../limit.ts";
import { begun, open, signInAgain } from "../openings.ts";
import type { Ports } from "../ports.ts";
import { Problem, problems } from "../problem.ts";
import { namedSiteOf } from "../site.ts";
import * as webAuthn from "../webAuthn.ts";

const tags = ["Passkeys"];
const of = "/v1/applications/{application}";
const params = z.object({ application: applicationId });
const json = <S extends z.ZodType>(schema: S) => ({ content: { "application/json": { schema } } });

const passkey = z
  .object({ id: webAuthn.passkeyId, name: z.string(), madeAt: instant, lastUsedAt: instant.nullable() })
  .meta({ id: "Passkey" });
const many = z.object({ items: z.array(passkey) }).meta({ id: "Passkeys" });

const proof = z
  .strictObject({
    password: z.string().min(1).max(200).optional().meta({
      description: "Left out by who signed in within the last 5 minutes.",
    }),
    code: z.string().max(40).optional().meta({ description: "Of the second factor, if there is one." }),
  })
  .meta({ id: "PasskeyBegin", example: { password: "correct horse battery" } });

/** For so long a challenge waits for its answer. */
const challengeFor: Duration = minutes(5);
const challengeBytes = 32;

const shown = ({ id, name, madeAt, lastUsedAt }: Passkey) => ({ id, name, madeAt, lastUsedAt });

export function passkeyRoutes(api: Api, ports: Ports, counters: Counters): void {
  const checkBegun = limiter({ perAddress: 60, unaddressed: 1_200 });
  const check = limiter({ perAddress: 30, unaddressed: 600 });

  async function challengeFrom(
    application: ApplicationId,
    use: "passkey.add" | "passkey.signIn",
    data: string,
  ): Promise<string> {
    const challenge = toBase64Url(ports.random(challengeBytes));
    const ends = ports.now() + challengeFor;
    await ports.directory(application).keepOnce({ use, hash: await hashOfKey(challenge), data, ends });
    return challenge;
  }

  /** What was asked with, used up, with what was kept of it. Undefined: we have not asked that, or not lately. */
  async function answeredTo(application: ApplicationId, use: "passkey.add" | "passkey.signIn", clientDataJSON: string) {
    const challenge = webAuthn.challengeIn(clientDataJSON);
    if (challenge === undefined) return undefined;
    const data = await ports.directory(application).takeOnce(use, await hashOfKey(challenge));
    return data === undefined ? undefined : { challenge, data };
  }

  api.openapi(
    createRoute({
      method: "get",
      path: `${of}/passkeys`,
      operationId: "listPasskeys",
      tags,
      summary: "List one's own passkeys",
      ...guardOwn(ports),
      request: { params },
      responses: { 200: { description: "The oldest first.", ...json(many) }, ...problems(400, 401, 403, 404) },
    }),
    async (c) => {
      const passkeys = await ports.directory(c.req.valid("param").application).passkeys(oneself(c).person);
      return c.json({ items: passkeys.map(shown) }, 200);
    },
  );

  api.openapi(
    createRoute({
      method: "post",
      path: `${of}/passkeys/begin`,
      operationId: "beginPasskey",
      tags,
      summary: "Begin to add a passkey",
      description:
        "Gives what a browser is to be asked for, within 5 minutes. Asks for the password again, and for a code of the second factor where there is one; or is asked within 5 minutes of signing in.",
      ...guardOwn(ports),
      request: { params, body: { required: true, ...json(proof) } },
      responses: {
        200: { description: "For the browser.", ...json(webAuthn.creationOptions) },
        ...problems(400, 401, 403, 404, 409, 413, 415, 422, 429),
      },
    }),
    async (c) => {
      const { application } = c.req.valid("param");
      const { password, code } = c.req.valid("json");
      const { person, session } = oneself(c);
      const { host } = namedSiteOf(ports, c.req.raw);
      const directory = ports.directory(application);
      const hash = password === undefined ? undefined : await hashPassword(password, await directory.saltOf(person));
      const proven = await directory.prove(person, { hash, code }, session, addressOf(c.req.raw));
      if (proven.is === "locked") throw tooMany(proven.until - ports.now());
      if (proven.is === "stale") throw signInAgain();
      if (proven.is !== "proven") throw wrong(proven.is === "wrong" ? "password" : "code");
      const found = await directory.get("person", person);
      const existing = await directory.passkeys(person);
      if (existing.length >= mostPasskeys)
        throw new Problem("conflict", `There are ${mostPasskeys} passkeys. Remove one first.`);
      return c.json(
        {
          challenge: await challengeFrom(application, "passkey.add", person),
          rp: { id: host, name: application },
          // Says who it is to nobody but us; the same for all of somebody's passkeys.
          user: {
            id: (await hashOfKey(JSON.stringify([application, person]))).slice(0, 43),
            name: person,
            displayName: found?.name ?? person,
          },
          pubKeyCredParams: webAuthn.offered,
          timeout: challengeFor,
          excludeCredentials: existing.map(({ id }) => ({ type: "public-key" as const, id })),
          authenticatorSelection: { residentKey: "preferred" as const, userVerification: "required" as const },
          attestation: "none" as const,
        },
        200,
      );
    },
  );

  api.openapi(
    createRoute({
      method: "post",
      path: `${of}/passkeys`,
      operationId: "addPasskey",
      tags,
      summary: "Add a passkey",
      description: "With what the browser has made of the answer to `begin`, and a name to know it by.",
      ...guardOwn(ports),
      request: {
        params,
        body: {
          required: true,
          ...json(
            z
              .strictObject({ name: z.string().trim().min(1).max(60), credential: webAuthn.registration })
              .meta({ id: "NewPasskey" }),
          ),
        },
      },
      responses: {
        201: { description: "It opens from now on.", ...json(passkey) },
        ...problems(400, 401, 403, 404, 409, 413, 415, 422),
      },
    }),
    async (c) => {
      const { application } = c.req.valid("param");
      const { name, credential } = c.req.valid("json");
      const { person } = oneself(c);
      const site = namedSiteOf(ports, c.req.raw);
      const asked = await answeredTo(application, "passkey.add", credential.response.clientDataJSON);
      const made = asked?.data === person ? await webAuthn.registered(credential, asked.challenge, site) : undefined;
      if (made === undefined) throw notTaken("Begin again, on this page.");
      const added = {
        ...made,
        person,
        name,
        transports: credential.response.transports,
        madeAt: ports.now(),
        lastUsedAt: null,
      };
      if (!(await ports.directory(application).addPasskey(added, authorOf(c))))
        throw notTaken("It is somebody's already, or there are too many.");
      ports.log("info", "passkey.added", { application, operator: person });
      return c.json(shown(added), 201);
    },
  );

  api.openapi(
    createRoute({
      method: "delete",
      path: `${of}/passkeys/{passkey}`,
      operationId: "removePasskey",
      tags,
      summary: "Remove one of one's passkeys",
      description: "It opens nothing any more, and the sessions that were opened with it are over.",
      ...guardOwn(ports),
      request: { params: params.extend({ passkey: webAuthn.passkeyId }) },
      responses: { 204: { description: "It is gone." }, ...problems(400, 401, 403, 404) },
    }),
    async (c) => {
      const { application, passkey } = c.req.valid("param");
      await remove(c, application, oneself(c).person, passkey);
      return c.body(null, 204);
    },
  );

  api.openapi(
    createRoute({
      method: "get",
      path: `${of}/operators/{id}/passkeys`,
      operationId: "listPasskeysOf",
      tags,
      summary: "List the passkeys of a person",
      ...guard(ports, "people.write"),
      request: { params: params.extend({ id: operatorId }) },
      responses: { 200: { description: "The oldest first.", ...json(many) }, ...problems(400, 401, 403, 404) },
    }),
    async (c) => {
      const { application, id } = c.req.valid("param");
      await mustGovern(c, application, id);
      return c.json({ items: (await ports.directory(application).passkeys(id)).map(shown) }, 200);
    },
  );

  api.openapi(
    createRoute({
      method: "delete",
      path: `${of}/operators/{id}/passkeys/{passkey}`,
      operationId: "removePasskeyOf",
      tags,
      summary: "Take a passkey from a person",
      description: "It opens nothing any more, and the sessions that were opened with it are over.",
      ...guard(ports, "people.write"),
      request: { params: params.extend({ id: operatorId, passkey: webAuthn.passkeyId }) },
      responses: { 204: { description: "It is gone." }, ...problems(400, 401, 403, 404) },
    }),
    async (c) => {
      const { application, id, passkey } = c.req.valid("param");
      await mustGovern(c, application, id);
      await remove(c, application, id, passkey);
      return c.body(null, 204);
    },
  );

  api.openapi(
    createRoute({
      method: "post",
      path: `${of}/passkeys/challenge`,
      operationId: "beginPasskeySignIn",
      tags,
      summary: "Begin to sign in with a passkey",
      description:
        "Gives what a browser is to be asked for, within 5 minutes. Without a name the browser offers the passkeys that it knows; with one also a security key is found that keeps none. Whether anybody bears the name is not told.",
      request: {
        params,
        body: {
          required: true,
          ...json(
            z
              .strictObject({ operator: z.string().min(1).max(64).optional() })
              .meta({ id: "PasskeySignInBegin", example: {} }),
          ),
        },
      },
      responses: {
        200: { description: "For the browser.", ...json(webAuthn.requestOptions) },
        ...problems(400, 409, 413, 415, 422, 429),
      },
    }),
    async (c) => {
      checkBegun(c.req.raw, ports.now());
      const { application } = c.req.valid("param");
      const { operator } = c.req.valid("json");
      const { host } = namedSiteOf(ports, c.req.raw);
      const allowed = operator === undefined ? [] : await passkeysOrNone(application, operator);
      return c.json(
        {
          challenge: await challengeFrom(application, "passkey.signIn", ""),
          rpId: host,
          timeout: challengeFor,
          allowCredentials: allowed.map(({ id, transports }) => ({
            type: "public-key" as const,
            id,
            ...(transports.length > 0 && { transports: [...transports] }),
          })),
          userVerification: "required" as const,
        },
        200,
      );
    },
  );

  api.openapi(
    createRoute({
      method: "post",
      path: `${of}/sessions/passkey`,
      operationId: "signInWithPasskey",
      tags,
      summary: "Sign in with a passkey",
      description:
        "With what the browser has made of the answer to `passkeys/challenge`. A passkey counts as both factors: its authenticator has seen to it that its owner is there.",
      request: {
        params,
        body: {
          required: true,
          ...json(z.strictObject({ credential: webAuthn.assertion }).meta({ id: "PasskeySignIn" })),
        },
      },
      responses: {
        201: { description: "Signed in.", ...json(begun) },
        ...problems(400, 401, 403, 409, 413, 415, 422, 429),
      },
    }),
    async (c) => {
      check(c.req.raw, ports.now());
      const { application } = c.req.valid("param");
      const { credential } = c.req.valid("json");
      const site = namedSiteOf(ports, c.req.raw);
      const directory = ports.directory(application);
      const asked = await answeredTo(application, "passkey.signIn", credential.response.clientDataJSON);
      const known = await directory.passkey(credential.id);
      const counter = asked && known ? await webAuthn.asserted(credential, asked.challenge, site, known) : undefined;
      const answer = await open(ports, counters, application, notOpened, async (session) =>
        counter === undefined
          ? { ok: false, refusal: "wrong" }
          : directory.signInByPasskey(credential.id, counter, session, addressOf(c.req.raw)),
      );
      return c.json(answer, 201);
    },
  );

  /** Of somebody who has none: one that nobody has, the same each time, so that nothing is told. */
  async function passkeysOrNone(
    application: ApplicationId,
    operator: string,
  ): Promise<readonly Pick<Passkey, "id" | "transports">[]> {
    const found = await ports.directory(application).passkeys(operator as OperatorId); // nobody's, if it is none
    if (found.length > 0) return found;
    const id = await hashOfKey(JSON.stringify([ports.settings.secret, "no passkey", application, operator]));
    return [{ id: id.slice(0, 43), transports: ["internal"] }];
  }

  async function remove(c: Context<AppEnv>, application: ApplicationId, person: OperatorId, id: string): Promise<void> {
    if (!(await ports.directory(application).removePasskey(person, id, authorOf(c))))
      throw new Problem("not-found", "There is no such passkey.");
    ports.log("info", "passkey.removed", { application, operator: person, by: c.get("bearer").name });
  }

  async function mustGovern(c: Context<AppEnv>, application: ApplicationId, id: OperatorId): Promise<void> {
    if ((await ports.directory(application).get("person", id)) === undefined)
      throw new Problem("not-found", `There is no operator "${id}".`);
    if (!(await governs(ports, c.get("bearer"), application, id))) throw outOfScope();
  }
}

/** Who signed in, and by which session. */
function oneself(c: Context<AppEnv>): { readonly person: OperatorId; readonly session: string } {
  const { person } = c.get("bearer");
  const credential = c.get("credential");
  if (person !== undefined && credential?.kind === "session") return { person, session: credential.session.id };
  throw new Problem("forbidden", "This is for people: a key has no passkeys.");
}

const notOpened = "This passkey is not known here, or it took too long. Try again, or sign in by password.";

const notTaken = (remedy: string): Problem => new Problem("passkey-refused", `The passkey is not taken. ${remedy}`);

const wrong = (field: "password" | "code"): Problem =>
  new Problem("invalid", "One field is wrong.", {
    errors: [
      {
        field,
        problem: "is wrong, or is missing",
        remedy: field === "code" ? "Take the next one." : "Type it again.",
      },
    ],
  });
