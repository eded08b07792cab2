import { maskNumbersIn } from "../../src/words/index.ts";

type Field = string | number | boolean | undefined;

/** One JSON line an event, on standard output. Whatever looks like a telephone number is masked here, so that no caller of this can forget it. */
export function log(event: string, fields: Readonly<Record<string, Field>> = {}): void {
  const masked = Object.fromEntries(
    Object.entries(fields).map(([name, value]) => [name, typeof value === "string" ? maskNumbersIn(value) : value]),
  );
  process.stdout.write(`${JSON.stringify({ at: new Date().toISOString(), event, ...masked })}\n`);
}
