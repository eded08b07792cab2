/** `npm start` as a person does it: the program, its environment, and what it says. */
import { type ChildProcess, spawn } from "node:child_process";
import { resolve } from "node:path";
import { type Ports, portSetting } from "../../stack/settings.ts";

const project = resolve(import.meta.dirname, "../..");

export interface Started {
  readonly process: ChildProcess;
  readonly said: () => string;
}

export interface StartOptions {
  readonly ports: Ports;
  /** The state folder. */
  readonly data: string;
  /** More environment variables. */
  readonly environment?: Readonly<Record<string, string>>;
  /** What is run; what the launcher runs, if left out. */
  readonly command?: readonly [string, ...string[]];
  /** Told of the process before it is up, so that it can be ended whatever happens. */
  readonly began: (process: ChildProcess) => void;
}

/** Resolves with the welcome; rejects when it ends before. */
export async function npmStart({ ports, data, environment, command, began }: StartOptions): Promise<Started> {
  const moved = Object.entries(portSetting).map(([which, name]) => [name, String(ports[which as keyof Ports])]);
  const [program, ...args] = command ?? ["node", "stack/start.ts"];
  const child = spawn(program, args, {
    cwd: project,
    env: { ...process.env, ...Object.fromEntries(moved), ACD_DATA: data, ...environment },
    stdio: ["ignore", "pipe", "pipe"],
  });
  began(child);
  let said = "";
  await new Promise<void>((welcomed, failed) => {
    child.stdout.on("data", (chunk: Buffer) => {
      said += chunk.toString();
      if (said.includes("Ctrl-C stops everything")) welcomed();
    });
    child.stderr.on("data", (chunk: Buffer) => (said += chunk.toString()));
    child.once("exit", (code) => failed(new Error(`npm start ended with ${code}:\n${said}`)));
  });
  return { process: child, said: () => said };
}
