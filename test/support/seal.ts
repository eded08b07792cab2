/** A seal for tests, of a key that is nobody's. */
import { sealOf, type Seal } from "../../src/sealed/index.ts";

export const testSealKey = "dGVzdHMtc2VhbC10aGVpci10ZXh0cy13aXRoLXRoaXM";
export const testSeal = (): Seal => sealOf(testSealKey);

export const newSealKey = (): string => Buffer.from(crypto.getRandomValues(new Uint8Array(32))).toString("base64url");
