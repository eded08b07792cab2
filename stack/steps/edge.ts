/** The edge app under workerd, the open-source runtime of Cloudflare Workers, with the actors' state on disk. */
import { cpSync, globSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { answersOk } from "../ready.ts";
import type { ChildSpec } from "../supervisor.ts";
import { Trouble } from "../trouble.ts";
import type { Built } from "./build.ts";
import { workerdConfiguration } from "./workerd-configuration.ts";
import type { EdgeVariables } from "./edge-variables.ts";
import type { StateFolder } from "./state-folder.ts";

export interface EdgeSetup {
  readonly project: string;
  readonly built: Built;
  readonly folder: StateFolder;
  readonly port: number;
  readonly variables: EdgeVariables;
}

/**
 * What is served is a copy of what was built, so that a later build changes nothing under a running server.
 * Variables go through the environment: no secret is written into the configuration.
 */
export function workerdChild({ project, built, folder, port, variables }: EdgeSetup): ChildSpec {
  const pages = join(folder.app, "web");
  rmSync(pages, { recursive: true, force: true });
  cpSync(built.web, pages, { recursive: true });
  cpSync(built.worker, join(folder.app, "worker.js"));
  const configuration = join(folder.app, "acd.capnp");
  writeFileSync(
    configuration,
    workerdConfiguration({
      address: `127.0.0.1:${port}`,
      variables: Object.keys(variables),
      state: folder.state,
      pages,
      localWebhooks: variables.ACD_LOCAL_WEBHOOKS !== "",
    }),
  );
  return {
    name: "workerd",
    command: workerdProgram(project),
    args: ["serve", configuration],
    env: variables,
    ready: () => answersOk(`http://127.0.0.1:${port}/healthz`),
    readyWithin: 20_000,
    restart: "at once",
  };
}

/** The platform's own program, not the npm shim around it, so that signals reach it. */
function workerdProgram(project: string): string {
  const [program] = globSync("node_modules/@cloudflare/workerd-*/bin/workerd*", { cwd: project });
  if (program === undefined) throw new Trouble("workerd is not installed for this kind of machine.");
  return join(project, program);
}

/** `wrangler dev` in workerd's place, with the same port and variables and a database of its own. */
export function wranglerChild({ project, folder, port, variables }: EdgeSetup): ChildSpec {
  const secrets = join(folder.app, "wrangler.env");
  const lines = Object.entries(variables).map(([name, value]) => `${name}=${JSON.stringify(value)}`);
  writeFileSync(secrets, `${lines.join("\n")}\n`, { mode: 0o600 });
  return {
    name: "wrangler",
    command: process.execPath,
    args: [
      join(project, "node_modules/wrangler/bin/wrangler.js"),
      "dev",
      "--local",
      `--config=${join(project, "wrangler.toml")}`,
      "--ip=127.0.0.1",
      `--port=${port}`,
      "--inspector-port=0",
      `--persist-to=${join(folder.path, "wrangler")}`,
      `--env-file=${secrets}`,
      "--show-interactive-dev-session=false",
    ],
    env: {
      CI: "1",
      WRANGLER_SEND_METRICS: "false",
      WRANGLER_SEND_ERROR_REPORTS: "false",
      WRANGLER_HIDE_BANNER: "true",
      CLOUDFLARE_CF_FETCH_ENABLED: "false",
      // Its trace store makes each hop between actors 25 times slower.
      X_LOCAL_OBSERVABILITY: "false",
    },
    ready: () => answersOk(`http://127.0.0.1:${port}/healthz`),
    readyWithin: 60_000,
    restart: "at once",
  };
}
