/**
 * Actors in other processes. workerd does all of one process in one thread; on a machine of one's own the HTTP side, what goes on and what is kept
 * are therefore processes of their own, and ask each other across sockets (docs/decisions/0027); the other end is `entrypoint.ts`. On Cloudflare, where
 * each actor and each request has a thread somewhere, nobody asks so.
 */
/**
 * The processes that actors live in on a machine of one's own, and what each is bound as, here as in wrangler.toml: what goes on, and what is kept.
 * A report, or a long list, then holds no call up.
 */
export const actorHomes = {
  CALLS: ["CALL", "QUEUE", "OPERATOR", "MEDIA", "LIVE", "PATROL"],
  BOOKS: ["DIRECTORY", "LEDGER", "WEBHOOK", "SOUND", "SCHEDULES"],
} as const;

type ActorHome = keyof typeof actorHomes;
export type ActorBinding = (typeof actorHomes)[ActorHome][number];

/** The other processes that a process is bound to; none on Cloudflare. */
export type Neighbours = { readonly [Home in ActorHome]?: ActorsAfar };

/** Names the actor that a request across the socket is for: its binding, a space, its name. */
export const addressee = "acd-actor";

/** What the process with the actors answers to. */
export interface ActorsAfar {
  /** Calls an actor's method. */
  ask(binding: ActorBinding, name: string, method: string, args: readonly unknown[]): Promise<unknown>;
  /** Answers nothing, as soon as it is its turn: late when the actors have much to do. */
  pulse(): Promise<void>;
  fetch(request: Request): Promise<Response>;
}

/** What a process is bound to, and in the place of actors that live elsewhere such as ask across. */
export function reaching<Env extends object>(env: Env & Neighbours): Env {
  const known = reached.get(env);
  if (known !== undefined) return known as Env; // of this very `env`
  const all: Record<string, unknown> = { ...env };
  for (const [home, bindings] of Object.entries(actorHomes)) {
    const actors = env[home as ActorHome]; // Object.entries forgets the keys
    if (actors === undefined) continue;
    for (const binding of bindings) all[binding] = { getByName: (name: string) => stubAfar(actors, binding, name) };
  }
  reached.set(env, all);
  return all as Env; // with the same names
}

/** Every actor asks when it comes into being. */
const reached = new WeakMap<object, object>();

function stubAfar(actors: ActorsAfar, binding: ActorBinding, name: string): object {
  const fetch = (request: Request): Promise<Response> => {
    const headers = new Headers(request.headers);
    headers.set(addressee, `${binding} ${name}`);
    return actors.fetch(new Request(request, { headers }));
  };
  return new Proxy(
    { fetch },
    {
      get(own, method) {
        if (method === "fetch") return own.fetch;
        // Nobody who waits for what holds a stub is to take the stub itself for a promise.
        if (typeof method === "symbol" || method === "then") return undefined;
        return (...args: readonly unknown[]) => actors.ask(binding, name, method, args);
      },
    },
  );
}
