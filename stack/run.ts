/** Running a program to its end. */
import { spawn } from "node:child_process";

export interface Ended {
  readonly code: number | null;
  /** Both of its outputs, in the order in which they came. */
  readonly output: string;
}

/** Resolves also when the program fails or does not exist (`code` null). @param onLine called with every line as it comes */
export function run(
  command: string,
  args: readonly string[],
  options: { readonly env?: Readonly<Record<string, string>>; readonly onLine?: (line: string) => void } = {},
): Promise<Ended> {
  return new Promise((resolve) => {
    const child = spawn(command, args, { env: { ...process.env, ...options.env }, stdio: ["ignore", "pipe", "pipe"] });
    let output = "";
    const read = (chunk: string): void => {
      output += chunk;
      if (options.onLine !== undefined) chunk.split("\n").filter(Boolean).forEach(options.onLine);
    };
    for (const stream of [child.stdout, child.stderr]) {
      stream.setEncoding("utf8");
      stream.on("data", read);
    }
    child.once("error", (error) => resolve({ code: null, output: error.message }));
    child.once("close", (code) => resolve({ code, output }));
  });
}

/** Whether a program exists and ends well when it is asked this. */
export async function answers(command: string, args: readonly string[]): Promise<boolean> {
  return (await run(command, args)).code === 0;
}
