/** Telephone numbers that lie about readable: in the files of databases, their journals and logs, whatever has been deleted in them. */
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

/** In international form, each once. */
export function numbersIn(folder: string): string[] {
  const files = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
  const found = files.flatMap((file) =>
    Array.from(
      readFileSync(join(file.parentPath, file.name), "latin1").matchAll(/\+\d{11}(?!\d)/g),
      ([number]) => number,
    ),
  );
  return [...new Set(found)].toSorted();
}
