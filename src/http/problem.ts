/** Errors as problem+json (RFC 9457). Whatever is thrown, the answer has this form and never a stack. */
import * as z from "zod";

/** What is wrong with one field, and what to do about it. */
export interface FieldProblem {
  /** The field's path, as `skillGroups.0`; of a query or path parameter its name. */
  readonly field: string;
  readonly problem: string;
  readonly remedy: string;
}

const kinds = {
  unreadable: [400, "The request cannot be read"],
  unauthenticated: [401, "Authentication is needed"],
  "second-factor": [401, "A code is needed"],
  forbidden: [403, "Not allowed"],
  "not-found": [404, "Not found"],
  "method-not-allowed": [405, "Method not allowed"],
  conflict: [409, "In use"],
  "not-known-here": [403, "Not known here"],
  "passkeys-need-name": [409, "Passkeys need a name"],
  "passkey-refused": [422, "The passkey is not taken"],
  "sign-in-again": [403, "Sign in again first"],
  "second-factor-on": [409, "The second factor is on"],
  "second-factor-off": [409, "The second factor is off"],
  "signed-out": [409, "Not signed in"],
  "call-alive": [409, "The call has not ended"],
  "under-way": [409, "It is under way"],
  "call-over": [409, "The call is over"],
  "caller-needed": [409, "The number is needed now"],
  "not-waiting": [409, "The caller waits in no queue"],
  "not-offered": [409, "LiveKit sells no numbers here"],
  "no-sip-service": [409, "LiveKit has no telephony here"],
  "no-numbers": [409, "There are no numbers"],
  "not-to-be-had": [409, "Not to be had"],
  "not-talking": [409, "Nobody talks to the caller"],
  "precondition-failed": [412, "It is not as expected"],
  "too-large": [413, "The request is too large"],
  "unsupported-media-type": [415, "Unsupported media type"],
  range: [416, "There is no such part"],
  invalid: [422, "The request is invalid"],
  "key-reused": [422, "The Idempotency-Key was used for another request"],
  "upgrade-required": [426, "A WebSocket is needed"],
  "too-many": [429, "Too many requests"],
  fault: [500, "Something is broken here"],
  away: [503, "It cannot be reached just now"],
  busy: [503, "There is too much to do"],
  "provider-unavailable": [502, "The identity provider does not answer"],
  "media-unavailable": [502, "LiveKit does not answer"],
} as const satisfies Record<string, readonly [number, string]>;

export type ProblemKind = keyof typeof kinds;
export type ProblemStatus = (typeof kinds)[ProblemKind][0];

interface More {
  readonly errors?: readonly FieldProblem[];
  readonly usedBy?: readonly { readonly kind: string; readonly id: string }[];
  /** What is there now, of a resource that is not as expected; null: nothing. */
  readonly current?: Readonly<Record<string, unknown>> | null;
  readonly headers?: Readonly<Record<string, string>>;
}

/** A request that ends here. Thrown by handlers, turned into the answer in one place. */
export class Problem extends Error {
  readonly status: ProblemStatus;
  readonly #kind: ProblemKind;
  readonly #more: More;

  constructor(kind: ProblemKind, detail: string, more: More = {}) {
    super(detail);
    this.name = "Problem";
    this.#kind = kind;
    this.#more = more;
    this.status = kinds[kind][0];
  }

  toResponse(): Response {
    const { errors, usedBy, current, headers } = this.#more;
    const body: z.infer<typeof problemSchema> = {
      type: `urn:acd:problem:${this.#kind}`,
      title: kinds[this.#kind][1],
      status: this.status,
      detail: this.message,
      ...(errors && { errors: [...errors] }),
      ...(usedBy && { usedBy: [...usedBy] }),
      ...(current !== undefined && { current: current && { ...current } }),
    };
    return Response.json(body, {
      status: this.status,
      headers: { "content-type": "application/problem+json", ...headers },
    });
  }
}

export const problemSchema = z
  .object({
    type: z.string().meta({ description: "Which problem it is; stable, for programs." }),
    title: z.string().meta({ description: "The same for people." }),
    status: z.int().meta({ description: "The HTTP status." }),
    detail: z.string().meta({ description: "What happened this time, and what to do." }),
    errors: z
      .array(
        z.object({
          field: z.string().meta({ description: "Path of the field, or name of the parameter." }),
          problem: z.string(),
          remedy: z.string(),
        }),
      )
      .optional()
      .meta({ description: "Each field that is wrong." }),
    usedBy: z
      .array(z.object({ kind: z.string(), id: z.string() }))
      .optional()
      .meta({ description: "What still needs the thing that was to be deleted." }),
    current: z
      .record(z.string(), z.unknown())
      .nullable()
      .optional()
      .meta({ description: "With 412: the resource as it is now; null: there is none." }),
  })
  .meta({
    id: "Problem",
    description: "An error (RFC 9457).",
    example: {
      type: "urn:acd:problem:invalid",
      title: "The request is invalid",
      status: 422,
      detail: "One field is wrong.",
      errors: [{ field: "ringTime", problem: "is too small", remedy: "Give 5000 or more." }],
    },
  });

/** What each status means wherever it is answered. */
export const meanings: Readonly<Record<ProblemStatus, string>> = {
  400: "The request cannot be read: broken JSON, or a parameter that is not what it must be.",
  401: "No key or token, or one that is not (any longer) good.",
  403: "The bearer may not do this.",
  404: "There is no such thing.",
  405: "The resource knows other methods; `Allow` names them.",
  409: "It cannot be done as things are, `type` says why: something still uses it (`usedBy` names what), the call is over, …",
  412: "It is not as `If-Match` or `If-None-Match` expects; `current` shows what is there now.",
  413: "The body is larger than is read here.",
  415: "The body is of another type than the route reads; `detail` names it.",
  416: "`Range` names nothing that is there; `Content-Range` says how much is.",
  422: "Fields are wrong; `errors` names each with a remedy. Or the `Idempotency-Key` was used for another request.",
  426: "This address speaks WebSocket only.",
  429: "Too many attempts; `Retry-After` says how many seconds to wait.",
  500: "A fault of ours; it has been logged.",
  502: "LiveKit, or an identity provider, could not be reached, or failed.",
  503: "There is too much to do, or what is asked for is being started anew; `Retry-After` says when to try again.",
};

interface ProblemResponse {
  description: string;
  content: { "application/problem+json": { schema: typeof problemSchema } };
}

/** The documentation of a route's errors; every route can answer 405, 500 and 503. */
export function problems<S extends ProblemStatus>(...statuses: S[]): { [K in S | 405 | 500 | 503]: ProblemResponse } {
  const described = ([...statuses, 405, 500, 503] as const).map((status) => [
    status,
    { description: meanings[status], content: { "application/problem+json": { schema: problemSchema } } },
  ]);
  return Object.fromEntries(described) as { [K in S | 405 | 500 | 503]: ProblemResponse }; // fromEntries forgets the keys
}
