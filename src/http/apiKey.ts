/** API keys: `acd_<application>_<id>_<secret>`. A key names its directory, and whoever finds one in a log or a repository sees what it is. */
import type { ApplicationId, KeyId } from "../words/index.ts";
import { hex } from "./hex.ts";

export interface ApiKey {
  readonly application: ApplicationId;
  readonly id: KeyId;
  /** 256 random bits, in hexadecimal. */
  readonly secret: string;
}

const secretBytes = 32;
const idBytes = 6;
/** No application has an underscore in its id (fields.ts), so that the parts cannot be mistaken. */
const form = /^acd_([a-z0-9](?:[a-z0-9-]{0,38}[a-z0-9])?)_([0-9a-f]{12})_([0-9a-f]{64})$/;

export const newKey = (application: ApplicationId, random: (bytes: number) => Uint8Array<ArrayBuffer>): ApiKey => ({
  application,
  id: hex(random(idBytes)) as KeyId, // has just been made
  secret: hex(random(secretBytes)),
});

export const sealKey = ({ application, id, secret }: ApiKey): string => `acd_${application}_${id}_${secret}`;

/** Undefined: this is no API key. Whether it is a good one is the directory's to say. */
export function openKey(token: string): ApiKey | undefined {
  const [, application, id, secret] = form.exec(token) ?? [];
  if (application === undefined || id === undefined || secret === undefined) return undefined;
  return { application: application as ApplicationId, id: id as KeyId, secret }; // by their form
}

/**
 * What is kept of a secret: its SHA-256, in hexadecimal. Passwords need salt and a slow hash because people choose them from few; of 2²⁵⁶ equally likely
 * secrets none can be guessed from its hash however fast that is, and no two are the same. A slow one would be paid for by every request.
 */
export async function hashOfKey(secret: string): Promise<string> {
  return hex(new Uint8Array(await crypto.subtle.digest("SHA-256", new TextEncoder().encode(secret))));
}
