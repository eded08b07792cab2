/** JSON web tokens made by hand, so that they can be made wrongly. */
import { createHmac, generateKeyPairSync, sign, type KeyObject } from "node:crypto";

export interface SigningKey {
  readonly kid: string;
  readonly privateKey: KeyObject;
  readonly publicKey: KeyObject;
}

export const newSigningKey = (kid: string): SigningKey => ({
  kid,
  ...generateKeyPairSync("rsa", { modulusLength: 2_048 }),
});

/** As a provider publishes it. */
export const publicJwk = ({ kid, publicKey }: SigningKey): object => ({
  ...publicKey.export({ format: "jwk" }),
  kid,
  use: "sig",
  alg: "RS256",
});

const part = (value: object | Uint8Array): string =>
  Buffer.from(value instanceof Uint8Array ? value : JSON.stringify(value)).toString("base64url");

/** Signed by RS256; `header` may say something else. */
export function jwt(claims: object, { kid, privateKey }: SigningKey, header: object = {}): string {
  const signed = `${part({ alg: "RS256", typ: "JWT", kid, ...header })}.${part(claims)}`;
  return `${signed}.${part(sign("sha256", Buffer.from(signed), privateKey))}`;
}

/** Signed by HS256 with whatever text, as if a public key were a secret. */
export function symmetricJwt(claims: object, secret: string, header: object = {}): string {
  const signed = `${part({ alg: "HS256", typ: "JWT", ...header })}.${part(claims)}`;
  return `${signed}.${part(createHmac("sha256", secret).update(signed).digest())}`;
}

export const unsignedJwt = (claims: object): string => `${part({ alg: "none", typ: "JWT" })}.${part(claims)}.`;
