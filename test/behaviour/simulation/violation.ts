/** Something that must always hold did not. */
export class Violation extends Error {
  /** `I1` … `I10`, as DESIGN numbers them, or the name of what went wrong. */
  readonly invariant: string;

  constructor(invariant: string, message: string) {
    super(`${invariant}: ${message}`);
    this.name = "Violation";
    this.invariant = invariant;
  }
}
