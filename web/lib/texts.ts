import { computed, effect, type ReadonlySignal } from "@preact/signals";
import { languages, type Language } from "../../src/words/index.ts";
import { en, type Texts } from "../texts/en.ts";
import { ru } from "../texts/ru.ts";
import { rememberedChoice } from "./remember.ts";

export type { Texts };

const byLanguage: Record<Language, Texts> = { ru, en };

function ofTheBrowser(): Language {
  const wanted = navigator.languages.map((tag) => tag.slice(0, 2));
  return wanted.flatMap((tag) => languages.filter((language) => language === tag))[0] ?? "en";
}

/** The language of the page: what was chosen here before, else the first the browser asks for that we have. */
export const language = rememberedChoice("language", languages, ofTheBrowser());

/** Every text of the pages in the chosen language. */
export const texts: ReadonlySignal<Texts> = computed(() => byLanguage[language.value]);

effect(() => {
  document.documentElement.lang = language.value;
});
