/** What a provider says when somebody signs out there (OpenID Connect Back-Channel Logout 1.0). */
import { decode, verifyWithJwks } from "hono/jwt";
import * as z from "zod";
import { fromBase64Url, toBase64Url } from "../sealed/base64Url.ts";
import type { Instant } from "../words/index.ts";
import type { Client } from "./client.ts";

const event = "http://schemas.openid.net/event/backchannel-logout";
/** RS256 is what every provider can; the rest is what some do. */
const algorithms = ["RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512", "EdDSA"] as const;
const toleranceSeconds = 30;
/** A token that does not say how long it is good is good for so long (2.6). */
const goodForSeconds = 120;

const claims = z.object({
  iss: z.string(),
  aud: z.union([z.string(), z.array(z.string())]),
  iat: z.number(),
  exp: z.number().optional(),
  jti: z.string().min(1).max(500),
  sub: z.string().min(1).max(500).optional(),
  sid: z.string().min(1).max(500).optional(),
  events: z.object({ [event]: z.looseObject({}) }),
  // With one it would be an ID token.
  nonce: z.undefined().optional(),
});

export interface SaidOver {
  readonly subject: string | undefined;
  readonly sid: string | undefined;
  /** By which a second one is known. */
  readonly token: string;
  readonly ends: Instant;
}

/** Undefined: it is not this provider's word, not for us, not about this, or not any longer. */
export async function readLogoutToken(
  token: string,
  keys: readonly object[],
  { issuer, clientId }: Client,
  now: Instant,
): Promise<SaidOver | undefined> {
  try {
    const signature = token.split(".")[2] ?? "";
    // Decoders are lenient: several texts would pass for one token.
    if (toBase64Url(fromBase64Url(signature) ?? new Uint8Array()) !== signature) return undefined;
    const { typ }: { typ?: string } = decode(token).header;
    // An ID token must not pass for one of these where the provider marks them.
    if (typ !== undefined && !/^(logout\+jwt|JWT)$/i.test(typ)) return undefined;
    const payload: unknown = await verifyWithJwks(token, {
      keys: keys as NonNullable<Parameters<typeof verifyWithJwks>[1]["keys"]>, // importing one says whether it is
      allowedAlgorithms: algorithms,
      verification: { iat: false, exp: false, nbf: false, ...(typ !== undefined && { typ }) },
    });
    const { iss, aud, iat, exp = iat + goodForSeconds, jti, sub, sid } = claims.parse(payload);
    const at = now / 1_000;
    const isForUs = iss === issuer && (Array.isArray(aud) ? aud.includes(clientId) : aud === clientId);
    const isOfNow = iat <= at + toleranceSeconds && exp > at - toleranceSeconds;
    if (!isForUs || !isOfNow || (sub === undefined && sid === undefined)) return undefined;
    return { subject: sub, sid, token: jti, ends: (exp + toleranceSeconds) * 1_000 };
  } catch {
    return undefined;
  }
}
