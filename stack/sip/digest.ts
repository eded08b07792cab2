/**
 * Digest authentication of an INVITE (RFC 3261 §22): of callers, as LiveKit SIP does it (MD5, 407 to ask, 401 when the answer is wrong);
 * and ours towards a carrier, with MD5 or SHA-256 (RFC 8760), with or without `qop`.
 */
import { createHash, randomBytes, timingSafeEqual } from "node:crypto";
import type { SipRequest } from "./message/message.ts";
import { header } from "./message/message.ts";
import { splitOutside } from "./message/values.ts";

export interface Credentials {
  readonly username: string;
  readonly password: string;
  readonly realm: string;
}

export type Judgement =
  | { readonly kind: "passed" }
  /** Ask with this `Proxy-Authenticate`. */
  | { readonly kind: "challenge"; readonly header: string }
  | { readonly kind: "wrong" };

/** The real one keeps as many; whoever is pushed out is asked again. */
const remembered = 500;

export class Challenges {
  /** Nonces by Call-ID: a nonce is good for the call it was made for. */
  readonly #nonces = new Map<string, string>();

  judge(request: SipRequest, credentials: Credentials): Judgement {
    const callId = header(request, "Call-ID") ?? "";
    const authorisation = header(request, "Proxy-Authorization");
    const nonce = this.#nonces.get(callId);
    if (authorisation === undefined) return this.#ask(callId, credentials.realm);
    if (nonce === undefined) return { kind: "wrong" };
    return answers(authorisation, request.method, nonce, credentials) ? { kind: "passed" } : { kind: "wrong" };
  }

  #ask(callId: string, realm: string): Judgement {
    const nonce = randomBytes(16).toString("hex");
    this.#nonces.delete(callId);
    this.#nonces.set(callId, nonce);
    const [oldest] = this.#nonces.keys();
    if (this.#nonces.size > remembered && oldest !== undefined) this.#nonces.delete(oldest);
    return { kind: "challenge", header: `Digest realm="${realm}", nonce="${nonce}", algorithm=MD5` };
  }
}

function answers(authorisation: string, method: string, nonce: string, credentials: Credentials): boolean {
  const fields = fieldsOf(authorisation);
  const ofUser = hashed("md5", credentials.username, credentials.realm, credentials.password);
  const ofRequest = hashed("md5", method, fields.get("uri") ?? "");
  const expected = Buffer.from(hashed("md5", ofUser, nonce, ofRequest));
  const given = Buffer.from(fields.get("response") ?? "");
  return (
    fields.get("username") === credentials.username &&
    given.length === expected.length &&
    timingSafeEqual(given, expected)
  );
}

/** What answers a challenge; undefined when it is none that we can. */
export function answerChallenge(
  challenge: string,
  request: { readonly method: string; readonly uri: string },
  { username, password }: Omit<Credentials, "realm">,
): string | undefined {
  const fields = fieldsOf(challenge);
  const realm = fields.get("realm");
  const nonce = fields.get("nonce");
  const algorithm = fields.get("algorithm") ?? "MD5";
  const hash = hashes[algorithm.toUpperCase()];
  const offered = fields
    .get("qop")
    ?.split(",")
    .map((each) => each.trim());
  const digest = /^Digest\s/i.test(challenge);
  if (!digest || realm === undefined || nonce === undefined || hash === undefined) return undefined;
  if (offered?.includes("auth") === false) return undefined;

  const count = "00000001";
  const own = randomBytes(8).toString("hex");
  const ofUser = hashed(hash, username, realm, password);
  const ofRequest = hashed(hash, request.method, request.uri);
  const response =
    offered === undefined
      ? hashed(hash, ofUser, nonce, ofRequest)
      : hashed(hash, ofUser, nonce, count, own, "auth", ofRequest);
  const opaque = fields.get("opaque");
  return `Digest ${[
    ...Object.entries({ username, realm, nonce, uri: request.uri, response }).map(quoted),
    `algorithm=${algorithm}`,
    ...(offered === undefined ? [] : ["qop=auth", `nc=${count}`, `cnonce="${own}"`]),
    ...(opaque === undefined ? [] : [quoted(["opaque", opaque])]),
  ].join(", ")}`;
}

/** Those of RFC 8760 that are met; the others, and `-sess`, are not. */
const hashes: Readonly<Record<string, string>> = { MD5: "md5", "SHA-256": "sha256" };

const hashed = (hash: string, ...parts: readonly string[]): string =>
  createHash(hash).update(parts.join(":")).digest("hex");

const quoted = ([name, value]: readonly [string, string]): string => `${name}="${value.replaceAll(/[\\"]/g, "\\$&")}"`;

const fieldsOf = (value: string): ReadonlyMap<string, string> =>
  new Map(
    splitOutside(value.replace(/^Digest\s+/i, ""), ",").map((field) => {
      const [name = "", ...rest] = field.split("=");
      const text = rest.join("=").trim();
      return [name.trim().toLowerCase(), text.replaceAll(/^"|"$/g, "").replaceAll(/\\(.)/gs, "$1")];
    }),
  );
