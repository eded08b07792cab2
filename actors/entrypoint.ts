/** Where the HTTP side in another process asks for actors (`afar.ts`). */
import { WorkerEntrypoint } from "cloudflare:workers";
import { actorBindings, addressee, type ActorBinding, type ActorsAfar, type Outcome, type Question } from "./afar.ts";
import { isAway } from "../src/protocol/actors.ts";

type Method = (...args: readonly unknown[]) => unknown;

/** An actor from outside: methods, and `fetch` for sockets. Which there are their ports say; here they pass by name. */
type Stub = Readonly<Record<string, Method>>;

type Namespaces = Readonly<Record<ActorBinding, { getByName(name: string): Stub }>>;

/** Whoever reaches the socket may ask everything: it lies in a folder that belongs to the user alone. */
export class ActorsEntrypoint extends WorkerEntrypoint<Namespaces> implements ActorsAfar {
  ask(questions: readonly Question[]): Promise<readonly Outcome[]> {
    return Promise.all(questions.map((question) => this.#ask(question)));
  }

  async #ask({ binding, name, method, args }: Question): Promise<Outcome> {
    try {
      const stub = this.env[binding].getByName(name);
      // Waited for here: handed on as it is, it would be held open as something of which more can be asked. Not taken out of the stub first: its methods belong to it.
      return { value: await stub[method]?.(...args) };
    } catch (error) {
      return { error, retryable: isAway(error) };
    }
  }

  async pulse(): Promise<void> {
    // Being answered is all there is to it.
  }

  override async fetch(request: Request): Promise<Response> {
    const [binding = "", name = ""] = request.headers.get(addressee)?.split(" ") ?? [];
    if (!isBinding(binding)) return new Response(null, { status: 404 });
    const stub = this.env[binding].getByName(name);
    return (await stub["fetch"]?.(request)) as Response; // every actor stub has it
  }
}

const isBinding = (name: string): name is ActorBinding => actorBindings.some((binding) => binding === name);
