/** Digest authentication of an INVITE (RFC 3261 §22), as LiveKit SIP does it: MD5, 407 to ask, 401 when the answer is wrong. */
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
  const fields = new Map(
    splitOutside(authorisation.replace(/^Digest\s+/i, ""), ",").map((field) => {
      const [name = "", ...value] = field.split("=");
      return [name.trim().toLowerCase(), value.join("=").trim().replaceAll(/^"|"$/g, "")];
    }),
  );
  const ofUser = md5(`${credentials.username}:${credentials.realm}:${credentials.password}`);
  const ofRequest = md5(`${method}:${fields.get("uri") ?? ""}`);
  const expected = Buffer.from(md5(`${ofUser}:${nonce}:${ofRequest}`));
  const given = Buffer.from(fields.get("response") ?? "");
  return (
    fields.get("username") === credentials.username &&
    given.length === expected.length &&
    timingSafeEqual(given, expected)
  );
}

const md5 = (text: string): string => createHash("md5").update(text).digest("hex");
