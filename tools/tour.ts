/** The paths and symbols that docs/tour.md names. */
import { existsSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";

/** Everything in backticks that looks like a path of the project: it has a slash, or is a file with an ending in the root. */
export function namedIn(tour: string): string[] {
  const found = [...tour.matchAll(/`([^`\s]+)`/g)].map(([, text = ""]) => text);
  const looksLikePath = /^(?![a-z]+:|\/|@)(?:[\w.-]+\/[\w./-]*|[\w-]+\.(?:ts|tsx|md|json|toml|yaml))(?:#[\w$.]+)?$/;
  return [...new Set(found.filter((text) => looksLikePath.test(text)))];
}

/** @returns what is wrong with a `path` or `path#symbol`, if anything */
export function faultOf(project: string, name: string): string | undefined {
  const [path = "", symbol] = name.split("#");
  const full = join(project, path);
  if (!existsSync(full)) return `${path} does not exist`;
  if (symbol === undefined) return undefined;
  if (!statSync(full).isFile()) return `${path} is a folder: it has no symbols`;
  const source = readFileSync(full, "utf8");
  const missing = symbol
    .split(".")
    .find((part) => !new RegExp(`(?<![\\w$])${part.replaceAll("$", "\\$")}(?![\\w$])`).test(source));
  return missing === undefined ? undefined : `${path} has no ${missing}`;
}
