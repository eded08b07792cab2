/** The HTTP side as a process of its own: the same app, which reaches the actors through their entry point alone. */
import { env, exports } from "cloudflare:workers";
import { expect, it } from "vitest";
import { actorBindings, type ActorsAfar } from "../../actors/afar.ts";
import front from "../../src/worker.ts";
import type { ToConsole } from "../../src/protocol/console.ts";
import { directory } from "./actors.ts";

const origin = "http://acd.test";
const at = `${origin}/v1/applications/afar`;

// As `src/worker.ts` exports it; the local stack offers it on a socket (stack/steps/workerd-configuration.ts).
const { ActorsEntrypoint: actors } = exports as unknown as { ActorsEntrypoint: ActorsAfar };

/** What the process without actors is bound to. */
const withoutActors = {
  ...Object.fromEntries(Object.entries(env).filter(([name]) => !actorBindings.some((binding) => binding === name))),
  ACTORS: actors,
} as unknown as Parameters<typeof front.fetch>[1]; // the text bindings of wrangler.toml

const ask = async (method: string, url: string, body?: object, headers: Record<string, string> = {}) =>
  front.fetch(
    new Request(url, {
      method,
      headers: { authorization: "Bearer an-admin-key-for-tests", "content-type": "application/json", ...headers },
      ...(body !== undefined && { body: JSON.stringify(body) }),
    }),
    withoutActors,
  );

it("[S20] the HTTP side asks actors in another process, methods and sockets, as if they were its own", async () => {
  for (const [path, body] of [
    ["", { name: "Afar" }],
    ["/operators/anna", { name: "Anna", password: "password of anna" }],
  ] as const)
    expect((await ask("PUT", at + path, body)).status).toBe(201);
  expect(await directory("afar/directory").get("application", "afar")).toMatchObject({ name: "Afar" });
  expect((await ask("PUT", at, {})).status).toBe(422);

  const session = await ask("POST", `${at}/sessions`, { operator: "anna", password: "password of anna" });
  const { token } = (await session.json()) as { token: string };
  const { status, webSocket } = await ask("GET", `${at}/console?tab=one`, undefined, {
    upgrade: "websocket",
    "sec-websocket-protocol": `acd.console.v1, ${token}`,
    origin,
  });
  expect(status).toBe(101);
  const view = await new Promise<ToConsole>((resolve) => {
    webSocket?.addEventListener("message", ({ data }) => resolve(JSON.parse(String(data)) as ToConsole));
    webSocket?.accept();
  });
  expect(view).toMatchObject({ type: "view", view: { operatorId: "anna" } });
  webSocket?.close();
});

it("[S20] the entry point takes requests for actors alone", async () => {
  for (const addressee of ["", "ASSETS web", "toString x"]) {
    const headers = { "acd-actor": addressee };
    expect((await actors.fetch(new Request(origin, { headers }))).status).toBe(404);
  }
});
