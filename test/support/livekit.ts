/** A LiveKit server of a test's own: real, on loopback, with its own ports and keys. */
import { type ChildProcess, spawn } from "node:child_process";
import { accessSync, constants, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";
import { freePort } from "../../stack/ports.ts";

export interface LiveKit {
  /** `ws://127.0.0.1:<port>`. */
  readonly url: string;
  readonly apiKey: string;
  readonly apiSecret: string;
  stop(): Promise<void>;
}

export interface LiveKitOptions {
  /** TCP port of signalling and API; a free one if left out, so that two runs on one machine do not meet. */
  readonly port?: number;
  /** UDP port of the media; likewise. */
  readonly udpPort?: number;
  readonly webhookUrl?: string;
}

const apiKey = "devkey";
const apiSecret = "a-secret-for-tests-that-is-32-chars";
const startUpWait = 15_000;

/** Starts a server and waits until it answers. Fails when there is no binary, or when it dies at once. */
export async function startLiveKit(options: LiveKitOptions = {}): Promise<LiveKit> {
  const { port = await freePort(), udpPort = await freePort(), webhookUrl } = options;
  const folder = mkdtempSync(join(tmpdir(), "livekit-"));
  const config = join(folder, "livekit.yaml");
  writeFileSync(
    config,
    JSON.stringify({
      port,
      bind_addresses: ["127.0.0.1"],
      keys: { [apiKey]: apiSecret },
      logging: { level: "warn" },
      room: { empty_timeout: 10, departure_timeout: 3 },
      rtc: {
        tcp_port: await freePort(),
        udp_port: udpPort,
        node_ip: "127.0.0.1",
        use_external_ip: false,
        enable_loopback_candidate: true,
        interfaces: { includes: ["lo"] },
      },
      ...(webhookUrl === undefined ? {} : { webhook: { api_key: apiKey, urls: [webhookUrl] } }),
    }),
  );
  const server = spawn(findServer(), ["--config", config], { stdio: ["ignore", "pipe", "pipe"] });
  let said = "";
  const listen = (text: Buffer): void => {
    said = (said + text.toString()).slice(-4_000);
  };
  server.stdout.on("data", listen);
  server.stderr.on("data", listen);
  const stop = async (): Promise<void> => {
    await end(server);
    rmSync(folder, { recursive: true, force: true });
  };
  try {
    await answers(`http://127.0.0.1:${port}/`, server);
  } catch (error) {
    await stop();
    throw new Error(`livekit-server did not start: ${said}`, { cause: error });
  }
  return { url: `ws://127.0.0.1:${port}`, apiKey, apiSecret, stop };
}

/** The one named by `ACD_LIVEKIT_SERVER`, else the one the local stack has installed, else the one on PATH. */
function findServer(): string {
  const named = process.env["ACD_LIVEKIT_SERVER"];
  if (named !== undefined && named !== "") return named;
  const installed = join(import.meta.dirname, "../../.acd/bin/livekit-server");
  const onPath = (process.env["PATH"] ?? "").split(delimiter).map((folder) => join(folder, "livekit-server"));
  const found = [installed, ...onPath].find(isProgram);
  if (found === undefined) {
    throw new Error(
      "no livekit-server: set ACD_LIVEKIT_SERVER, or run `npm start` once, which installs it, or put it on PATH",
    );
  }
  return found;
}

function isProgram(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

async function answers(url: string, server: ChildProcess): Promise<void> {
  const deadline = Date.now() + startUpWait;
  for (;;) {
    if (server.exitCode !== null || server.signalCode !== null) throw new Error("it ended");
    const answer = await fetch(url).catch(() => undefined);
    if (answer?.ok === true) return;
    if (Date.now() > deadline) throw new Error("it does not answer");
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

function end(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return Promise.resolve();
  return new Promise((resolve) => {
    child.once("exit", () => resolve());
    child.kill("SIGKILL"); // a polite end waits for rooms to empty
  });
}
