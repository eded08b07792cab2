import { readdirSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { LogFile, lastLines } from "../../stack/log-file.ts";
import { temporaryFolder } from "./fixtures/folder.ts";

describe("a log", () => {
  it("[S10] is cut at eight megabytes, and three old ones are kept", () => {
    const folder = temporaryFolder();
    const log = new LogFile(join(folder, "x.log"));
    const megabyte = `${"x".repeat(1023)}\n`.repeat(1024);
    for (let written = 0; written < 45; written++) log.write(megabyte);
    log.close();
    expect(readdirSync(folder).toSorted()).toEqual(["x.log", "x.log.1", "x.log.2", "x.log.3"]);
    for (const file of readdirSync(folder)) expect(statSync(join(folder, file)).size).toBeLessThan(9 * 1024 * 1024);
  });

  it("[S10] has whole lines, however they arrive", () => {
    const path = join(temporaryFolder(), "x.log");
    const log = new LogFile(path);
    for (const piece of ["call from +7495", "1234567\nsecond", " line\nlast"]) log.write(piece);
    log.close();
    log.write("too late\n");
    const lines = readFileSync(path, "utf8").trimEnd().split("\n");
    expect(lines.map((line) => line.slice(line.indexOf(" ") + 1))).toEqual([
      "call from +7••••••••67",
      "second line",
      "last",
    ]);
    expect(lastLines(path, 1)).toContain("last");
  });
});
