/**
 * What must not lie about readable: sealed with a secret of the deployment that is not beside it. A copy of an actor's database, or a backup that
 * the platform keeps, opens nothing without that secret.
 */
import { hmac } from "@noble/hashes/hmac.js";
import { sha256 } from "@noble/hashes/sha2.js";
import { utf8ToBytes } from "@noble/hashes/utils.js";
import { fromBase64Url, toBase64Url } from "./base64Url.ts";
import { decrypt, decryptBytes, encrypt, encryptBytes, type Place, type Random } from "./cipher.ts";
import { keyIdBytes, sealKeysFrom, type SealKey, type SealKeys } from "./keys.ts";

export type { Place } from "./cipher.ts";

/** A text, sealed by a key of its own, and that key, sealed by the deployment's. */
export interface Apart {
  readonly key: string;
  readonly text: string;
}

/** Says with which key, and in which form, a text was sealed: `s1.<key>.<base64url>`. */
const form = "s1";

export class Seal {
  readonly #keys: SealKeys;
  readonly #random: Random;

  constructor(keys: SealKeys, random: Random) {
    this.#keys = keys;
    this.#random = random;
  }

  /** The same text comes out different each time. */
  seal(text: string, place: Place): string {
    const [{ id, sealing }] = this.#keys;
    return `${form}.${id}.${encrypt(sealing, text, place, this.#random)}`;
  }

  /** @throws Error when it was sealed for another place, has been altered, or its key is not among the deployment's any more. */
  open(sealed: string, place: Place): string {
    const [version, keyId, body] = sealed.split(".");
    if (version !== form || body === undefined) throw new Error(`What should be sealed is not: ${whatAt(place)}.`);
    return decrypt(this.#keyWith(keyId, place).sealing, body, place) ?? altered(place);
  }

  #keyWith(keyId: string | undefined, place: Place): SealKey {
    const key = this.#keys.find(({ id }) => id === keyId);
    if (key !== undefined) return key;
    throw new Error(`ACD_SEAL_KEY does not hold the key with which this was sealed: ${whatAt(place)}.`);
  }

  /** As `seal`, for long texts that are written often: a third shorter, and no letters. One byte for the form, six for the key. */
  sealBytes(text: string, place: Place): Uint8Array {
    const [{ id, sealing }] = this.#keys;
    const body = encryptBytes(sealing, text, place, this.#random);
    const whole = new Uint8Array(1 + keyIdBytes + body.length);
    whole[0] = 1;
    whole.set(fromBase64Url(id) ?? [], 1);
    whole.set(body, 1 + keyIdBytes);
    return whole;
  }

  /** @throws Error as `open` does. */
  openBytes(bytes: Uint8Array, place: Place): string {
    const keyId = toBase64Url(bytes.subarray(1, 1 + keyIdBytes));
    const text = decryptBytes(this.#keyWith(keyId, place).sealing, bytes.subarray(1 + keyIdBytes), place);
    return text ?? altered(place);
  }

  /**
   * A text under a key of its own, which is sealed in its turn. Who throws that key away has made every copy of the text unreadable that was taken
   * without it, and need not look for them.
   */
  sealApart(text: string, place: Place): Apart {
    const own = this.#random(32);
    return { key: this.seal(toBase64Url(own), place), text: encrypt(own, text, place, this.#random) };
  }

  /** @throws Error as `open` does. */
  openApart({ key, text }: Apart, place: Place): string {
    const own = fromBase64Url(this.open(key, place));
    const opened = own && decrypt(own, text, place);
    if (opened === undefined)
      throw new Error(`What was sealed has been altered: ${place.kind} of ${place.application}.`);
    return opened;
  }

  /** A new key for `keyedHash`, sealed: hashes made with it outlive the deployment's key. */
  newHashKey(place: Place): string {
    return this.seal(toBase64Url(this.#random(32)), place);
  }

  /** @throws Error as `open` does. */
  openHashKey(sealed: string, place: Place): Uint8Array {
    return fromBase64Url(this.open(sealed, place)) ?? new Uint8Array();
  }

  /** Whether a text is sealed with a key that is to be replaced: seal it again. */
  isOld(sealed: string): boolean {
    return sealed.split(".")[1] !== this.#keys[0].id;
  }

  /**
   * A text as one that is the same for the same text and place, and tells nobody without the key which (HMAC-SHA-256, 128 bits of it). With another
   * key it is another: for what is remembered for a while. What is looked up for years is hashed with a key that is kept, sealed.
   */
  hash(text: string, place: Place): string {
    return keyedHash(this.#keys[0].hashing, JSON.stringify([place.application, place.kind, place.id, text]));
  }
}

const whatAt = ({ kind, application }: Place): string => `${kind} of ${application}`;

const altered = (place: Place): never => {
  throw new Error(`What was sealed has been altered, or is not in its place: ${whatAt(place)}.`);
};

/** 128 bits of HMAC-SHA-256, as base64url. */
export const keyedHash = (key: Uint8Array, text: string): string =>
  toBase64Url(hmac(sha256, key, utf8ToBytes(text)).subarray(0, 16));

/** The last one that was made: to derive its keys takes longer than to use them, and every actor asks for it. */
let made: { readonly setting: string; readonly seal: Seal } | undefined;

/** @throws Error as `sealKeysFrom` does: a deployment without the key must not begin to work. */
export function sealOf(setting: string | undefined): Seal {
  if (made !== undefined && made.setting === setting) return made.seal;
  const seal = new Seal(sealKeysFrom(setting), (bytes) => crypto.getRandomValues(new Uint8Array(bytes)));
  made = { setting: setting ?? "", seal };
  return seal;
}
