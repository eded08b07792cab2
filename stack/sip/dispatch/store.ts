/** The trunks and dispatch rules, kept in a file so that a restart forgets no number. */
import { closeSync, fsyncSync, mkdirSync, openSync, readFileSync, renameSync, writeSync } from "node:fs";
import { join } from "node:path";
import { SIPDispatchRuleInfo, SIPInboundTrunkInfo } from "@livekit/protocol";
import * as z from "zod";

const message = z.record(z.string(), z.json());
const contents = z.object({ trunks: z.array(message), rules: z.array(message) });

export class DispatchStore {
  readonly #file: string;
  #trunks: readonly SIPInboundTrunkInfo[] = [];
  #rules: readonly SIPDispatchRuleInfo[] = [];

  /** Reads what was kept. Throws when the file is there but is not ours to read: better no start than numbers silently lost. */
  constructor(folder: string) {
    mkdirSync(folder, { recursive: true });
    this.#file = join(folder, "sip.json");
    const text = readIfThere(this.#file);
    if (text === undefined) return;
    const kept = contents.parse(JSON.parse(text));
    this.#trunks = kept.trunks.map((each) => SIPInboundTrunkInfo.fromJson(each, { ignoreUnknownFields: true }));
    this.#rules = kept.rules.map((each) => SIPDispatchRuleInfo.fromJson(each, { ignoreUnknownFields: true }));
  }

  get trunks(): readonly SIPInboundTrunkInfo[] {
    return this.#trunks;
  }

  get rules(): readonly SIPDispatchRuleInfo[] {
    return this.#rules;
  }

  /** Adds the trunk, or puts it in the place of the one with its id. */
  putTrunk(trunk: SIPInboundTrunkInfo): void {
    this.#keep(
      put(this.#trunks, trunk, (each) => each.sipTrunkId),
      this.#rules,
    );
  }

  removeTrunk(id: string): void {
    this.#keep(
      this.#trunks.filter((each) => each.sipTrunkId !== id),
      this.#rules,
    );
  }

  putRule(rule: SIPDispatchRuleInfo): void {
    this.#keep(
      this.#trunks,
      put(this.#rules, rule, (each) => each.sipDispatchRuleId),
    );
  }

  removeRule(id: string): void {
    this.#keep(
      this.#trunks,
      this.#rules.filter((each) => each.sipDispatchRuleId !== id),
    );
  }

  /** On disk first, then in memory: what has been answered "done" survives a crash. */
  #keep(trunks: readonly SIPInboundTrunkInfo[], rules: readonly SIPDispatchRuleInfo[]): void {
    const text = JSON.stringify(
      { trunks: trunks.map((each) => each.toJson()), rules: rules.map((each) => each.toJson()) },
      undefined,
      2,
    );
    replaceFile(this.#file, text);
    this.#trunks = trunks;
    this.#rules = rules;
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
