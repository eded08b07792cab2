/** The actors as the tests see them: what they answer to, and as the stubs that `cloudflare:test` works with. */
import { env } from "cloudflare:workers";
import type { Directory, RootDirectory } from "../../src/directory/port.ts";
import type { Webhook } from "../../src/webhooks/port.ts";
import type { Month } from "../../src/ledger/month.ts";
import type { Ledger } from "../../src/ledger/port.ts";
import type { Patrol } from "../../src/http/ports.ts";
import type { Dialler } from "../../src/protocol/callback.ts";
import type { CallPort, MediaPort, OperatorPort, QueuePort } from "../../src/protocol/actors.ts";

type Named<Port> = { getByName(name: string): Port & DurableObjectStub };

interface Bindings {
  readonly DIRECTORY: Named<Directory & RootDirectory>;
  readonly LEDGER: Named<Ledger>;
  readonly LEDGER_MONTH: Named<Month>;
  readonly PATROL: Named<Patrol>;
  readonly QUEUE: Named<QueuePort>;
  readonly OPERATOR: Named<OperatorPort>;
  readonly CALL: Named<CallPort>;
  readonly DIAL: Named<Dialler>;
  readonly MEDIA: Named<MediaPort>;
  readonly WEBHOOK: Named<Webhook>;
}

const bindings = env as unknown as Bindings; // wrangler.toml binds these names, and the classes behind them answer to these ports

export const directory = (name: string) => bindings.DIRECTORY.getByName(name);
export const ledger = (name: string) => bindings.LEDGER.getByName(name);
export const ledgerMonth = (name: string) => bindings.LEDGER_MONTH.getByName(name);
export const patrol = (name: string) => bindings.PATROL.getByName(name);
export const queue = (name: string) => bindings.QUEUE.getByName(name);
export const operator = (name: string) => bindings.OPERATOR.getByName(name);
export const media = (name: string) => bindings.MEDIA.getByName(name);
export const webhook = (name: string) => bindings.WEBHOOK.getByName(name);
export const dial = (name: string) => bindings.DIAL.getByName(name);
export const call = (name: string) => bindings.CALL.getByName(name);
