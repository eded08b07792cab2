/**
 * Starts the stack's processes in order, each when the one before does its work; restarts one that dies;
 * ends them all in reverse order. Everything they write goes to `logs/<name>.log`.
 */
import { type ChildProcess, spawn } from "node:child_process";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import type { Duration } from "../src/words/index.ts";
import { BackOff } from "./back-off.ts";
import { onLeash } from "./leash.ts";
import { LogFile, lastLines } from "./log-file.ts";
import { removePidFile, writePidFile } from "./pid-file.ts";
import { endGroup, signalGroup } from "./process-group.ts";
import { Trouble } from "./trouble.ts";

export interface ChildSpec {
  /** Also the name of its log and pid file. */
  readonly name: string;
  readonly command: string;
  readonly args: readonly string[];
  /** Where it runs; unless given, where the supervisor does. */
  readonly folder?: string;
  /** Puts away what it leaves behind when it ends. Done before each start, too: one that was killed may have left it in the way. */
  readonly clear?: () => void;
  /** Added to the supervisor's own environment. */
  readonly env?: Readonly<Record<string, string>>;
  /** Answers whether it does its work yet. Asked again and again; may reject, which means no. */
  readonly ready: () => Promise<boolean>;
  readonly readyWithin: Duration;
  /** `at once`: its absence is heard by callers. */
  readonly restart: "at once" | "backing off";
}

/** How long is waited for what a child wrote before it ended. */
const lastWords: Duration = 500;

interface Child {
  readonly spec: ChildSpec;
  readonly log: LogFile;
  readonly backOff: BackOff;
  process: ChildProcess | undefined;
  exited: Promise<void>;
  /** Its output has come to an end. */
  silent: Promise<unknown>;
  starts: number;
}

export interface SupervisorOptions {
  /** Existing folders for pid files and logs. */
  readonly runFolder: string;
  readonly logFolder: string;
  /** Told in plain words when a child dies and when it is started again. */
  readonly tell: (line: string) => void;
}

export class Supervisor {
  readonly #options: SupervisorOptions;
  readonly #children = new Map<string, Child>();
  #stopping: Promise<void> | undefined;

  constructor(options: SupervisorOptions) {
    this.#options = options;
  }

  /**
   * Starts a child and waits until it is ready; from then on it is kept running.
   * @throws Trouble with the end of its log when it dies or is not ready in time
   */
  async start(spec: ChildSpec): Promise<void> {
    if (this.#stopping !== undefined) throw new Trouble("The stack is being stopped.");
    const child: Child = {
      spec,
      log: new LogFile(join(this.#options.logFolder, `${spec.name}.log`)),
      backOff: new BackOff(spec.restart === "at once"),
      process: undefined,
      exited: Promise.resolve(),
      silent: Promise.resolve(),
      starts: 0,
    };
    this.#children.set(spec.name, child);
    this.#launch(child);
    if (!(await becomesReady(child))) {
      const tail = lastLines(child.log.path, 15);
      throw new Trouble(
        `${spec.name} did not start. The end of ${child.log.path}:\n${tail === "" ? "(it wrote nothing)" : tail}`,
      );
    }
    void this.#keepRunning(child);
  }

  /** Process ids by name; a child that is between two lives is left out. */
  pids(): Record<string, number> {
    const running: Record<string, number> = {};
    for (const [name, { process: { pid } = {} }] of this.#children) if (pid !== undefined) running[name] = pid;
    return running;
  }

  /** Sends a child (and whatever it started) a signal. It will be restarted like after any other death. */
  signal(name: string, signal: NodeJS.Signals): void {
    const pid = this.#children.get(name)?.process?.pid;
    if (pid !== undefined) signalGroup(pid, signal);
  }

  /** How often a child has been started so far. */
  starts(name: string): number {
    return this.#children.get(name)?.starts ?? 0;
  }

  /** Ends all children, the last started first. Safe to repeat. */
  stop(): Promise<void> {
    this.#stopping ??= this.#endAll();
    return this.#stopping;
  }

  async #endAll(): Promise<void> {
    for (const child of [...this.#children.values()].toReversed()) {
      const pid = child.process?.pid;
      if (pid !== undefined) await endGroup(pid);
      await child.exited;
      // Its last words may still be in the pipe, which somebody else may hold open.
      await Promise.race([child.silent, pause(lastWords)]);
      child.spec.clear?.();
      child.log.close();
      removePidFile(this.#pidFile(child));
    }
  }

  #launch(child: Child): void {
    const { name, command, args, folder, clear, env } = child.spec;
    clear?.();
    const [program, argumentsOfIt] = onLeash(command, args);
    // A group of its own: Ctrl-C in the terminal reaches the supervisor only, which then ends the children in order.
    const started = spawn(program, argumentsOfIt, {
      detached: true,
      stdio: ["ignore", "pipe", "pipe"],
      env: { ...process.env, ...env },
      cwd: folder,
    });
    child.process = started;
    child.starts++;
    const outputs = [started.stdout, started.stderr];
    for (const stream of outputs) {
      stream.setEncoding("utf8");
      stream.on("data", (chunk: string) => child.log.write(chunk));
    }
    child.silent = Promise.all(outputs.map((output) => new Promise<void>((resolve) => output.once("close", resolve))));
    child.exited = new Promise((resolve) => {
      const gone = (how: string): void => {
        child.process = undefined;
        child.log.write(`[supervisor] ${name} ended: ${how}\n`);
        // What it had started itself must not go on holding its ports.
        if (started.pid !== undefined) signalGroup(started.pid, "SIGKILL");
        resolve();
      };
      started.once("error", (error) => gone(error.message));
      // Not "close": a grandchild that holds the pipes would keep that from coming.
      started.once("exit", (code, signal) => gone(signal ?? `exit code ${code}`));
    });
    if (started.pid !== undefined) writePidFile(this.#pidFile(child), started.pid);
  }

  async #keepRunning(child: Child): Promise<void> {
    const { tell } = this.#options;
    for (;;) {
      const startedAt = Date.now();
      await child.exited;
      if (this.#stopping !== undefined) return;
      const delay = child.backOff.afterDeath(Date.now() - startedAt);
      tell(`${child.spec.name} died; starting it again${delay === 0 ? "" : ` in ${delay} ms`}.`);
      await pause(delay, undefined, { ref: false });
      // Asked again: stopping may have begun during the pause.
      if (this.#stopping !== undefined) return;
      this.#launch(child);
    }
  }

  #pidFile(child: Child): string {
    return join(this.#options.runFolder, `${child.spec.name}.pid`);
  }
}

async function becomesReady(child: Child): Promise<boolean> {
  const { ready, readyWithin } = child.spec;
  for (const start = Date.now(); Date.now() - start < readyWithin; await pause(25)) {
    if (child.process === undefined) return false;
    if (await ready().catch(() => false)) return child.process !== undefined;
  }
  return false;
}
