/** The store of an actor without rows: its latest turn is one value. No table is made, because calls are made and forgotten by the million. */
import { archiveKept, type TurnStore } from "./store.ts";

/** The part of a Durable Object's `storage.kv` that is needed. What is put within one synchronous turn is written together. */
export interface Values {
  get(key: string): string | undefined;
  put(key: string, value: string): void;
  delete(key: string): unknown;
  /** In the order of the keys. */
  list(options: { readonly prefix: string; readonly end?: string }): Iterable<[string, string]>;
}

const turn = "turn";
const moments = "moments/";
const placeOf = (seq: number): string => moments + String(Math.max(0, seq)).padStart(16, "0");

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

    archive(fromSeq, json) {
      values.put(placeOf(fromSeq), json);
      const old = Array.from(values.list({ prefix: moments, end: placeOf(fromSeq - archiveKept) }), ([key]) => key);
      for (const key of old) values.delete(key);
    },

    archived: () => Array.from(values.list({ prefix: moments }), ([, json]) => json),

    clear() {
      const past = Array.from(values.list({ prefix: moments }), ([key]) => key);
      for (const key of past) values.delete(key);
      values.delete(turn);
    },
  };
}
