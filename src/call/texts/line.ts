import type { Part } from "../../protocol/media.ts";
import type { Line, PinnedSettings } from "../../protocol/scenario.ts";
import type { Language } from "../../words/index.ts";
import { fillings, texts } from "./texts.ts";
import type { Fillings } from "./wording.ts";

/** How callers are spoken to: in which language, and with what of the scenario's own. */
export interface Manner {
  readonly language: Language;
  readonly settings?: PinnedSettings | undefined;
}

/** What stands in braces in a line, and what of it is filled in. */
export type Filled = { readonly [Name in keyof Fillings]?: Parameters<Fillings[Name]>[0] };

/** A line as the scenario has it, or as it is usual. */
export function line({ language, settings }: Manner, name: Line, filled: Filled = {}): Part {
  const { place, minutes, key } = fillings[language];
  const fill: Readonly<Record<string, string | undefined>> = {
    place: filled.place === undefined ? undefined : place(filled.place),
    minutes: filled.minutes === undefined ? undefined : minutes(filled.minutes),
    key: filled.key === undefined ? undefined : key(filled.key),
  };
  const raw = settings?.texts?.[name] ?? texts[language][name];
  const text = raw.replaceAll(/\{(\w+)\}/g, (braced, word: string) => fill[word] ?? braced);
  const sound = settings?.prompts?.[name];
  return { text, ...(sound && { sound }) };
}

/** All that is said, sounds by their words. */
export const wordsOf = (parts: readonly Part[]): string =>
  parts
    .map(({ text }) => text)
    .filter((text) => text !== "")
    .join(" ");
