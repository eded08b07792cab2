/** The HTTP calls of the pages. "No" is a value here, and so is a server that cannot be reached. */
import * as z from "zod/mini";
import { no, yes, type Answer } from "../../src/words/index.ts";
import type { RoomPass } from "../../src/protocol/console.ts";

export type HttpRefusal = "unreachable" | "wrong" | "unknown" | "tooMany" | "unavailable" | "unexpected";

/** `special`: refusals that are told apart by the type of the problem. */
async function call<Value, Special extends string = never>(
  path: string,
  read: (body: unknown) => Value | undefined,
  body?: unknown,
  token?: string,
  special?: Readonly<Record<string, Special>>,
  method?: "DELETE",
): Promise<Answer<Value, HttpRefusal | Special>> {
  let response: Response;
  try {
    response = await fetch(path, {
      ...(body === undefined ? {} : { method: "POST", body: JSON.stringify(body) }),
      ...(method === undefined ? {} : { method }),
      headers: {
        accept: "application/json",
        ...(body === undefined ? {} : { "content-type": "application/json" }),
        ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
      },
      signal: AbortSignal.timeout(10_000),
    });
  } catch {
    return no("unreachable");
  }
  if (special !== undefined && !response.ok) {
    const problem = readProblem(await response.json().catch(() => undefined));
    const known = problem && special[problem.type];
    if (known !== undefined) return no(known);
  }
  if (response.status === 401 || response.status === 400 || response.status === 422) return no("wrong");
  if (response.status === 404) return no("unknown");
  if (response.status === 429) return no("tooMany");
  if (response.status >= 500) return no("unavailable");
  if (!response.ok) return no("unexpected");
  const value = read(await response.json().catch(() => undefined));
  return value === undefined ? no("unexpected") : yes(value);
}

const reader =
  <Schema extends z.ZodMiniType>(schema: Schema) =>
  (body: unknown): z.infer<Schema> | undefined => {
    const parsed = schema.safeParse(body);
    return parsed.success ? parsed.data : undefined;
  };

const readProblem = reader(z.object({ type: z.string() }));

const session = z.object({
  session: z.string().check(z.minLength(1)),
  token: z.string().check(z.minLength(1)),
  refreshToken: z.string().check(z.minLength(1)),
  /** For how long the token is good, in milliseconds from now: this computer's clock may be wrong. */
  expiresIn: z.number(),
  /** Only of a session that has just begun. `missing`: nothing can be done before it is set up. */
  secondFactor: z.optional(z.enum(["on", "off", "missing"])),
  operator: z.object({ id: z.string(), name: z.string(), role: z.string() }),
});
/** Someone is signed in. */
export type Session = z.infer<typeof session>;

/** Signs an operator in. `wrong`: the name or the password is. `tooMany`: locked for a while. `code`: one is needed, or another one. */
export const openSession = (
  application: string,
  operator: string,
  password: string,
  code?: string,
): Promise<Answer<Session, HttpRefusal | "code">> =>
  call(
    `/v1/applications/${encodeURIComponent(application)}/sessions`,
    reader(session),
    { operator, password, ...(code !== undefined && { code }) },
    undefined,
    { "urn:acd:problem:second-factor": "code" },
  );

const signIns = z.object({ items: z.array(z.object({ id: z.string(), name: z.string() })) });
/** Where one may sign in beside here. */
export type SignInElsewhere = z.infer<typeof signIns>["items"][number];

export async function readSignIns(application: string): Promise<Answer<readonly SignInElsewhere[], HttpRefusal>> {
  const answer = await call(`/v1/applications/${encodeURIComponent(application)}/sign-in`, reader(signIns));
  return answer.ok ? yes(answer.value.items) : answer;
}

/** A page of the server that leads on to a company's sign-in. */
export const elsewhere = (application: string, provider: string): string =>
  `/v1/applications/${encodeURIComponent(application)}/sign-in/${encodeURIComponent(provider)}`;

