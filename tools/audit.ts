/**
 * `./acd audit verify <file> [seq:hash]`: whether an exported audit log (NDJSON) is as it was written. With a head that was kept elsewhere it also notices
 * that lines are missing at its end, or that all of it was made anew.
 */
import { createReadStream } from "node:fs";
import { createInterface } from "node:readline/promises";
import { ended, follow, nothingYet, type Flaw, type Head } from "../src/audit/index.ts";

const words: Record<Flaw["because"], string> = {
  unreadable: "is no line of an audit log, or is not written as these are",
  altered: "has been altered: it does not fit its hash",
  unlinked: "does not follow the line before it: lines have been removed, inserted or moved",
  other_chain: "does not have the hash that you kept: the log has been made anew",
  cut_short: "is missing: the log went on to the head that you kept",
};

/** Rejects when the file cannot be read. */
export async function verifyFile(file: string, known?: Head) {
  let sound = nothingYet;
  for await (const text of createInterface({ input: createReadStream(file), crlfDelay: Number.POSITIVE_INFINITY })) {
    const next = follow(sound, text, known);
    if (!next.ok) return next;
    sound = next;
  }
  return ended(sound, known);
}

export function headOf(text: string): Head | undefined {
  const [, seq, hash] = /^(\d+):([0-9a-f]{64})$/.exec(text) ?? [];
  return seq === undefined || hash === undefined ? undefined : { seq: Number(seq), hash };
}

if (import.meta.main) {
  // As `./acd audit verify file` and as `node tools/audit.ts file`.
  const [file, kept] = process.argv.slice(2).filter((word, at) => at > 0 || word !== "verify");
  const known = kept === undefined ? undefined : headOf(kept);
  if (file === undefined || (kept !== undefined && known === undefined)) {
    console.error("usage: ./acd audit verify <file.ndjson> [seq:hash]   (seq:hash: a head that was kept elsewhere)");
    process.exitCode = 2;
  } else {
    const verdict = await verifyFile(file, known).catch(String);
    if (typeof verdict === "string") {
      console.error(`${file} cannot be read. ${verdict}`);
      process.exitCode = 2;
    } else if (verdict.ok) {
      const { lines, first, head } = verdict;
      console.log(lines === 0 ? "No lines." : `${lines} lines are good: ${first} to ${head?.seq}, hash ${head?.hash}`);
      if (lines > 0 && first !== 1) console.log(`What was before line ${first} is taken on trust.`);
      if (known === undefined) console.log("Whether lines are missing after it shows a head that was kept elsewhere.");
    } else {
      console.error(`Line ${verdict.line} ${words[verdict.because]}.`);
      process.exitCode = 1;
    }
  }
}
