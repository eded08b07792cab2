/** What webhooks can reach under workerd as the local stack configures it: a name that leads to this machine, and a server of this machine. */
import { spawn, type ChildProcess } from "node:child_process";
import { globSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, it } from "vitest";
import { actorClasses, workerdConfiguration } from "../../stack/steps/workerd-configuration.ts";

const project = join(import.meta.dirname, "../..");

/** In the place of the edge app: posts where it is told to, by the network of webhooks or by its own, and says what came of it. */
const worker = `
import { DurableObject } from "cloudflare:workers";
${Object.values(actorClasses)
  .map((name) => `export class ${name} extends DurableObject {}`)
  .join("\n")}
export default {
  async fetch(request, env) {
    const { searchParams } = new URL(request.url);
    const network = searchParams.get("by") === "webhooks" ? env.WEBHOOKS : globalThis;
    try {
      return new Response(String((await network.fetch(searchParams.get("to"), { method: "POST", body: "{}" })).status));
    } catch {
      return new Response("not reached");
    }
  },
};
`;

let folder: string;
let server: Server;
let workerd: ChildProcess;
let reached: number;
let at: string;

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), "webhooks-"));
  reached = 0;
  server = createServer((_, answer) => {
    reached += 1;
    answer.writeHead(204).end();
  });
  await new Promise<void>((resolve) => server.listen({ port: 0, host: "127.0.0.1" }, resolve));
});

afterEach(async () => {
  const gone = new Promise((resolve) => workerd.once("exit", resolve));
  workerd.kill("SIGKILL");
  await gone;
  server.close();
  rmSync(folder, { recursive: true, force: true });
});

async function start(localWebhooks: boolean): Promise<void> {
  for (const name of ["state", "pages"]) mkdirSync(join(folder, name));
  writeFileSync(join(folder, "worker.js"), worker);
  const [state, pages] = [join(folder, "state"), join(folder, "pages")];
  const configuration = join(folder, "acd.capnp");
  const setup = { front: { address: "127.0.0.1:0", pages }, actors: { state }, variables: [], localWebhooks };
  writeFileSync(configuration, workerdConfiguration(setup));
  const [program = ""] = globSync("node_modules/@cloudflare/workerd-*/bin/workerd*", { cwd: project });
  workerd = spawn(join(project, program), ["serve", "--control-fd=3", configuration], {
    stdio: ["ignore", "ignore", "ignore", "pipe"],
  });
  at = await new Promise((resolve) => {
    workerd.stdio[3]?.once("data", (said: Buffer) => {
      const { port } = JSON.parse(String(said).split("\n")[0] ?? "") as { port: number }; // workerd's own form
      resolve(`http://127.0.0.1:${port}`);
    });
  });
}

const post = async (by: "webhooks" | "app", host: string): Promise<string> => {
  const { port } = server.address() as AddressInfo; // of a server that listens on a port
  const to = encodeURIComponent(`http://${host}:${port}/`);
  return (await fetch(`${at}/?by=${by}&to=${to}`)).text();
};

it("[A82] a name that resolves to this machine is not reached by webhooks, though the app itself reaches it", async () => {
  await start(false);
  expect(await post("app", "localhost")).toBe("204");
  expect(reached).toBe(1);
  for (const host of ["localhost", "127.0.0.1", "[::ffff:127.0.0.1]"])
    expect(await post("webhooks", host)).toBe("not reached");
  expect(reached).toBe(1);
});

it("[A82] with the setting of the local stack it is", async () => {
  await start(true);
  expect(await post("webhooks", "localhost")).toBe("204");
  expect(reached).toBe(1);
});