/** With what the way back from a company's sign-in has ended with. */
export const openSessionByTicket = (
  application: string,
  ticket: string,
  code?: string,
): Promise<Answer<Session, HttpRefusal | "code" | "notKnownHere">> =>
  call(
    `/v1/applications/${encodeURIComponent(application)}/sign-in/session`,
    reader(session),
    { ticket, ...(code !== undefined && { code }) },
    undefined,
    { "urn:acd:problem:second-factor": "code", "urn:acd:problem:not-known-here": "notKnownHere" },
  );

const passkeysAt = (application: string): string => `/v1/applications/${encodeURIComponent(application)}/passkeys`;

/** What the browser is to be asked for. Without a name it offers the passkeys that it knows. */
export const beginPasskeySignIn = (application: string, operator: string) =>
  call(
    `${passkeysAt(application)}/challenge`,
    reader(
      z.looseObject({
        challenge: z.string(),
        rpId: z.string(),
        allowCredentials: z.array(z.object({ type: z.literal("public-key"), id: z.string() })),
        userVerification: z.literal("required"),
      }),
    ),
    operator === "" ? {} : { operator },
  );

export const openSessionByPasskey = (application: string, credential: object): Promise<Answer<Session, HttpRefusal>> =>
  call(`/v1/applications/${encodeURIComponent(application)}/sessions/passkey`, reader(session), { credential });

const passkey = z.object({ id: z.string(), name: z.string(), madeAt: z.number(), lastUsedAt: z.nullable(z.number()) });
export type PasskeySeen = z.infer<typeof passkey>;

export async function readPasskeys(
  application: string,
  token: string,
): Promise<Answer<readonly PasskeySeen[], HttpRefusal>> {
  const answer = await call(passkeysAt(application), reader(z.object({ items: z.array(passkey) })), undefined, token);
  return answer.ok ? yes(answer.value.items) : answer;
}

/** `wrong`: the password or the code is. `again`: without a password one must have signed in a moment ago. */
export const beginPasskey = (application: string, token: string, proof: { password?: string; code?: string }) =>
  call(
    `${passkeysAt(application)}/begin`,
    reader(
      z.looseObject({
        challenge: z.string(),
        rp: z.object({ id: z.string(), name: z.string() }),
        user: z.object({ id: z.string(), name: z.string(), displayName: z.string() }),
        pubKeyCredParams: z.array(z.object({ type: z.literal("public-key"), alg: z.number() })),
        excludeCredentials: z.array(z.object({ type: z.literal("public-key"), id: z.string() })),
        authenticatorSelection: z.object({
          residentKey: z.literal("preferred"),
          userVerification: z.literal("required"),
        }),
      }),
    ),
    proof,
    token,
    { "urn:acd:problem:sign-in-again": "again" },
  );

export const addPasskey = (
  application: string,
  token: string,
  name: string,
  credential: object,
): Promise<Answer<PasskeySeen, HttpRefusal>> =>
  call(passkeysAt(application), reader(passkey), { name, credential }, token);

export const removePasskey = (application: string, token: string, id: string): Promise<Answer<true, HttpRefusal>> =>
  call(
    `${passkeysAt(application)}/${encodeURIComponent(id)}`,
    () => true as const,
    undefined,
    token,
    undefined,
    "DELETE",
  );

/** The next pair of tokens. `wrong`: the session is over. */
export const renewSession = (application: string, refreshToken: string): Promise<Answer<Session, HttpRefusal>> =>
  call(`/v1/applications/${encodeURIComponent(application)}/sessions/refresh`, reader(session), { refreshToken });

const ownSession = z.object({
  company: z.nullable(z.object({ name: z.string(), signOutAt: z.nullable(z.string()) })),
});

/** The session of this token: at which company's sign-in it was opened, and where one signs out there. */
export const readOwnSession = (
  application: string,
  token: string,
): Promise<Answer<z.infer<typeof ownSession>, HttpRefusal>> =>
  call(`/v1/applications/${encodeURIComponent(application)}/sessions/current`, reader(ownSession), undefined, token);

/** Ends the session of this token. Whether that arrives nobody waits for: it ends by itself. */
export function closeSession(application: string, token: string): void {
  const path = `/v1/applications/${encodeURIComponent(application)}/sessions/current`;
  const headers = { authorization: `Bearer ${token}` };
  fetch(path, { method: "DELETE", headers, keepalive: true }).catch(() => undefined);
}

