/** `./acd queues list`, `./acd calls tail`, `./acd export`: the call centre's HTTP API from the command line. */
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { env, exit, stderr, stdin, stdout } from "node:process";
import { text } from "node:stream/consumers";
import { run } from "./run.ts";

/** The admin key of the stack that was started here. */
function ownKey(): string | undefined {
  const path = join(env["ACD_DATA"] ?? join(import.meta.dirname, "../../.acd"), "secrets.json");
  if (!existsSync(path)) return undefined;
  return (JSON.parse(readFileSync(path, "utf8")) as { readonly adminKey?: string }).adminKey;
}

const stop = new AbortController();
process.once("SIGINT", () => stop.abort());
// The reader of a pipe may have had enough (`| head`).
stdout.once("error", () => exit(0));

const code = await run(process.argv.slice(2), {
  url: env["ACD_URL"] ?? `http://127.0.0.1:${env["PORT"] ?? "8787"}`,
  key: env["ACD_KEY"] ?? env["ACD_ADMIN_KEY"] ?? ownKey(),
  application: env["ACD_APPLICATION"] ?? "callcenter",
  width: stdout.columns ?? 160,
  print: (line) => void stdout.write(`${line}\n`),
  complain: (line) => void stderr.write(`${line}\n`),
  read: (file) => (file === "-" ? text(stdin) : Promise.resolve(readFileSync(file, "utf8"))),
  bytes: async (file) => new Uint8Array(readFileSync(file)),
  // For nobody else to read: it may say who worked how.
  write: async (file, bytes) => writeFileSync(file, bytes, { mode: 0o600 }),
  signal: stop.signal,
});
stdout.write("", () => exit(code));
