import { describe, expect, it } from "vitest";
import { compare, rulesOf } from "../../tools/spec.ts";
import { claimsOf } from "../../tools/test-titles.ts";
import { faultOf, namedIn } from "../../tools/tour.ts";

const spec = "# Rules\n**Q7** A declined caller keeps the place.\n- **Q8** Next.\nSee **Q9** in the text.\n";
const project = `${import.meta.dirname}/../..`;

describe("SPEC.md", () => {
  it("[S15] has a rule for each bold id that begins a line", () => {
    expect(rulesOf(spec)).toEqual(["Q7", "Q8"]);
  });

  it("[S15] is compared with the ids that lead the titles of tests", () => {
    // Put together here, so that this file's own titles stay its own.
    const title = (text: string): string => `it(${JSON.stringify(text)}, () => {});`;
    const source = [title("[Q7] keeps [the] place"), title("[Q7] [X1] two"), `test.each([1])(\`[Q7] %d\`, f)`].join(
      "\n",
    );
    const claims = claimsOf("a.test.ts", source);
    expect(claims.map(({ rule, where }) => `${rule} ${where}`)).toEqual([
      "Q7 a.test.ts:1",
      "Q7 a.test.ts:2",
      "X1 a.test.ts:2",
      "Q7 a.test.ts:3",
    ]);
    const { faults, summary } = compare(rulesOf(spec), claims);
    expect(faults).toEqual(["Q8  no test names it", "X1  a.test.ts:2 names it, SPEC.md does not"]);
    expect(summary).toContain("Q7 ✓3");
  });

  it("[S15] must not have a rule twice", () => {
    expect(compare(["Q7", "Q7"], [{ rule: "Q7", where: "a" }]).faults).toEqual(["Q7  stands twice in SPEC.md"]);
  });
});

describe("the tour", () => {
  it("[S15] names files, folders and symbols in backticks", () => {
    const tour =
      "`src/queue/match.ts#match`, `stack/`, `README.md`, `POST /v1/x`, `call-x_1`, `sip:1@host`, `a b`, `/operator`";
    expect(namedIn(tour)).toEqual(["src/queue/match.ts#match", "stack/", "README.md"]);
  });

  it.each([
    ["tools/tour.ts", undefined],
    ["tools/tour.ts#namedIn", undefined],
    ["tools/", undefined],
    ["tools/tours.ts", "tools/tours.ts does not exist"],
    ["tools/tour.ts#named", "tools/tour.ts has no named"],
    ["tools#namedIn", "tools is a folder: it has no symbols"],
  ])("[S15] is wrong about %s: %s", (name, fault) => {
    expect(faultOf(project, name)).toBe(fault);
  });
});
