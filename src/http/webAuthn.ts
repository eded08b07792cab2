/** What browsers send of passkeys (WebAuthn Level 3, its JSON form), checked against what was asked of them. */
import { verifyAuthenticationResponse, verifyRegistrationResponse } from "@simplewebauthn/server";
import { decodeAttestationObject, decodeClientDataJSON, isoBase64URL } from "@simplewebauthn/server/helpers";
import * as z from "zod";
import type { Passkey } from "../directory/passkeys.ts";
import type { Site } from "./site.ts";

/** ES256, EdDSA and RS256 (COSE): what authenticators make. */
const algorithms = [-7, -8, -257];

const base64Url = (max: number) =>
  z
    .string()
    .regex(/^[\w-]+$/)
    .max(max);
/** An authenticator may call a passkey by 1,023 bytes. */
export const passkeyId = base64Url(1_364).meta({ description: "The passkey.", example: "q83vEjRWeJq83vEjRWeJqw" });

const credential = {
  id: passkeyId,
  rawId: passkeyId,
  type: z.literal("public-key"),
  clientExtensionResults: z.record(z.string(), z.unknown()).default({}),
};

export const registration = z
  .object({
    ...credential,
    response: z.object({
      clientDataJSON: base64Url(4_000),
      attestationObject: base64Url(20_000),
      transports: z.array(z.string().max(30)).max(10).default([]),
    }),
  })
  .meta({
    id: "PasskeyRegistration",
    description: "What `navigator.credentials.create` gives, as `toJSON` writes it.",
  });

export const assertion = z
  .object({
    ...credential,
    response: z.object({
      clientDataJSON: base64Url(4_000),
      authenticatorData: base64Url(4_000),
      signature: base64Url(4_000),
    }),
  })
  .meta({ id: "PasskeyAssertion", description: "What `navigator.credentials.get` gives, as `toJSON` writes it." });

export const creationOptions = z
  .object({
    challenge: z.string(),
    rp: z.object({ id: z.string(), name: z.string() }),
    user: z.object({ id: z.string(), name: z.string(), displayName: z.string() }),
    pubKeyCredParams: z.array(z.object({ type: z.literal("public-key"), alg: z.int() })),
    timeout: z.int(),
    excludeCredentials: z.array(z.object({ type: z.literal("public-key"), id: z.string() })),
    authenticatorSelection: z.object({ residentKey: z.literal("preferred"), userVerification: z.literal("required") }),
    attestation: z.literal("none"),
  })
  .meta({ id: "PasskeyCreationOptions", description: "For `PublicKeyCredential.parseCreationOptionsFromJSON`." });

export const requestOptions = z
  .object({
    challenge: z.string(),
    rpId: z.string(),
    timeout: z.int(),
    allowCredentials: z.array(
      z.object({ type: z.literal("public-key"), id: z.string(), transports: z.array(z.string()).optional() }),
    ),
    userVerification: z.literal("required"),
  })
  .meta({ id: "PasskeyRequestOptions", description: "For `PublicKeyCredential.parseRequestOptionsFromJSON`." });

export const offered = algorithms.map((alg) => ({ type: "public-key" as const, alg }));

/** What the browser says it was asked with, before anything of it is believed. Undefined: it cannot be read. */
export function challengeIn(clientDataJSON: string): string | undefined {
  try {
    const { challenge }: { challenge: unknown } = decodeClientDataJSON(clientDataJSON);
    return typeof challenge === "string" ? challenge : undefined;
  } catch {
    return undefined;
  }
}

/** The new passkey. Undefined: it was not made for this site and challenge, or not by its owner's finger, face or PIN. */
export async function registered(
  response: z.infer<typeof registration>,
  challenge: string,
  { origin, host }: Site,
): Promise<Pick<Passkey, "id" | "publicKey" | "counter"> | undefined> {
  try {
    // Which make of authenticator it is nobody asks for; and what a certificate names would be fetched.
    const { attestationObject } = response.response;
    const attestation = decodeAttestationObject(isoBase64URL.toBuffer(attestationObject));
    if (attestation.get("attStmt").get("x5c") !== undefined || !/^(none|packed)$/.test(attestation.get("fmt")))
      return undefined;
    const { verified, registrationInfo } = await verifyRegistrationResponse({
      response,
      expectedChallenge: challenge,
      expectedOrigin: origin,
      expectedRPID: host,
      requireUserVerification: true,
      supportedAlgorithmIDs: algorithms,
    });
    if (!verified) return undefined;
    const { id, publicKey, counter } = registrationInfo.credential;
    return { id, publicKey: isoBase64URL.fromBuffer(publicKey), counter };
  } catch {
    return undefined; // it says what is wrong by throwing
  }
}

/** What the authenticator has counted to. Undefined: this passkey has not signed this challenge for this site, with its owner verified. */
export async function asserted(
  response: z.infer<typeof assertion>,
  challenge: string,
  { origin, host }: Site,
  { id, publicKey }: Passkey,
): Promise<number | undefined> {
  try {
    const { verified, authenticationInfo } = await verifyAuthenticationResponse({
      response,
      expectedChallenge: challenge,
      expectedOrigin: origin,
      expectedRPID: host,
      requireUserVerification: true,
      // Whether it has counted on is for the directory to say, which remembers it in the same transaction.
      credential: { id, publicKey: isoBase64URL.toBuffer(publicKey), counter: -1 },
    });
    return verified ? authenticationInfo.newCounter : undefined;
  } catch {
    return undefined; // likewise
  }
}
