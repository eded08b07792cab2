/**
 * Actors in another process. workerd does all of one process in one thread; on a machine of one's own the HTTP side therefore runs in a
 * process of its own, and asks the actors across a socket (docs/decisions/0027); the other end is `entrypoint.ts`. On Cloudflare, where each actor and each request
 * has a thread somewhere, nobody asks so.
 */
/** What actors are bound as, here as in wrangler.toml. */
export const actorBindings = [
  "CALL",
  "QUEUE",
  "OPERATOR",
  "DIAL",
  "DIRECTORY",
  "LEDGER",
  "LEDGER_MONTH",
  "LIVE",
  "WEBHOOK",
  "SOUND",
  "SCHEDULES",
  "MEDIA",
  "PATROL",
] as const;

export type ActorBinding = (typeof actorBindings)[number];

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

/** What the HTTP side is bound to, and in the place of the actors' bindings such that ask across. */
export function bindingsAfar<Env extends object>(env: Env, actors: ActorsAfar): Env {
  const namespaces = actorBindings.map(
    (binding) => [binding, { getByName: (name: string) => stubAfar(actors, binding, name) }] as const,
  );
  return { ...env, ...Object.fromEntries(namespaces) };
}

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
