/** An authenticator in software: makes passkeys (ES256) and signs with them as WebAuthn wants it, or wrongly where a test says so. */
import { createHash, generateKeyPairSync, randomBytes, sign, type KeyObject } from "node:crypto";

const sha256 = (data: string | Uint8Array): Buffer => createHash("sha256").update(data).digest();
const base64Url = (bytes: Uint8Array): string => Buffer.from(bytes).toString("base64url");

/** What may be different from what is right. */
export interface Wrongly {
  readonly type?: string;
  readonly challenge?: string;
  readonly origin?: string;
  readonly rpId?: string;
  /** Whether the owner was there, and whether it was them. */
  readonly present?: boolean;
  readonly verified?: boolean;
  readonly counter?: number;
  /** Signed by somebody else. */
  readonly key?: KeyObject;
}

export class Authenticator {
  readonly id = base64Url(randomBytes(20));
  readonly keys = generateKeyPairSync("ec", { namedCurve: "P-256" });
  readonly #site: { readonly origin: string; readonly rpId: string };
  counter: number;

  /** `counter`: 0 for one that does not count. */
  constructor(site: { readonly origin: string; readonly rpId: string }, counter = 0) {
    this.#site = site;
    this.counter = counter;
  }

  create({ challenge }: { readonly challenge: string }, wrongly: Wrongly = {}) {
    const { x, y } = this.keys.publicKey.export({ format: "jwk" });
    // COSE: kty EC2, alg ES256, crv P-256, x, y.
    const cose = Buffer.concat([
      Buffer.from([0xa5, 0x01, 0x02, 0x03, 0x26, 0x20, 0x01, 0x21]),
      bytes(Buffer.from(x ?? "", "base64url")),
      Buffer.from([0x22]),
      bytes(Buffer.from(y ?? "", "base64url")),
    ]);
    const id = Buffer.from(this.id, "base64url");
    const length = Buffer.from([0, id.length]);
    const attested = Buffer.concat([Buffer.alloc(16), length, id, cose]);
    const authData = this.#authData(wrongly, attested);
    // { fmt: "none", attStmt: {}, authData }
    const attestationObject = Buffer.concat([
      Buffer.from([0xa3]),
      text("fmt"),
      text("none"),
      text("attStmt"),
      Buffer.from([0xa0]),
      text("authData"),
      bytes(authData),
    ]);
    return {
      id: this.id,
      rawId: this.id,
      type: "public-key",
      clientExtensionResults: {},
      response: {
        clientDataJSON: this.#clientData("webauthn.create", challenge, wrongly),
        attestationObject: base64Url(attestationObject),
        transports: ["internal"],
      },
    };
  }

  get({ challenge }: { readonly challenge: string }, wrongly: Wrongly = {}) {
    if (this.counter > 0) this.counter += 1;
    const authData = this.#authData(wrongly);
    const clientDataJSON = this.#clientData("webauthn.get", challenge, wrongly);
    const signed = Buffer.concat([authData, sha256(Buffer.from(clientDataJSON, "base64url"))]);
    return {
      id: this.id,
      rawId: this.id,
      type: "public-key",
      clientExtensionResults: {},
      response: {
        clientDataJSON,
        authenticatorData: base64Url(authData),
        signature: base64Url(sign("sha256", signed, wrongly.key ?? this.keys.privateKey)),
        userHandle: null,
      },
    };
  }

  #clientData(type: string, challenge: string, wrongly: Wrongly): string {
    const data = { type, challenge, origin: this.#site.origin, crossOrigin: false };
    const { type: otherType = type, challenge: other = challenge, origin = data.origin } = wrongly;
    return base64Url(Buffer.from(JSON.stringify({ ...data, type: otherType, challenge: other, origin })));
  }

  #authData(wrongly: Wrongly, attested?: Uint8Array): Buffer {
    const { rpId = this.#site.rpId, present = true, verified = true, counter = this.counter } = wrongly;
    const flags = (present ? 1 : 0) | (verified ? 4 : 0) | (attested === undefined ? 0 : 0x40);
    const count = Buffer.alloc(4);
    count.writeUInt32BE(counter);
    return Buffer.concat([sha256(rpId), Buffer.from([flags]), count, attested ?? Buffer.alloc(0)]);
  }
}

const text = (value: string): Buffer => Buffer.concat([Buffer.from([0x60 + value.length]), Buffer.from(value)]);
const bytes = (value: Uint8Array): Buffer =>
  Buffer.concat([
    Buffer.from(value.length < 256 ? [0x58, value.length] : [0x59, value.length >> 8, value.length & 255]),
    value,
  ]);
