/** The actors as the tests see them: what they answer to, and as the stubs that `cloudflare:test` works with. */
import { env } from "cloudflare:workers";
import type { Directory, RootDirectory } from "../../src/directory/port.ts";
import type { Ledger } from "../../src/ledger/port.ts";
import type { Patrol } from "../../src/http/ports.ts";
import type { CallPort, MediaPort, OperatorPort, QueuePort } from "../../src/protocol/actors.ts";

interface Bindings {
  readonly DIRECTORY: DurableObjectNamespace;
  readonly LEDGER: DurableObjectNamespace;
  readonly PATROL: DurableObjectNamespace;
  readonly QUEUE: DurableObjectNamespace;
  readonly OPERATOR: DurableObjectNamespace;
  readonly CALL: DurableObjectNamespace;
  readonly MEDIA: DurableObjectNamespace;
}

const bindings = env as unknown as Bindings; // wrangler.toml binds these names

const named =
  <Port>(binding: keyof Bindings) =>
  (name: string): Port & DurableObjectStub =>
    bindings[binding].getByName(name) as unknown as Port & DurableObjectStub; // the class behind the binding answers to this port

export const directory = named<Directory & RootDirectory>("DIRECTORY");
export const ledger = named<Ledger>("LEDGER");
export const patrol = named<Patrol>("PATROL");
export const queue = named<QueuePort>("QUEUE");
export const operator = named<OperatorPort>("OPERATOR");
export const call = named<CallPort>("CALL");
export const media = named<MediaPort>("MEDIA");
