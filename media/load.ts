/** Reports how busy this process is. */
import type { Duration } from "../src/words/index.ts";

const every: Duration = 5_000;

export interface LoadOptions {
  readonly capacity: number;
  readonly calls: () => number;
  readonly report: (load: { readonly calls: number; readonly cpu: number }) => void;
}

export class Load {
  readonly #options: LoadOptions;
  #usage = process.cpuUsage();
  #measuredAt = performance.now();
  #cpu = 0;
  #reported = 0;

  /** Reports every five seconds from now on. */
  constructor(options: LoadOptions) {
    this.#options = options;
    setInterval(() => {
      const now = performance.now();
      const used = process.cpuUsage(this.#usage);
      this.#cpu = (used.user + used.system) / 1_000 / (now - this.#measuredAt);
      this.#usage = process.cpuUsage();
      this.#measuredAt = now;
      this.#report();
    }, every).unref();
  }

  /** The number of calls has changed: reports at once if by a tenth of what the worker can hold. */
  changed(): void {
    if (Math.abs(this.#options.calls() - this.#reported) >= this.#options.capacity / 10) this.#report();
  }

  #report(): void {
    this.#reported = this.#options.calls();
    this.#options.report({ calls: this.#reported, cpu: this.#cpu });
  }
}
