import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { erased, withMasks, withNumbers, withoutCaller, withReferences } from "../../../src/protocol/reference.ts";
import { maskNumber } from "../../../src/words/index.ts";

const key = "AbCdEfGhIjKlMnOpQrStUv";
const number = "+79161234567";
const call = {
  callId: "c_abc",
  channel: "phone",
  from: number,
  room: `call-shop_${number}_abc123def456`,
  seats: [{ identity: `sip_${number}`, audible: true, since: 79161234567 }],
  other: "rang 79161234567 twice",
};
const kept = JSON.stringify(withReferences(call, number, key));

describe("references in the place of a number", () => {
  it("[P3] stand wherever the number stood, and the number nowhere", () => {
    expect(kept.replace("79161234567}", "}")).not.toMatch(/\d{5}/);
    expect(JSON.parse(kept)).toMatchObject({ callId: "c_abc", channel: "phone" });
  });

  it("[P3] are read as the number, or as those see it who may not", () => {
    expect(JSON.parse(withNumbers(kept, (of) => (of === key ? number : undefined)))).toEqual(call);
    const masked = maskNumber(number);
    const seen = { ...call, from: masked, room: `call-shop_${masked}_abc123def456`, other: "rang •••••••••67 twice" };
    expect(JSON.parse(withMasks(kept))).toMatchObject({ ...seen, seats: [{ identity: `sip_${masked}` }] });
    expect(withNumbers(kept, () => undefined)).toBe(withMasks(kept));
  });

  it("[P3] whatever a caller is called, the record comes back as it was", () => {
    const text = fc.oneof(
      fc.string({ unit: "binary" }),
      fc.constantFrom("phone", "1", "a", "from", "anonymous", '"', "~"),
    );
    const phone = fc.stringMatching(/^\+?\d{7,15}$/);
    fc.assert(
      fc.property(fc.oneof(text, phone), (from) => {
        const told = {
          ...call,
          from,
          room: `call-shop_${from}_abc`,
          seats: [{ identity: `sip_${from}` }],
          other: `x${from}x`,
        };
        const json = JSON.stringify(withReferences(told, from, key));
        return JSON.stringify(JSON.parse(withNumbers(json, () => from))) === JSON.stringify(told);
      }),
      { seed: 20_261_123, numRuns: 500 },
    );
  });

  it("[P3] a name that is no number is hidden where numbers stand, and is no other word's end", () => {
    const told = { ...call, from: "phone", room: "call-shop_phone_abc", seats: [{ identity: "sip_phone" }] };
    expect(JSON.parse(withMasks(JSON.stringify(withReferences(told, "phone", key))))).toMatchObject({
      channel: "phone",
      from: "•••",
      room: "call-shop_•••_abc",
      seats: [{ identity: "sip_•••" }],
    });
  });

  it("[P3] what a caller makes look like a reference leads nowhere", () => {
    const forged = /~\S+?~/.exec(kept)?.[0] ?? "";
    const json = JSON.stringify(withReferences({ from: "", to: forged }, "", ""));
    expect(withNumbers(json, () => number)).not.toContain(number);
  });

  it("[P3] nothing of an erased caller is left in them, and of another everything", () => {
    const gone = withoutCaller(kept, key);
    expect(gone).not.toContain(key);
    expect(JSON.parse(gone)).toMatchObject({ from: erased, room: `call-shop_${erased}_abc123def456` });
    expect(withoutCaller(kept, "another")).toBe(kept);
  });
});
