import { describe, expect, it } from "vitest";
import { maskPattern, matches, ruleFor } from "../../../src/directory/rules.ts";

const rule = (id: string, mask: string, order = 100) => ({ id, mask, order });

describe("rules", () => {
  it.each([
    ["+74951234567", "+74951234567", true],
    ["+74951234567", "+74951234568", false],
    ["+7495*", "+74951234567", true],
    ["+7495*", "+74991234567", false],
    ["*", "anything", true],
    ["*", "", true],
    ["100", "100", true],
    ["100", "1000", false],
  ])("[D1] the mask %s and the number %s: %s", (mask, number, expected) => {
    expect(matches(mask, number)).toBe(expected);
  });

  it("[D1] neither the plus nor spaces and brackets count", () => {
    expect(matches("+7 495 123-45-67", "74951234567")).toBe(true);
    expect(matches("7495*", "+7 (495) 123-45-67")).toBe(true);
  });

  it("[D2] the first rule in order wins; of the same order, the first by id", () => {
    const rules = [rule("z", "*", 1), rule("b", "+7495*"), rule("a", "+7495*"), rule("late", "+74951234567", 200)];
    expect(ruleFor(rules, "+74951234567")?.id).toBe("z");
    expect(ruleFor(rules.slice(1), "+74951234567")?.id).toBe("a");
    expect(ruleFor(rules.slice(1), "+74991234567")).toBeUndefined();
  });

  it("[D1] a mask is a number or the beginning of one", () => {
    for (const good of ["*", "+7495*", "+74951234567", "100", "sales"]) expect(maskPattern.test(good), good).toBe(true);
    for (const bad of ["", "+74*95", "**", "7495%", "a b"]) expect(maskPattern.test(bad), bad).toBe(false);
  });
});
