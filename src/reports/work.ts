/** From lines of work to cells: time by when it was spent, offers by when they were made. */
import type { OfferOutcome } from "../protocol/offer.ts";
import type { WorkLine } from "../protocol/work.ts";
import { slotOf, startOf, type Cell, type CellKey } from "./fold.ts";
import { Counter, type WorkSum } from "./tally.ts";

/** Adds lines of one operator to cells by slot, or begins these. */
export class WorkFold {
  readonly #operator: string;
  readonly #slots = new Map<number, Map<string, { readonly key: CellKey; readonly tally: Counter }>>();

  constructor(operator: string) {
    this.#operator = operator;
  }

  get slots(): readonly number[] {
    return [...this.#slots.keys()];
  }

  slotsIn(from: number, until: number): readonly { readonly slot: number; readonly cells: readonly Cell[] }[] {
    return [...this.#slots]
      .filter(([slot]) => slot >= from && slot < until)
      .map(([slot, cells]) => ({ slot, cells: [...cells.values()] }));
  }

  /** What has been folded before. */
  add(slot: number, cells: readonly Cell[]): void {
    for (const { key, tally } of cells) this.#cell(slot, key.queue).merge(tally);
  }

  fold(line: WorkLine): void {
    const { from, until, queueId = "" } = line;
    if (line.what === "offer") {
      this.#cell(slotOf(from), queueId).add(offersBy(line.outcome));
      return;
    }
    for (let slot = slotOf(from); startOf(slot) < until; slot += 1) {
      const time = Math.min(until, startOf(slot + 1)) - Math.max(from, startOf(slot));
      const cell = this.#cell(slot, queueId);
      cell.add(`time${line.status}`, time);
      if (line.own === undefined) continue;
      cell.paused(line.own.id, line.own.name, time);
      if (!line.own.paid) cell.add("timeUnpaid", time);
    }
    if (line.status === "AfterService") this.#cell(slotOf(from), queueId).add("wrapUps");
  }

  #cell(slot: number, queue: string): Counter {
    const cells = this.#slots.get(slot) ?? new Map<string, { key: CellKey; tally: Counter }>();
    this.#slots.set(slot, cells);
    const key: CellKey = { kind: "work", queue, number: "", channel: "", scenario: "", operator: this.#operator };
    const cell = cells.get(queue) ?? { key, tally: new Counter() };
    cells.set(queue, cell);
    return cell.tally;
  }
}

const offersBy = (outcome: OfferOutcome): WorkSum =>
  `offers${`${outcome.charAt(0).toUpperCase()}${outcome.slice(1)}` as Capitalize<OfferOutcome>}`; // the compiler does not follow letters
