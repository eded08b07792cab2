/** A child's output, line by line with the time, in a file that never grows beyond a few megabytes. */
import { closeSync, existsSync, fstatSync, openSync, readFileSync, renameSync, writeSync } from "node:fs";
import { maskNumbersIn } from "../src/words/index.ts";

const most = 8 * 1024 * 1024;
/** `x.log`, `x.log.1` … `x.log.3`, the oldest last. */
const kept = 3;

export class LogFile {
  readonly path: string;
  #file: number;
  #size: number;
  #unfinished = "";
  #closed = false;

  constructor(path: string) {
    this.path = path;
    this.#file = openSync(path, "a", 0o600);
    this.#size = fstatSync(this.#file).size;
  }

  /** Takes output as it comes; writes whole lines. Telephone numbers are masked here too, whatever the child wrote. */
  write(chunk: string): void {
    if (this.#closed) return; // the last words of a child that was ended may still be in the pipe
    const lines = (this.#unfinished + chunk).split("\n");
    this.#unfinished = lines.pop() ?? "";
    const now = new Date().toISOString();
    for (const line of lines) this.#append(`${now} ${maskNumbersIn(line)}\n`);
  }

  close(): void {
    if (this.#closed) return;
    if (this.#unfinished !== "") this.write("\n");
    this.#closed = true;
    closeSync(this.#file);
  }

  #append(line: string): void {
    if (this.#size > most) this.#rotate();
    this.#size += writeSync(this.#file, line);
  }

  #rotate(): void {
    closeSync(this.#file);
    for (let age = kept - 1; age >= 0; age--) {
      const from = age === 0 ? this.path : `${this.path}.${age}`;
      if (existsSync(from)) renameSync(from, `${this.path}.${age + 1}`);
    }
    this.#file = openSync(this.path, "a", 0o600);
    this.#size = 0;
  }
}

/** The last lines of a log, for a message about what went wrong. */
export function lastLines(path: string, count: number): string {
  if (!existsSync(path)) return "";
  return readFileSync(path, "utf8").trimEnd().split("\n").slice(-count).join("\n");
}
