/** A seal for tests, of a key that is nobody's. */
import { as, type ApplicationId } from "../../src/words/index.ts";
import { sealOf, type Seal } from "../../src/sealed/index.ts";

export const testSealKey = "dGVzdHMtc2VhbC10aGVpci10ZXh0cy13aXRoLXRoaXM";
const testSeal = (): Seal => sealOf(testSealKey);

/** Whose a ledger in a test is. */
export const testLedger = { application: as<ApplicationId>("callcenter"), seal: testSeal() };

export const newSealKey = (): string => Buffer.from(crypto.getRandomValues(new Uint8Array(32))).toString("base64url");
