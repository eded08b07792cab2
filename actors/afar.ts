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

/** A call of an actor's method. */
export interface Question {
  readonly binding: ActorBinding;
  readonly name: string;
  readonly method: string;
  readonly args: readonly unknown[];
}

/** `retryable`: the platform's mark of an actor that was found broken, which an error that is passed on as a value would lose. */
export type Outcome = { readonly value: unknown } | { readonly error: unknown; readonly retryable: boolean };

/** What the process with the actors answers to. */
export interface ActorsAfar {
  /** Calls actors' methods, all at once. The outcomes in the order of the questions. */
  ask(questions: readonly Question[]): Promise<readonly Outcome[]>;
  /** Answers nothing, as soon as it is its turn: late when the actors have much to do. */
  pulse(): Promise<void>;
  fetch(request: Request): Promise<Response>;
}

/** What the HTTP side is bound to, and in the place of the actors' bindings such that ask across. */
export function bindingsAfar<Env extends object>(env: Env, actors: ActorsAfar): Env {
  const way = new Way(actors);
  const namespaces = actorBindings.map(
    (binding) => [binding, { getByName: (name: string) => stubAfar(way, binding, name) }] as const,
  );
  return { ...env, ...Object.fromEntries(namespaces) };
}

/** The way across. What somebody asks in one go goes as one message: each costs both sides a fifth of a millisecond and more. */
class Way {
  readonly actors: ActorsAfar;
  #asked: { readonly question: Question; readonly settle: PromiseWithResolvers<unknown> }[] = [];

  constructor(actors: ActorsAfar) {
    this.actors = actors;
  }

  ask(question: Question): Promise<unknown> {
    const settle = Promise.withResolvers<unknown>();
    this.#asked.push({ question, settle });
    if (this.#asked.length === 1) queueMicrotask(() => void this.#send());
    return settle.promise;
  }

  async #send(): Promise<void> {
    const asked = this.#asked;
    this.#asked = [];
    try {
      const outcomes = await this.actors.ask(asked.map(({ question }) => question));
      for (const [index, outcome] of outcomes.entries()) {
        if ("value" in outcome) asked[index]?.settle.resolve(outcome.value);
        else asked[index]?.settle.reject(faultOf(outcome));
      }
    } catch (error) {
      for (const { settle } of asked) settle.reject(error);
    }
  }
}

const faultOf = ({ error, retryable }: Extract<Outcome, { readonly error: unknown }>): unknown =>
  retryable && error instanceof Error ? Object.assign(error, { retryable }) : error;

function stubAfar(way: Way, binding: ActorBinding, name: string): object {
  const fetch = (request: Request): Promise<Response> => {
    const headers = new Headers(request.headers);
    headers.set(addressee, `${binding} ${name}`);
    return way.actors.fetch(new Request(request, { headers }));
  };
  return new Proxy(
    { fetch },
    {
      get(own, method) {
        if (method === "fetch") return own.fetch;
        // Nobody who waits for what holds a stub is to take the stub itself for a promise.
        if (typeof method === "symbol" || method === "then") return undefined;
        return (...args: readonly unknown[]) => way.ask({ binding, name, method, args });
      },
    },
  );
}
