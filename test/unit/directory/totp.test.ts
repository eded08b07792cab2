import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { codeOf, stepAt, stepOf, toBase32 } from "../../../src/directory/totp.ts";

/** Of RFC 6238, appendix B: SHA-1, the last six of eight digits. */
const secret = toBase32(new TextEncoder().encode("12345678901234567890"));
const vectors: readonly (readonly [number, string])[] = [
  [59, "287082"],
  [1_111_111_109, "081804"],
  [1_111_111_111, "050471"],
  [1_234_567_890, "005924"],
  [2_000_000_000, "279037"],
  [20_000_000_000, "353130"],
];

describe("codes of one time", () => {
  it.each(vectors)("[U9] at %d s the code is %s, as RFC 6238 has it", (at, code) => {
    expect(codeOf(secret, stepAt(at * 1_000))).toBe(code);
  });

  it("[U9] a code is good one step before and after its own, and once", () => {
    fc.assert(
      fc.property(fc.integer({ min: 100, max: 2 ** 31 }), fc.integer({ min: -3, max: 3 }), (step, off) => {
        const code = codeOf(secret, step);
        const now = (step + off) * 30_000 + 17;
        // Now and then two steps have the same code.
        fc.pre([-4, -3, -2, -1, 1, 2, 3, 4].every((other) => codeOf(secret, step + other) !== code));
        expect(stepOf(secret, code, now, -1)).toBe(Math.abs(off) <= 1 ? step : undefined);
        expect(stepOf(secret, code, now, step)).toBeUndefined();
      }),
      { seed: 20_261_123, numRuns: 100 },
    );
  });

  it("[U9] secrets are written in Base32 (RFC 4648, without padding)", () => {
    const texts = ["", "f", "fo", "foo", "foob", "fooba", "foobar"];
    expect(texts.map((text) => toBase32(new TextEncoder().encode(text)))).toEqual([
      "",
      "MY",
      "MZXQ",
      "MZXW6",
      "MZXW6YQ",
      "MZXW6YTB",
      "MZXW6YTBOI",
    ]);
  });
});
