/** Codes of one time (TOTP, RFC 6238: HMAC-SHA-1, steps of 30 s, 6 digits), as every authenticator app makes them. */
import { hmac } from "@noble/hashes/hmac.js";
import { sha1 } from "@noble/hashes/legacy.js";
import type { Duration, Instant } from "../words/index.ts";
import { seconds } from "../words/index.ts";

const step: Duration = seconds(30);
const digits = 6;
/** Clocks differ, and people type slowly: so many steps before and after the present one. */
const tolerance = 1;

export const stepAt = (now: Instant): number => Math.floor(now / step);

/** The code of a step (RFC 4226, 5.3). `secret`: Base32. */
export function codeOf(secret: string, at: number): string {
  const counter = new DataView(new ArrayBuffer(8));
  counter.setBigUint64(0, BigInt(at));
  const mac = hmac(sha1, fromBase32(secret), new Uint8Array(counter.buffer));
  const from = (mac.at(-1) ?? 0) & 0xf;
  const cut = new DataView(mac.buffer, mac.byteOffset).getUint32(from) & 0x7f_ff_ff_ff;
  return String(cut % 10 ** digits).padStart(digits, "0");
}

/** The step that a code is of: one about now, and after the last that was used, so that each serves once. Undefined: it is wrong. */
export function stepOf(secret: string, code: string, now: Instant, used: number): number | undefined {
  const present = stepAt(now);
  for (let at = present - tolerance; at <= present + tolerance; at++)
    if (at > used && codeOf(secret, at) === code) return at;
  return undefined;
}

const alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";

/** RFC 4648, without padding. */
export function toBase32(bytes: Uint8Array): string {
  let [bits, held, text] = [0, 0, ""];
  for (const byte of bytes) {
    held = (held << 8) | byte;
    bits += 8;
    while (bits >= 5) {
      bits -= 5;
      text += alphabet[(held >>> bits) & 31];
    }
    held &= (1 << bits) - 1;
  }
  return bits === 0 ? text : text + alphabet[(held << (5 - bits)) & 31];
}

function fromBase32(text: string): Uint8Array {
  const bytes: number[] = [];
  let [bits, held] = [0, 0];
  for (const letter of text) {
    held = ((held << 5) | alphabet.indexOf(letter)) & 0xf_ff;
    bits += 5;
    if (bits < 8) continue;
    bits -= 8;
    bytes.push((held >>> bits) & 255);
  }
  return Uint8Array.from(bytes);
}
