import type { Language } from "../../words/index.ts";
import { en } from "./en.ts";
import { ru } from "./ru.ts";
import type { Texts } from "./wording.ts";

export const texts: Readonly<Record<Language, Texts>> = { ru, en };
