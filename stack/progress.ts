/** Says, step by step, what is being done and how long it took. Plain lines: they read the same in a terminal and in a log. */
import { setTimeout as pause } from "node:timers/promises";

export interface Progress {
  /** Runs one step under a title. `note` explains what takes long; its last words are repeated every ten seconds. */
  step<Result>(title: string, work: (note: (text: string) => void) => Promise<Result>): Promise<Result>;
}

export function progressTo(say: (line: string) => void): Progress {
  return {
    async step(title, work) {
      const start = Date.now();
      const seconds = (): string => `${((Date.now() - start) / 1_000).toFixed(1)} s`;
      const done = new AbortController();
      let noted: string | undefined;
      void (async () => {
        for (;;) {
          await pause(10_000, undefined, { signal: done.signal, ref: false });
          if (noted !== undefined) say(`    … ${noted} (${seconds()})`);
        }
      })().catch(() => undefined); // rejects when the step is done
      try {
        const result = await work((text) => {
          if (noted === undefined) say(`    … ${text}`);
          noted = text;
        });
        say(`  ✓ ${title} (${seconds()})`);
        return result;
      } catch (fault) {
        say(`  ✗ ${title} (${seconds()})`);
        throw fault;
      } finally {
        done.abort();
      }
    },
  };
}

export const silent: Progress = { step: async (_title, work) => work(() => undefined) };
