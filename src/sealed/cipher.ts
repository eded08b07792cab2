/**
 * Encrypts and authenticates with one key: XChaCha20-Poly1305, whose nonce of 24 bytes may be drawn by chance for as many texts as ever are sealed.
 * Synchronous, unlike WebCrypto: an actor's transaction must not await.
 */
import { xchacha20poly1305 } from "@noble/ciphers/chacha.js";
import { utf8ToBytes } from "@noble/hashes/utils.js";
import { fromBase64Url, toBase64Url } from "./base64Url.ts";

const nonceBytes = 24;

/** So many random bytes. */
export type Random = (bytes: number) => Uint8Array;

/** What a text is sealed for: it opens for nothing else, so that none can be put in another's place. */
export interface Place {
  readonly application: string;
  /** What sort of text, such as `webhook.secret`. */
  readonly kind: string;
  /** Whose, within the application and the kind. */
  readonly id: string;
}

export const encrypt = (key: Uint8Array, text: string, place: Place, random: Random): string =>
  toBase64Url(encryptBytes(key, text, place, random));

/** The nonce, and after it what is sealed. */
export function encryptBytes(key: Uint8Array, text: string, place: Place, random: Random): Uint8Array {
  const nonce = random(nonceBytes);
  const sealed = xchacha20poly1305(key, nonce, bound(place)).encrypt(utf8ToBytes(text));
  const whole = new Uint8Array(nonceBytes + sealed.length);
  whole.set(nonce);
  whole.set(sealed, nonceBytes);
  return whole;
}

/** Undefined: another key, another place, or not as it was written. */
export function decrypt(key: Uint8Array, sealed: string, place: Place): string | undefined {
  const bytes = fromBase64Url(sealed);
  return bytes && decryptBytes(key, bytes, place);
}

/** Likewise. */
export function decryptBytes(key: Uint8Array, bytes: Uint8Array, place: Place): string | undefined {
  if (bytes.length < nonceBytes) return undefined;
  try {
    const opened = xchacha20poly1305(key, bytes.subarray(0, nonceBytes), bound(place)).decrypt(
      bytes.subarray(nonceBytes),
    );
    return new TextDecoder().decode(opened);
  } catch {
    return undefined; // the tag does not fit
  }
}

/** As JSON: no two places are written alike, whatever is in their names. */
const bound = ({ application, kind, id }: Place): Uint8Array => utf8ToBytes(JSON.stringify([application, kind, id]));
