import type { Duration } from "../words/index.ts";

/** Something is broken, as opposed to an answer "no". It carries its own verdict: whether and when trying again makes sense. */
export class Fault extends Error {
  /** `never`: trying again cannot help. A number: not before that long. Undefined: the kernel's own back-off. */
  readonly retry: "never" | Duration | undefined;

  constructor(message: string, options: { readonly retry?: "never" | Duration; readonly cause?: unknown } = {}) {
    super(message, { cause: options.cause });
    this.name = "Fault";
    this.retry = options.retry;
  }
}