const secondFactorAt = (application: string): string =>
  `/v1/applications/${encodeURIComponent(application)}/second-factor`;

export const readSecondFactor = (application: string, token: string) =>
  call(
    secondFactorAt(application),
    reader(z.object({ on: z.boolean(), demanded: z.boolean(), recoveryCodes: z.number() })),
    undefined,
    token,
  );

/** Makes a secret for an authenticator app. `wrong`: the password is. `again`: without one must have signed in a moment ago. */
export const beginSecondFactor = (application: string, token: string, password: string) =>
  call(
    secondFactorAt(application),
    reader(z.object({ secret: z.string(), uri: z.string() })),
    password === "" ? {} : { password },
    token,
    { "urn:acd:problem:sign-in-again": "again" },
  );

/** Turns it on. `wrong`: the code is. */
export const confirmSecondFactor = (application: string, token: string, code: string) =>
  call(
    `${secondFactorAt(application)}/confirm`,
    reader(z.object({ recoveryCodes: z.array(z.string()) })),
    { code },
    token,
  );

/** Turns it off. `wrong`: the code is. */
export const endSecondFactor = (application: string, token: string, code: string): Promise<Answer<true, HttpRefusal>> =>
  call(`${secondFactorAt(application)}/end`, () => true as const, { code }, token);

const webCall = z.object({ callId: z.string(), pass: z.object({ url: z.string(), token: z.string() }) });
export interface WebCall {
  readonly callId: string;
  readonly pass: RoomPass;
}

/** Starts a call from this browser. `unknown`: nobody answers that number here. */
export const openWebCall = (application: string, number: string): Promise<Answer<WebCall, HttpRefusal>> =>
  call(`/v1/applications/${encodeURIComponent(application)}/web-calls`, reader(webCall), { number });

const centre = z.object({
  application: z.string(),
  applications: z.array(z.object({ id: z.string(), name: z.string() })),
  number: z.string(),
  sip: z.string(),
  language: z.string(),
});
/** What anyone may know of this call centre. Without a number yet, `number` and `sip` are empty. */
export type Centre = z.infer<typeof centre>;

export const readCentre = (): Promise<Answer<Centre, HttpRefusal>> => call("/v1/public", reader(centre));

const transferTargets = z.object({ items: z.array(z.object({ queueId: z.string(), name: z.string() })) });
const dispositionChoices = z.object({
  items: z.array(z.object({ dispositionId: z.string(), name: z.string(), group: z.nullable(z.string()) })),
});

/** How a call may have turned out. */
export type DispositionChoice = z.infer<typeof dispositionChoices>["items"][number];

export async function readDispositionChoices(
  application: string,
  token: string,
  queueId: string,
): Promise<Answer<readonly DispositionChoice[], HttpRefusal>> {
  const path = `/v1/applications/${encodeURIComponent(application)}/disposition-choices?queue=${encodeURIComponent(queueId)}`;
  const answer = await call(path, reader(dispositionChoices), undefined, token);
  return answer.ok ? yes(answer.value.items) : answer;
}

/** A queue into which an operator may send a caller. */
export type TransferTarget = z.infer<typeof transferTargets>["items"][number];

export async function readTransferTargets(
  application: string,
  token: string,
): Promise<Answer<readonly TransferTarget[], HttpRefusal>> {
  const path = `/v1/applications/${encodeURIComponent(application)}/transfer-targets`;
  const answer = await call(path, reader(transferTargets), undefined, token);
  return answer.ok ? yes(answer.value.items) : answer;
}

/** What the server says in words to a console that it does not let in; undefined: it cannot be asked, or has nothing against it. */
export async function whyNotLetIn(application: string, token: string): Promise<"signedOut" | "forbidden" | undefined> {
  try {
    const response = await fetch(`/v1/applications/${encodeURIComponent(application)}/console`, {
      headers: { authorization: `Bearer ${token}` },
      signal: AbortSignal.timeout(10_000),
    });
    return response.status === 401 ? "signedOut" : response.status === 403 ? "forbidden" : undefined;
  } catch {
    return undefined;
  }
}
