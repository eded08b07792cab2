/** The trunks and dispatch rules, kept in a file so that a restart forgets no number. */
import { closeSync, fsyncSync, mkdirSync, openSync, readFileSync, renameSync, writeSync } from "node:fs";
import { join } from "node:path";
import { SIPDispatchRuleInfo, SIPInboundTrunkInfo, SIPOutboundTrunkInfo } from "@livekit/protocol";
import * as z from "zod";

const message = z.record(z.string(), z.json());
const contents = z.object({
  trunks: z.array(message),
  rules: z.array(message),
  outboundTrunks: z.array(message).default([]),
});

interface Kept {
  readonly trunks: readonly SIPInboundTrunkInfo[];
  readonly rules: readonly SIPDispatchRuleInfo[];
  readonly outboundTrunks: readonly SIPOutboundTrunkInfo[];
}

export class DispatchStore {
  readonly #file: string;
  #kept: Kept = { trunks: [], rules: [], outboundTrunks: [] };

  /** Reads what was kept. Throws when the file is there but is not ours to read: better no start than numbers silently lost. */
  constructor(folder: string) {
    mkdirSync(folder, { recursive: true });
    this.#file = join(folder, "sip.json");
    const text = readIfThere(this.#file);
    if (text === undefined) return;
    const { trunks, rules, outboundTrunks } = contents.parse(JSON.parse(text));
    const options = { ignoreUnknownFields: true };
    this.#kept = {
      trunks: trunks.map((each) => SIPInboundTrunkInfo.fromJson(each, options)),
      rules: rules.map((each) => SIPDispatchRuleInfo.fromJson(each, options)),
      outboundTrunks: outboundTrunks.map((each) => SIPOutboundTrunkInfo.fromJson(each, options)),
    };
  }

  /** Those that calls come in by. */
  get trunks(): readonly SIPInboundTrunkInfo[] {
    return this.#kept.trunks;
  }

  /** Those that calls are placed by. */
  get outboundTrunks(): readonly SIPOutboundTrunkInfo[] {
    return this.#kept.outboundTrunks;
  }

  get rules(): readonly SIPDispatchRuleInfo[] {
    return this.#kept.rules;
  }

  /** Adds the trunk, or puts it in the place of the one with its id. */
  putTrunk(trunk: SIPInboundTrunkInfo): void {
    this.#keep({ trunks: put(this.trunks, trunk, (each) => each.sipTrunkId) });
  }

  putOutboundTrunk(trunk: SIPOutboundTrunkInfo): void {
    this.#keep({ outboundTrunks: put(this.outboundTrunks, trunk, (each) => each.sipTrunkId) });
  }

  /** Of either kind. */
  removeTrunk(id: string): void {
    this.#keep({
      trunks: this.trunks.filter((each) => each.sipTrunkId !== id),
      outboundTrunks: this.outboundTrunks.filter((each) => each.sipTrunkId !== id),
    });
  }

  putRule(rule: SIPDispatchRuleInfo): void {
    this.#keep({ rules: put(this.rules, rule, (each) => each.sipDispatchRuleId) });
  }

  removeRule(id: string): void {
    this.#keep({ rules: this.rules.filter((each) => each.sipDispatchRuleId !== id) });
  }

  /** On disk first, then in memory: what has been answered "done" survives a crash. */
  #keep(changed: Partial<Kept>): void {
    const kept = { ...this.#kept, ...changed };
    const json = Object.fromEntries(
      Object.entries(kept).map(([kind, items]) => [kind, items.map((each) => each.toJson())]),
    );
    replaceFile(this.#file, JSON.stringify(json, undefined, 2));
    this.#kept = kept;
  }
}

function put<Item>(items: readonly Item[], item: Item, idOf: (item: Item) => string): readonly Item[] {
  const at = items.findIndex((each) => idOf(each) === idOf(item));
  return at < 0 ? [...items, item] : items.with(at, item);
}

function readIfThere(file: string): string | undefined {
  try {
    return readFileSync(file, "utf8");
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === "ENOENT") return undefined;
    throw error;
  }
}

/** A reader, or a crash, sees the old file or the new one, never half of one. Readable by its owner only: trunks hold passwords. */
function replaceFile(file: string, text: string): void {
  const aside = `${file}.new`;
  const handle = openSync(aside, "w", 0o600);
  writeSync(handle, text);
  fsyncSync(handle);
  closeSync(handle);
  renameSync(aside, file);
}
