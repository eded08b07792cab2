import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { Seal, sealOf, type Place } from "../../../src/sealed/index.ts";
import { sealKeysFrom } from "../../../src/sealed/keys.ts";
import { newSealKey } from "../../support/seal.ts";

const place: Place = { application: "shop", kind: "webhook.secret", id: "Orders" };
const [one, other] = [newSealKey(), newSealKey()];
const seal = sealOf(one);

describe("what is sealed", () => {
  it("[P1] opens with the key and in the place that it was sealed with and for", () => {
    fc.assert(
      fc.property(fc.string({ unit: "grapheme" }), fc.string(), (text, id) => {
        const sealed = seal.seal(text, { ...place, id });
        return seal.open(sealed, { ...place, id }) === text && (text.length < 4 || !sealed.includes(text));
      }),
      { seed: 20_261_123, numRuns: 200 },
    );
  });

  it("[P1] as bytes as well, however long", () => {
    const text = "+7916 и ещё ".repeat(50_000);
    const bytes = seal.sealBytes(text, place);
    expect(seal.openBytes(bytes, place)).toBe(text);
    expect(() => seal.openBytes(bytes, { ...place, id: "Other" })).toThrow(/not in its place/);
    expect(() => sealOf(other).openBytes(bytes, place)).toThrow(/does not hold the key/);
    expect(sealOf(`${other},${one}`).openBytes(bytes, place)).toBe(text);
    expect(Buffer.from(bytes).includes("7916")).toBe(false);
    bytes[bytes.length - 1] = (bytes.at(-1) ?? 0) ^ 1;
    expect(() => seal.openBytes(bytes, place)).toThrow(/altered/);
  });

  it("[P1] comes out different each time", () => {
    expect(seal.seal("same", place)).not.toBe(seal.seal("same", place));
  });

  it.each([{ application: "store" }, { kind: "totp.secret" }, { id: "Other" }])(
    "[P1] does not open in another's place: %o",
    (elsewhere) => {
      const sealed = seal.seal("whsec_x", place);
      expect(() => seal.open(sealed, { ...place, ...elsewhere })).toThrow(/altered, or is not in its place/);
    },
  );

  it("[P1] names are bound each for itself, not run together", () => {
    const sealed = seal.seal("x", { application: "a", kind: "b", id: '","c' });
    expect(() => seal.open(sealed, { application: "a", kind: 'b","', id: "c" })).toThrow(/altered/);
  });

  it("[P1] does not open once a single letter of it is another", () => {
    const sealed = seal.seal("a secret", place);
    const head = sealed.lastIndexOf(".") + 1;
    for (let at = head; at < sealed.length - 1; at++) {
      const altered = sealed.slice(0, at) + (sealed[at] === "A" ? "B" : "A") + sealed.slice(at + 1);
      expect(() => seal.open(altered, place), String(at)).toThrow(/altered/);
    }
    expect(() => seal.open("a secret", place)).toThrow(/is not/);
    expect(() => seal.open(`${sealed.slice(0, head)}AA`, place)).toThrow(/altered/);
  });

  it("[P2] with an old key opens while that is listed after the new one, and is known to be old", () => {
    const sealed = sealOf(one).seal("x", place);
    const rotated = sealOf(`${other}, ${one}`);
    expect(rotated.open(sealed, place)).toBe("x");
    expect(rotated.isOld(sealed)).toBe(true);
    expect(rotated.isOld(rotated.seal("x", place))).toBe(false);
    expect(() => sealOf(other).open(sealed, place)).toThrow(/does not hold the key/);
  });

  it.each([
    [undefined, /missing/],
    ["", /missing/],
    [",", /missing/],
    ["short", /malformed/],
    [`${one}A`, /malformed/],
    [`${one},`, /malformed/],
    ["!".repeat(43), /malformed/],
  ])("[P2] a key that is missing or malformed is a fault that does not tell it: %o", (setting, words) => {
    const made = () => sealOf(setting);
    expect(made).toThrow(words);
    expect(made).not.toThrow(one);
  });
});

describe("a keyed hash", () => {
  it("[P1] is the same for the same text and place, and otherwise another", () => {
    const hash = seal.hash("+74951234567", place);
    expect(sealOf(one).hash("+74951234567", place)).toBe(hash);
    const others = [
      seal.hash("+74951234568", place),
      seal.hash("+74951234567", { ...place, application: "store" }),
      sealOf(other).hash("+74951234567", place),
    ];
    expect(new Set([hash, ...others]).size).toBe(4);
    expect(hash).toMatch(/^[\w-]{22}$/);
  });

  it("[P1] rests on another key than what is sealed, and both on another than the deployment's", () => {
    const [key] = sealKeysFrom(one);
    expect(new Set([key.id, ...[key.sealing, key.hashing].map(String)]).size).toBe(3);
    expect([key.sealing, key.hashing].map((bytes) => Buffer.from(bytes).toString("base64url"))).not.toContain(one);
  });

  it("[P1] what is drawn by chance is the nonce only", () => {
    const fixed = new Seal(sealKeysFrom(one), (bytes) => new Uint8Array(bytes));
    expect(fixed.seal("x", place)).toBe(fixed.seal("x", place));
  });
});
