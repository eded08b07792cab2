/** The HTTP side as a process of its own: the same app, which reaches the actors through their entry point alone. */
import { env, exports } from "cloudflare:workers";
import { expect, it } from "vitest";
import { actorBindings, bindingsAfar, type ActorsAfar, type Question } from "../../actors/afar.ts";
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

it("[S20] what is asked in one go goes across as one message, and each question has an answer or a fault of its own", async () => {
  const broken = Object.assign(new Error("broken"), { retryable: true });
  const messages: (readonly Question[])[] = [];
  const far: ActorsAfar = {
    async ask(questions) {
      messages.push(questions);
      if (questions.some(({ method }) => method === "gone")) throw broken;
      return questions.map(({ name, method, args }) => {
        if (method === "wrong") return { error: new Error("wrong"), retryable: false };
        if (method === "broken") return { error: new Error("broken"), retryable: true };
        return { value: [name, method, ...args] };
      });
    },
    pulse: async () => undefined,
    fetch: async () => new Response(null),
  };
  interface Stub {
    readonly read: (of: number) => Promise<unknown>;
    readonly wrong: () => Promise<unknown>;
    readonly broken: () => Promise<unknown>;
    readonly gone: () => Promise<unknown>;
  }
  const { QUEUE } = bindingsAfar({}, far) as { readonly QUEUE: { getByName(name: string): Stub } };
  const [a, b] = [QUEUE.getByName("a"), QUEUE.getByName("b")];
  const [first, wrong, unreached, last] = await Promise.allSettled([a.read(1), b.wrong(), a.broken(), b.read(2)]);
  expect(messages).toHaveLength(1);
  expect([first, last]).toMatchObject([{ value: ["a", "read", 1] }, { value: ["b", "read", 2] }]);
  expect(wrong).toMatchObject({ reason: { message: "wrong" } });
  expect(unreached).toMatchObject({ reason: { message: "broken", retryable: true } });
  expect(await a.read(3)).toEqual(["a", "read", 3]);
  expect(messages).toHaveLength(2);
  await expect(Promise.all([a.gone(), b.read(4)])).rejects.toBe(broken);
  // What becomes of a real one.
  const real = bindingsAfar({}, actors) as { readonly DIRECTORY: { getByName(name: string): { nonsense(): unknown } } };
  await expect(real.DIRECTORY.getByName("afar/directory").nonsense()).rejects.toThrow("nonsense");
});
