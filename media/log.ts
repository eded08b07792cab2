/** Log lines for machines: one JSON object each, on standard error. Telephone numbers are masked, in whatever is said: errors name rooms. */
import { maskNumbersIn } from "../src/words/index.ts";

export type Facts = Readonly<Record<string, string | number | boolean | undefined>>;

export function log(level: "info" | "warn" | "error", what: string, facts: Facts = {}): void {
  const said = maskNumbersIn(JSON.stringify({ level, what, ...facts }));
  process.stderr.write(`{"at":"${new Date().toISOString()}",${said.slice(1)}\n`);
}

/** What went wrong, in one line. */
export const reason = (error: unknown): string => (error instanceof Error ? error.message : String(error));
