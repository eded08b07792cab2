import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { beginning, canonical, chained, verify, type AuditLine, type Entry } from "../../../src/audit/index.ts";

const entry = fc.record<Entry>({
  at: fc.integer({ min: 0 }),
  by: fc.option(fc.string()),
  from: fc.option(fc.ipV4()),
  action: fc.string(),
  what: fc.string({ unit: "binary" }),
  // As it comes back from the database.
  detail: fc.dictionary(fc.string(), fc.jsonValue()).map((detail) => JSON.parse(JSON.stringify(detail))),
});

function chainOf(entries: readonly Entry[]): AuditLine[] {
  let head = beginning;
  return entries.map((entry) => {
    const line = chained(head, entry);
    head = line;
    return line;
  });
}
const texts = (lines: readonly AuditLine[]) => lines.map((line) => canonical(line));
const runs = { seed: 20_261_123, numRuns: 300 };
const chain = fc.array(entry, { minLength: 2, maxLength: 8 }).map(chainOf);
const at = fc.nat();

describe("the chain", () => {
  it("[U1] is good as it was written, from wherever it is begun", () => {
    fc.assert(
      fc.property(chain, at, (lines, from) => {
        const part = lines.slice(from % lines.length);
        const last = lines.at(-1);
        expect(verify(texts(part), last)).toEqual({
          ok: true,
          lines: part.length,
          first: part[0]?.seq,
          head: { seq: last?.seq, hash: last?.hash },
        });
      }),
      runs,
    );
  });

  it("[U1] any character that is altered, taken out or put in is noticed, at its line", () => {
    fc.assert(
      fc.property(chain, at, at, fc.string({ maxLength: 2, unit: "binary" }), (lines, which, where, put) => {
        const whole = texts(lines);
        const index = which % whole.length;
        const text = whole[index] ?? "";
        const place = where % text.length;
        const other = text.slice(0, place) + put + text.slice(place + 1);
        fc.pre(other !== text);
        const verdict = verify(whole.with(index, other), lines.at(-1));
        expect(verdict).toMatchObject({ ok: false, line: index + 1 });
      }),
      { ...runs, numRuns: 600 },
    );
  });

  it("[U1] a line that is removed, repeated, moved or forged is noticed, the last one by the head that is known", () => {
    fc.assert(
      fc.property(chain, at, at, entry, (lines, first, second, forged) => {
        const [one, two] = [first % lines.length, second % lines.length];
        const known = lines.at(-1);
        const broken = (changed: readonly AuditLine[]) => !verify(texts(changed), known).ok;
        const moved = lines.toSpliced(one, 1).toSpliced(two, 0, lines[one] as AuditLine);
        expect(one === 0 || broken(lines.toSpliced(one, 1))).toBe(true);
        expect(broken(lines.toSpliced(one, 0, lines[two] as AuditLine))).toBe(true);
        expect(one === two || broken(moved)).toBe(true);
        // Well made, by somebody who may write into the database: the lines after it tell, or the head.
        const before = lines[one - 1] ?? beginning;
        const made = chained(before, forged);
        expect(canonical(made) === canonical(lines[one]) || broken(lines.with(one, made))).toBe(true);
        expect(broken(lines.toSpliced(one, 0, made))).toBe(true);
      }),
      runs,
    );
  });

  it("[U1] without the head nobody would notice that the last line is missing, or that all of it was made anew", () => {
    const entries = [1, 2, 3].map((at) => ({ at, by: "anna", from: null, action: "a.b", what: "", detail: {} }));
    const lines = chainOf(entries);
    expect(verify(texts(lines.slice(0, 2)))).toMatchObject({ ok: true, lines: 2 });
    expect(verify(texts(lines.slice(0, 2)), lines[2])).toEqual({ ok: false, line: 3, because: "cut_short" });
    const anew = chainOf(entries.map((entry) => ({ ...entry, by: "boris" })));
    expect(verify(texts(anew))).toMatchObject({ ok: true });
    expect(verify(texts(anew), lines[2])).toEqual({ ok: false, line: 3, because: "other_chain" });
    expect(verify([])).toEqual({ ok: true, lines: 0 });
  });

  it("[U1] there is one text only: neither spaces nor keys that come twice", () => {
    const [line] = texts(
      chainOf([{ at: 1, by: "anna", from: null, action: "a.b", what: "", detail: { b: 1, a: [] } }]),
    );
    expect(line).toContain('"detail":{"a":[],"b":1}');
    for (const other of [` ${line}`, line?.replace('{"action"', '{"by":"boris","action"'), "{}", "null", ""])
      expect(verify([other ?? ""])).toEqual({ ok: false, line: 1, because: "unreadable" });
  });
});
