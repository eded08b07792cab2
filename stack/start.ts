/** `npm start`: the stack for a person at a terminal. */
import { progressTo } from "./progress.ts";
import { readSettings } from "./settings.ts";
import { startStack } from "./stack.ts";
import { Trouble } from "./trouble.ts";
import { welcome } from "./welcome.ts";

const stopping = new AbortController();
const asked = new Promise<void>((resolve) => stopping.signal.addEventListener("abort", () => resolve()));
for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) process.on(signal, () => stopping.abort());

try {
  const settings = readSettings(process.env);
  console.log("Starting the call centre:");
  const stack = await startStack(
    settings,
    { progress: progressTo(console.log), tell: (line) => console.log(line) },
    stopping.signal,
  );
  console.log(welcome(stack, settings));
  await asked;
  console.log("\nStopping ...");
  await stack.stop();
  console.log("Stopped.");
  process.exit(0);
} catch (fault) {
  console.error(fault instanceof Trouble ? `\n${fault.message}` : fault);
  process.exit(1);
}
