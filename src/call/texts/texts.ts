import type { Language } from "../../words/index.ts";
import { en, englishFillings } from "./en.ts";
import { ru, russianFillings } from "./ru.ts";
import type { Fillings, Texts } from "./wording.ts";

export const texts: Readonly<Record<Language, Texts>> = { ru, en };
export const fillings: Readonly<Record<Language, Fillings>> = { ru: russianFillings, en: englishFillings };
