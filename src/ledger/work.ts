/**
 * What operators did, as their actors have told it, and the sums of it.
 *
 * Lines are numbered: one that is known is passed over, so that each is added to the sums once, in whatever order they come; and one that
 * is missing is seen as soon as a later one comes, and asked for again.
 */
import type { Missing, Work, WorkLine } from "../protocol/work.ts";
import { slotOf, startOf } from "../reports/fold.ts";
import { packed, unpacked, type PackedCell } from "../reports/packed.ts";
import type { ReportQuery } from "../reports/query.ts";
import type { Sums } from "../reports/sums.ts";
import { WorkFold } from "../reports/work.ts";
import type { Sql } from "../kernel/index.ts";
import type { OperatorId } from "../words/index.ts";
import type { Flaws } from "./flaws.ts";
import type { Slices } from "./slices.ts";

const slotsInHour = 12;
/** In one slice. */
const rowsRead = 200;

/** As it stands in `work_hour.slots`. */
type SlotsOfHour = readonly (readonly [slot: number, cells: readonly PackedCell[]])[];

export class WorkBook {
  readonly #sql: Sql;
  readonly #flaws: Flaws;

  constructor(sql: Sql, flaws: Flaws) {
    this.#sql = sql;
    this.#flaws = flaws;
  }

  /** Returns the first lines of the operator that are missing, if any are. `onNew` is told of each that was not known, with its number. */
  tell({ operatorId, first, lines }: Work, onNew: (line: WorkLine, number: number) => void): Missing | undefined {
    const stream = `operator/${operatorId}`;
    const known = this.#known(operatorId, first, first + lines.length - 1);
    const fresh = new WorkFold(operatorId);
    let run: { first: number; lines: WorkLine[] } | undefined;
    const keep = (): void => {
      if (run !== undefined) this.#keep(operatorId, run.first, run.lines);
      run = undefined;
    };
    const newest = this.#newest(operatorId);
    for (const [index, line] of lines.entries()) {
      const number = first + index;
      const before = known.get(number);
      if (before === undefined) {
        run ??= { first: number, lines: [] };
        run.lines.push(line);
        fresh.fold(line);
        onNew(line, number);
        continue;
      }
      keep();
      if (!isSame(before, line)) this.#flaws.note(stream, "difference", number, number, line.until);
    }
    keep();
    this.#add(operatorId, fresh);
    if (first > newest + 1) this.#flaws.note(stream, "gap", newest + 1, first - 1, lines[0]?.until ?? 0);
    return this.#flaws.fill(stream, { first, last: first + lines.length - 1 });
  }

  /** Whole stretches of five minutes: one that the report cuts counts where it begins. */
  *count(query: ReportQuery, sums: Sums): Slices {
    const [from, until] = [query.bounds[0] ?? 0, query.bounds.at(-1) ?? 0];
    let [hour, operator] = [Math.floor(slotOf(from) / slotsInHour), ""];
    const end = Math.ceil(until / startOf(slotsInHour));
    for (;;) {
      const rows = this.#sql
        .exec(
          "SELECT hour, operator, slots FROM work_hour WHERE (hour, operator) > (?, ?) AND hour < ? ORDER BY hour, operator LIMIT ?",
          hour,
          operator,
          end,
          rowsRead,
        )
        .toArray();
      for (const row of rows) {
        [hour, operator] = [Number(row["hour"]), String(row["operator"])];
        for (const [slot, cells] of slotsOf(row)) sums.add(startOf(slot), unpacked(cells));
      }
      if (rows.length < rowsRead) return;
      yield;
    }
  }

  /** Kept lines do not overlap: of those that begin before these only the last can reach into them. */
  #known(operator: OperatorId, first: number, last: number): ReadonlyMap<number, WorkLine> {
    const rows = this.#sql
      .exec(
        `SELECT first, lines FROM work WHERE operator = ?1 AND last >= ?2 AND first <= ?3
         AND first >= coalesce((SELECT max(first) FROM work WHERE operator = ?1 AND first <= ?2), 0)`,
        operator,
        first,
        last,
      )
      .toArray();
    return new Map(
      rows.flatMap((row) => {
        const lines = JSON.parse(String(row["lines"])) as WorkLine[]; // written by #keep
        return lines.map((line, index) => [Number(row["first"]) + index, line] as const);
      }),
    );
  }

  #newest(operator: OperatorId): number {
    const [row] = this.#sql
      .exec("SELECT last FROM work WHERE operator = ? ORDER BY first DESC LIMIT 1", operator)
      .toArray();
    return Number(row?.["last"] ?? 0);
  }

  #keep(operator: OperatorId, first: number, lines: readonly WorkLine[]): void {
    this.#sql.exec(
      "INSERT INTO work (operator, first, last, lines) VALUES (?, ?, ?, ?)",
      operator,
      first,
      first + lines.length - 1,
      JSON.stringify(lines),
    );
  }

  #add(operator: OperatorId, fresh: WorkFold): void {
    for (const hour of new Set(fresh.slots.map((slot) => Math.floor(slot / slotsInHour)))) {
      const [row] = this.#sql
        .exec("SELECT slots FROM work_hour WHERE hour = ? AND operator = ?", hour, operator)
        .toArray();
      for (const [slot, cells] of row === undefined ? [] : slotsOf(row)) fresh.add(slot, unpacked(cells));
      const slots = fresh
        .slotsIn(hour * slotsInHour, (hour + 1) * slotsInHour)
        .map(({ slot, cells }) => [slot, packed(cells)] as const);
      this.#sql.exec(
        "INSERT OR REPLACE INTO work_hour (hour, operator, slots) VALUES (?, ?, ?)",
        hour,
        operator,
        JSON.stringify(slots satisfies SlotsOfHour),
      );
    }
  }
}

const slotsOf = (row: Record<string, unknown>): SlotsOfHour => JSON.parse(String(row["slots"])) as SlotsOfHour; // written by #add

/** Alike in every member, in whatever order and whether left out or undefined. */
const isSame = (a: WorkLine, b: WorkLine): boolean => {
  const text = (line: WorkLine): string =>
    JSON.stringify(
      Object.entries(line)
        .filter(([, value]) => value !== undefined)
        .toSorted(([x], [y]) => (x < y ? -1 : 1)),
    );
  return text(a) === text(b);
};
