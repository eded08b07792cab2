import type { ChildProcess } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { freePorts } from "../../stack/ports.ts";
import { listens } from "../../stack/ready.ts";
import type { Ports } from "../../stack/settings.ts";
import { npmStart } from "../support/npm-start.ts";
import { startStack } from "../support/stack.ts";

let ports: Ports;
let folder: string;
const started: ChildProcess[] = [];

beforeAll(async () => {
  ports = await freePorts();
  folder = mkdtempSync(join(tmpdir(), "acd-start-"));
});
afterAll(() => {
  for (const one of started) one.kill("SIGKILL");
  rmSync(folder, { recursive: true, force: true });
});

const start = () => npmStart({ ports, data: folder, began: (process) => started.push(process) });

async function openPorts(): Promise<string[]> {
  const open = await Promise.all(
    (["http", "livekit", "sip", "sipApi"] as const).map(async (which) =>
      (await listens(ports[which])) ? [which] : [],
    ),
  );
  return open.flat();
}

const demoQueue = async (): Promise<unknown> => {
  const { adminKey } = JSON.parse(readFileSync(join(folder, "secrets.json"), "utf8")) as { adminKey: string };
  const response = await fetch(`http://127.0.0.1:${ports.http}/v1/applications/callcenter/queues/MainQueue`, {
    headers: { authorization: `Bearer ${adminKey}` },
  });
  return response.json();
};

const logins = (said: string): string[] => said.match(/(operator1|operator2|supervisor1|admin) +\S+-\S+-\S+$/gm) ?? [];

describe("npm start", () => {
  it("[S17] ends with a call centre that works, and Ctrl-C with nothing", async () => {
    const { process: supervisor, said } = await start();
    for (const page of ["", "operator", "supervisor", "admin", "call", "docs", "healthz", "readyz"]) {
      const response = await fetch(`http://127.0.0.1:${ports.http}/${page}`);
      expect([page, response.status]).toEqual([page, 200]);
    }
    expect(said()).toContain(`sip:+74951234567@127.0.0.1:${ports.sip}`);
    expect(logins(said())).toHaveLength(4);
    expect(await demoQueue()).toMatchObject({ id: "MainQueue" });
    expect(await openPorts()).toEqual(["http", "livekit", "sip", "sipApi"]);

    supervisor.kill("SIGINT");
    expect((await once(supervisor, "exit"))[0]).toBe(0);
    expect(await openPorts()).toEqual([]);
  });

  it("[S17] finds its data at the second start, also after everything was killed", async () => {
    const first = await start();
    const before = await demoQueue();
    first.process.kill("SIGKILL");
    await once(first.process, "exit");

    const second = await start();
    expect(await demoQueue()).toEqual(before);
    expect(logins(second.said())).toEqual(logins(first.said()));
    second.process.kill("SIGTERM");
    expect((await once(second.process, "exit"))[0]).toBe(0);
    expect(await openPorts()).toEqual([]);
  });
});

it("[S16] wrangler dev serves the same call centre", async () => {
  const stack = await startStack({ runtime: "wrangler" });
  try {
    const response = await fetch(`${stack.url}/v1/applications/callcenter/queues/MainQueue`, {
      headers: { authorization: `Bearer ${stack.adminKey}` },
    });
    expect(await response.json()).toMatchObject({ id: "MainQueue" });
  } finally {
    await stack.stop();
  }
});
