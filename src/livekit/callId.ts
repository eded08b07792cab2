import type { CallId } from "../words/index.ts";
import { as } from "../words/index.ts";

const alphabet = "abcdefghijklmnopqrstuvwxyz234567"; // RFC 4648 base32, in lower case
const length = 20;

/**
 * The call that a room belongs to: one room, one call. A digest, because the room's name holds the caller's number and
 * an id goes into logs, URLs and metrics. 20 characters are 100 bits of it.
 */
export async function callIdOf(room: string): Promise<CallId> {
  const digest = new Uint8Array(await crypto.subtle.digest("SHA-256", new TextEncoder().encode(room)));
  let text = "c_";
  for (let place = 0; place < length; place++) {
    const bit = place * 5;
    const pair = ((digest[bit >> 3] ?? 0) << 8) | (digest[(bit >> 3) + 1] ?? 0);
    text += alphabet[(pair >> (11 - (bit & 7))) & 31];
  }
  return as<CallId>(text);
}
