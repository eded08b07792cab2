/** Runs a program that reads from standard input and writes to standard output. */
import { spawn } from "node:child_process";
import { patience } from "./voice.ts";

/** Resolves with what the program wrote; rejects when it cannot be started, fails, or takes too long. */
export function runProgram(program: string, options: readonly string[], input: string): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    const child = spawn(program, options, {
      stdio: ["pipe", "pipe", "pipe"],
      timeout: patience,
      killSignal: "SIGKILL",
    });
    const written: Buffer[] = [];
    let complaint = "";
    child.stdout.on("data", (bytes: Buffer) => written.push(bytes));
    child.stderr.on("data", (bytes: Buffer) => (complaint = (complaint + bytes.toString()).slice(0, 500)));
    child.on("error", reject);
    child.stdin.on("error", () => undefined); // a program that ends early is told of by its exit code
    child.on("close", (code, signal) => {
      if (code === 0) resolve(Buffer.concat(written));
      else reject(new Error(`${program} ended with ${code ?? signal}: ${complaint}`));
    });
    child.stdin.end(input);
  });
}
