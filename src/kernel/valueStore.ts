/** The store of an actor without rows: its latest turn is one value. No table is made, because calls are made and forgotten by the million. */
import { archiveKept, type Past, type TurnStore } from "./store.ts";

/** The part of a Durable Object's `storage.kv` that is needed. What is put within one synchronous turn is written together. */
export interface Values {
  get(key: string): string | undefined;
  put(key: string, value: string): void;
  delete(key: string): unknown;
  /** In the order of the keys. */
  list(options: { readonly prefix: string; readonly end?: string }): Iterable<[string, string]>;
}

const turn = "turn";
const pasts: readonly Past[] = ["moments", "inputs"];
const placeOf = (past: Past, seq: number): string => `${past}/${String(Math.max(0, seq)).padStart(16, "0")}`;

export function valueTurnStore(values: Values): TurnStore {
  return {
    load() {
      const core = values.get(turn);
      return core === undefined ? undefined : { core, rows: new Map() };
    },

    save(core, changes) {
      if (changes.size > 0) throw new Error("An actor with rows needs the journal store.");
      values.put(turn, core);
    },

    archive(past, fromSeq, json) {
      values.put(placeOf(past, fromSeq), json);
      const end = placeOf(past, fromSeq - archiveKept);
      const old = Array.from(values.list({ prefix: `${past}/`, end }), ([key]) => key);
      for (const key of old) values.delete(key);
    },

    archived: (past) => Array.from(values.list({ prefix: `${past}/` }), ([, json]) => json),

    clear() {
      const all = pasts.flatMap((past) => Array.from(values.list({ prefix: `${past}/` }), ([key]) => key));
      for (const key of all) values.delete(key);
      values.delete(turn);
    },
  };
}
