import { spawn } from "node:child_process";
import type { Duration } from "../src/words/index.ts";
import { signalGroup } from "../stack/process-group.ts";

export interface Outcome {
  readonly code: number | null;
  readonly timedOut: boolean;
  readonly output: string;
}

/** Runs a program; when it takes too long, ends it with everything it started. @param show also passes its output on as it comes */
export function runForAWhile(
  command: string,
  args: readonly string[],
  within: Duration,
  show: boolean,
): Promise<Outcome> {
  return new Promise((resolve) => {
    // A group of its own, so that browsers and servers that it started can be ended with it.
    const child = spawn(command, args, { detached: true, stdio: ["ignore", "pipe", "pipe"] });
    let output = "";
    let timedOut = false;
    const { pid } = child;
    const end = (signal: NodeJS.Signals): void => {
      if (pid !== undefined) signalGroup(pid, signal);
    };
    const giveUp = setTimeout(() => {
      timedOut = true;
      end("SIGTERM");
      setTimeout(() => end("SIGKILL"), 5_000).unref();
    }, within);
    // Ctrl-C reaches only this process, because the child has left the terminal's group.
    const onInterrupt = (): void => {
      end("SIGKILL");
      process.exit(130);
    };
    process.once("SIGINT", onInterrupt).once("SIGTERM", onInterrupt);
    for (const stream of [child.stdout, child.stderr]) {
      stream.setEncoding("utf8");
      stream.on("data", (chunk: string) => {
        output += chunk;
        if (show) process.stdout.write(chunk);
      });
    }
    const finish = (code: number | null): void => {
      clearTimeout(giveUp);
      process.off("SIGINT", onInterrupt).off("SIGTERM", onInterrupt);
      end("SIGKILL");
      resolve({ code, timedOut, output });
    };
    child.once("error", (error) => {
      output += `${error.message}\n`;
      finish(null);
    });
    child.once("exit", (code) => finish(code));
  });
}
