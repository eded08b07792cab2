/** The deployment's keys for what is sealed (`ACD_SEAL_KEY`): the first seals, all open, so that a key can be replaced while the old one's texts are about. */
import { hkdf } from "@noble/hashes/hkdf.js";
import { sha256 } from "@noble/hashes/sha2.js";
import { utf8ToBytes } from "@noble/hashes/utils.js";
import { fromBase64Url, toBase64Url } from "./base64Url.ts";

const keyBytes = 32;
export const keyIdBytes = 6;

/** One key of the deployment, from which one is derived for each use (HKDF-SHA-256, RFC 5869), so that no use can weaken another. */
export interface SealKey {
  /** Tells which key has sealed a text, and says nothing about the key. */
  readonly id: string;
  readonly sealing: Uint8Array;
  readonly hashing: Uint8Array;
}

export type SealKeys = readonly [SealKey, ...SealKey[]];

const howToSet =
  "It is 32 random bytes as base64url (`openssl rand -base64 32 | tr '+/' '-_' | tr -d =`), or several with commas between, the newest first.";

/**
 * @param text `new` or `new,old,…`, each 32 bytes as base64url without padding
 * @throws Error that says what is wrong, without any of the key, when it is missing or malformed: there is no usual key
 */
export function sealKeysFrom(text: string | undefined): SealKeys {
  const [first, ...rest] = (text ?? "").split(",").map((part) => part.trim());
  if (first === undefined || first === "") throw new Error(`ACD_SEAL_KEY is missing. ${howToSet}`);
  return [keyOf(first), ...rest.map(keyOf)];
}

function keyOf(text: string): SealKey {
  const bytes = fromBase64Url(text);
  if (bytes?.length !== keyBytes) throw new Error(`ACD_SEAL_KEY is malformed. ${howToSet}`);
  const derived = (use: string, length: number): Uint8Array =>
    hkdf(sha256, bytes, undefined, utf8ToBytes(`acd ${use}`), length);
  return {
    id: toBase64Url(derived("id", keyIdBytes)),
    sealing: derived("seal", keyBytes),
    hashing: derived("hash", keyBytes),
  };
}
