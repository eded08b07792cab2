/**
 * Is this webhook LiveKit's? It posts a body and, as the whole `Authorization` header, a JWT signed with the API secret whose
 * `sha256` claim is the digest of that body (livekit/protocol, webhook/). The token is good for five minutes, so nothing old can be replayed.
 */
import { TokenVerifier, WebhookEvent } from "livekit-server-sdk";
import type { Answer } from "../words/index.ts";
import { no, yes } from "../words/index.ts";

/** Why a webhook is not believed. For our counters only: whoever sent it is told nothing but "no". */
export type WebhookRefusal = "unsigned" | "expired" | "forged" | "altered" | "unreadable";

/** Takes the body exactly as it came: a body parsed and written again has another digest. */
export type ReadWebhook = (
  body: Uint8Array<ArrayBuffer>,
  authorization: string | undefined,
) => Promise<Answer<WebhookEvent, WebhookRefusal>>;

/** As LiveKit writes them: unpadded Base64url, no bits to spare at the end of the signature. Decoders are lenient, so that several texts would pass for one token. */
const form = /^[\w-]+\.[\w-]+\.[\w-]{42}[AEIMQUYcgkosw048]$/;

export function webhookReader(keys: { readonly apiKey: string; readonly apiSecret: string }): ReadWebhook {
  const verifier = new TokenVerifier(keys.apiKey, keys.apiSecret);

  return async (body, authorization) => {
    if (authorization === undefined || authorization === "") return no("unsigned");
    if (!form.test(authorization)) return no("forged");
    let signed: string | undefined;
    try {
      signed = (await verifier.verify(authorization)).sha256;
    } catch (fault) {
      return no(isExpiry(fault) ? "expired" : "forged");
    }
    if (signed !== (await digestOf(body))) return no("altered");
    try {
      const json: unknown = JSON.parse(new TextDecoder("utf-8", { fatal: true, ignoreBOM: false }).decode(body));
      return yes(
        WebhookEvent.fromJson(json as Parameters<typeof WebhookEvent.fromJson>[0], { ignoreUnknownFields: true }),
      ); // JSON.parse yields JSON
    } catch {
      return no("unreadable");
    }
  };
}

const isExpiry = (fault: unknown): boolean =>
  fault instanceof Error && "code" in fault && fault.code === "ERR_JWT_EXPIRED";

async function digestOf(body: Uint8Array<ArrayBuffer>): Promise<string> {
  const digest = new Uint8Array(await crypto.subtle.digest("SHA-256", body));
  return btoa(String.fromCharCode(...digest));
}
