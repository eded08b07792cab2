/** Signatures as Standard Webhooks has them (https://www.standardwebhooks.com, specification 1.0.0): symmetric, `v1`. */

const prefix = "whsec_";
/** As the specification recommends: 192 bits at least, 512 at most. */
export const secretBytes = 32;

export const secretOf = (random: Uint8Array): string => prefix + base64(random);

export interface Signed {
  readonly id: string;
  /** Of this attempt, in whole seconds since 1970. */
  readonly seconds: number;
  readonly body: string;
}

/** The three headers; with a signature by each secret, so that a receiver may know either. */
export async function signatureHeaders(signed: Signed, secrets: readonly string[]): Promise<Record<string, string>> {
  const signatures = await Promise.all(secrets.map((secret) => signature(signed, secret)));
  return {
    "webhook-id": signed.id,
    "webhook-timestamp": String(signed.seconds),
    "webhook-signature": signatures.join(" "),
  };
}

async function signature({ id, seconds, body }: Signed, secret: string): Promise<string> {
  const bytes = Uint8Array.from(atob(secret.slice(prefix.length)), (byte) => byte.charCodeAt(0));
  const key = await crypto.subtle.importKey("raw", bytes, { name: "HMAC", hash: "SHA-256" }, false, ["sign"]);
  const made = await crypto.subtle.sign("HMAC", key, new TextEncoder().encode(`${id}.${seconds}.${body}`));
  return `v1,${base64(new Uint8Array(made))}`;
}

const base64 = (bytes: Uint8Array): string => btoa(String.fromCharCode(...bytes));
