/**
 * Session tokens: JWTs (HS256) that say who signed in and until when. Whether they still stand, and what their bearer may do, is the
 * directory's to say at each request: a token that knew would go on saying it after it has changed. They are good for a short time and renewed by
 * refresh tokens (`acr_` and 256 random bits in hexadecimal), which serve once.
 */
import { sign, verify } from "hono/jwt";
import * as z from "zod";
import type { ApplicationId, Duration, Instant, OperatorId } from "../words/index.ts";
import { minutes } from "../words/index.ts";

export interface Session {
  readonly id: string;
  readonly application: ApplicationId;
  readonly person: OperatorId;
  readonly epoch: number;
  /** Of this token. */
  readonly expiresAt: Instant;
  /** Of the session, however often it is renewed. */
  readonly endsAt: Instant;
}

/** Of a token: what somebody finds or overhears is soon worth nothing. */
export const tokenLength: Duration = minutes(15);
const issuer = "acd";

const claims = z.object({
  iss: z.literal(issuer),
  jti: z.string().min(1),
  app: z.string().min(1),
  sub: z.string().min(1),
  epoch: z.int(),
  exp: z.int(),
  end: z.int(),
});

/**
 * As we write them: unpadded Base64url, the last character of the signature with no bits to spare. Decoders are lenient, so that several texts would
 * pass for one token.
 */
const form = /^[\w-]+\.[\w-]+\.[\w-]{42}[AEIMQUYcgkosw048]$/;

const toSeconds = (at: Instant): number => Math.floor(at / 1_000);

export function sealSession(session: Session, secret: string): Promise<string> {
  const { id, application, person, epoch, expiresAt, endsAt } = session;
  const [exp, end] = [toSeconds(expiresAt), toSeconds(endsAt)];
  return sign({ iss: issuer, jti: id, app: application, sub: person, epoch, exp, end }, secret, "HS256");
}

/** Undefined: not ours, altered, or run out. */
export async function openSession(token: string, secret: string, now: Instant): Promise<Session | undefined> {
  if (!form.test(token)) return undefined;
  // The algorithm is fixed here: a token must not choose how it is checked.
  const payload: unknown = await verify(token, secret, { alg: "HS256", exp: false }).catch(() => undefined);
  const parsed = claims.safeParse(payload);
  if (!parsed.success || parsed.data.exp <= toSeconds(now)) return undefined;
  const { jti, app, sub, epoch, exp, end } = parsed.data;
  return {
    id: jti,
    application: app as ApplicationId, // signed by us
    person: sub as OperatorId, // likewise
    epoch,
    expiresAt: exp * 1_000,
    endsAt: end * 1_000,
  };
}
