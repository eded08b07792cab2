import { describe, expect, it } from "vitest";
import { Table } from "../../../src/kernel/index.ts";

/** Chance that is the same every time. */
function* chance(): Generator<number, never> {
  for (let state = 1; ;) {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) | 0;
    yield (state >>> 8) / 2 ** 24;
  }
}

describe("a table", () => {
  it("[K17] reads the same in every version, whichever are read and changed in between, and an index follows it", () => {
    const random = chance();
    const below = (limit: number): number => Math.floor(random.next().value * limit);
    let sum = 0;
    const first = Table.of<string, number>();
    first.watch((before = 0, after = 0) => (sum += after - before));
    const versions: { readonly table: Table<string, number>; readonly truth: ReadonlyMap<string, number> }[] = [
      { table: first, truth: new Map() },
    ];
    const any = () => versions[below(versions.length)] ?? { table: first, truth: new Map<string, number>() };
    for (let step = 0; step < 2_000; step += 1) {
      // Mostly from the newest on, as an actor goes; sometimes from any other.
      const { table, truth } = (below(4) > 0 ? versions.at(-1) : undefined) ?? any();
      const key = `k${below(20)}`;
      const next = new Map(truth);
      if (below(3) === 0) {
        next.delete(key);
        versions.push({ table: table.without(key), truth: next });
      } else {
        next.set(key, step);
        versions.push({ table: table.with(key, step), truth: next });
      }
      const [looked, earlier] = [any(), any()];
      const since = looked.table.changesSince(earlier.table) ?? new Map<string, number | undefined>();
      const remade = new Map(earlier.truth);
      for (const [changed, item] of since) {
        if (item === undefined) remade.delete(changed);
        else remade.set(changed, item);
      }
      expect(remade).toEqual(looked.truth);
      expect(new Map(looked.table)).toEqual(looked.truth);
      expect(sum).toBe([...looked.truth.values()].reduce((all, item) => all + item, 0));
    }
  });

  it("[K17] lets go of the versions before it once they have been forgotten, and of nothing else", () => {
    const first = Table.of<string, number>();
    const second = first.with("a", 1);
    const third = second.with("b", 2);
    first.forget();
    expect(() => first.get("a")).toThrow("forgotten");
    expect(() => second.get("a")).toThrow("forgotten");
    expect(new Map(third)).toEqual(new Map(Object.entries({ a: 1, b: 2 })));
    third.forget();
    expect(third.with("a", 3).get("a")).toBe(3);
    expect(third.get("a")).toBe(1);
  });

  it("[K17] knows nothing of a table that is no relative", () => {
    const table = Table.of<string, number>([["a", 1]]);
    expect(table.changesSince(Table.of([["a", 1]]))).toBeUndefined();
    expect(table.changesSince(new Map([["a", 1]]))).toBeUndefined();
    expect(table.with("b", 2).changesSince(table)).toEqual(new Map([["b", 2]]));
    expect(table.changesSince(table)).toEqual(new Map());
  });
});
