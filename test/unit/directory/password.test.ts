import { randomBytes } from "node:crypto";
import { describe, expect, it } from "vitest";
import { hashPassword, newPassword, sameSecret } from "../../../src/directory/password.ts";

const random = (bytes: number): Uint8Array<ArrayBuffer> => new Uint8Array(randomBytes(bytes));

describe("passwords", () => {
  it("[D7] the same password has another hash with another salt, and the same with the same", async () => {
    const [one, two] = [await newPassword("correct horse", random), await newPassword("correct horse", random)];
    expect(one.hash).not.toBe(two.hash);
    expect(await hashPassword("correct horse", one.salt)).toBe(one.hash);
    expect(await hashPassword("correct house", one.salt)).not.toBe(one.hash);
  });

  it("[D7] letters composed differently are the same password", async () => {
    const { salt, hash } = await newPassword("\u0439\u0446\u0443", random);
    expect(await hashPassword("\u0438\u0306\u0446\u0443", salt)).toBe(hash);
  });

  it.each([
    ["abc", "abc", true],
    ["abc", "abd", false],
    ["abc", "ab", false],
    ["ab", "abc", false],
    ["abcabc", "abc", false],
    ["", "", true],
    ["a", "", false],
  ])("comparing %j with %j: %s", (a, b, same) => {
    expect(sameSecret(a, b)).toBe(same);
  });
});
