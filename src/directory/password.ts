/**
 * Passwords: PBKDF2-HMAC-SHA-256. 100,000 rounds, because Cloudflare's WebCrypto refuses more; the lock-out makes up for the rest.
 * Hashing takes tens of milliseconds of processor, so the stateless side does it and the directory only compares.
 */
import type { PasswordHash } from "./resources.ts";

const rounds = 100_000;
const saltBytes = 16;

export async function newPassword(
  password: string,
  random: (bytes: number) => Uint8Array<ArrayBuffer>,
): Promise<PasswordHash> {
  const salt = toBase64(random(saltBytes));
  return { salt, hash: await hashPassword(password, salt) };
}

export async function hashPassword(password: string, salt: string): Promise<string> {
  // NFKC: the same letters typed on another keyboard are the same password.
  const bytes = new TextEncoder().encode(password.normalize("NFKC"));
  const key = await crypto.subtle.importKey("raw", bytes, "PBKDF2", false, ["deriveBits"]);
  const bits = await crypto.subtle.deriveBits(
    {
      name: "PBKDF2",
      hash: "SHA-256",
      salt: Uint8Array.from(atob(salt), (char) => char.charCodeAt(0)),
      iterations: rounds,
    },
    key,
    256,
  );
  return toBase64(new Uint8Array(bits));
}

/** For a name that nobody bears: hashing with it takes as long as with a real one. */
export const nobodysSalt = toBase64(new Uint8Array(saltBytes));

/** Compares without telling by its duration where the first difference is. */
export function sameSecret(a: string, b: string): boolean {
  const [left, right] = [new TextEncoder().encode(a), new TextEncoder().encode(b)];
  let difference = left.length ^ right.length;
  for (const [index, byte] of left.entries()) difference |= byte ^ (right[index % right.length] ?? 0);
  return difference === 0;
}

function toBase64(bytes: Uint8Array): string {
  return btoa(String.fromCharCode(...bytes));
}
