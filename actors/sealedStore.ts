/**
 * What actors write of their turns, sealed: calls, queues and operators have callers' numbers in them for as long as they need them, and what has been deleted
 * or written over may lie in the file for long after. What an older version has written is read as it is.
 */
import { valueTurnStore, type TurnStore, type Values, type Wrapping } from "../src/kernel/index.ts";
import { partsOfActorName } from "../src/protocol/actors.ts";
import { sealOf } from "../src/sealed/index.ts";

export function sealedFor(ctx: DurableObjectState, key: string): Wrapping {
  const seal = sealOf(key);
  const { application, id } = partsOfActorName(ctx.id.name ?? "");
  const place = { application, kind: "turns", id };
  return {
    wrap: (text) => seal.sealBytes(text, place),
    unwrap(kept) {
      if (kept instanceof ArrayBuffer) return seal.openBytes(new Uint8Array(kept), place);
      return kept instanceof Uint8Array ? seal.openBytes(kept, place) : String(kept);
    },
  };
}

/** The store of an actor without rows. */
export const sealedTurnStore = (ctx: DurableObjectState, key: string): TurnStore =>
  valueTurnStore(wrapped(ctx.storage.kv, sealedFor(ctx, key)));

const wrapped = (values: SyncKvStorage, { wrap, unwrap }: Wrapping): Values => ({
  get(key) {
    const kept = values.get(key);
    return kept === undefined ? undefined : unwrap(kept);
  },
  put: (key, text) => values.put(key, wrap(text)),
  delete: (key) => values.delete(key),
  list: (options) => Array.from(values.list(options), ([key, kept]): [string, string] => [key, unwrap(kept)]),
});
