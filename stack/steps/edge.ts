/** The edge app under workerd, the open-source runtime of Cloudflare Workers, with the actors' state on disk. */
import { cpSync, existsSync, globSync, rmSync, writeFileSync } from "node:fs";
import { join, relative } from "node:path";
import { answersOk } from "../ready.ts";
import type { ChildSpec } from "../supervisor.ts";
import { Trouble } from "../trouble.ts";
import type { Built } from "./build.ts";
import { workerdConfiguration, type WorkerdSetup } from "./workerd-configuration.ts";
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
 * The edge app's processes, in the order in which they need each other: the actors, and the HTTP side, which asks them. Each has a thread
 * of its own, and either may die without the other (docs/decisions/0027).
 */
export function workerdChildren(setup: EdgeSetup): ChildSpec[] {
  const { folder } = setup;
  const file = join(folder.run, "actors.sock");
  // The shortest way to say it: a socket's path may have some hundred characters.
  const socket = relative(folder.path, file);
  return [
    {
      ...workerdChild("actors", setup, { actors: { state: folder.state }, socket }, async () => existsSync(file)),
      // It leaves its socket, which would pass for a sign of life of the next, and which workerd does not replace.
      clear: () => rmSync(file, { force: true }),
    },
    workerdChild("front", setup, { front: frontOf(setup), socket }, healthOf(setup)),
  ];
}

/** The same in one process, for who looks at all of it at once. */
export const workerdInOne = (setup: EdgeSetup): ChildSpec =>
  workerdChild("workerd", setup, { actors: { state: setup.folder.state }, front: frontOf(setup) }, healthOf(setup));

/** The pages are a copy of what was built, so that a later build changes nothing under a running server; likewise the worker. */
function frontOf({ built, folder, port }: EdgeSetup): { readonly address: string; readonly pages: string } {
  const pages = join(folder.app, "web");
  rmSync(pages, { recursive: true, force: true });
  cpSync(built.web, pages, { recursive: true });
  return { address: `127.0.0.1:${port}`, pages };
}

const healthOf =
  ({ port }: EdgeSetup) =>
  (): Promise<boolean> =>
    answersOk(`http://127.0.0.1:${port}/healthz`);

/** Variables go through the environment: no secret is written into the configuration. */
function workerdChild(
  name: string,
  { project, built, folder, variables }: EdgeSetup,
  sides: Pick<WorkerdSetup, "front" | "actors" | "socket">,
  ready: () => Promise<boolean>,
): ChildSpec {
  cpSync(built.worker, join(folder.app, "worker.js"));
  const configuration = join(folder.app, `${name}.capnp`);
  const localWebhooks = variables.ACD_LOCAL_WEBHOOKS !== "";
  writeFileSync(configuration, workerdConfiguration({ ...sides, variables: Object.keys(variables), localWebhooks }));
  return {
    name,
    command: workerdProgram(project),
    args: ["serve", configuration],
    folder: folder.path,
    env: variables,
    ready,
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
