import type { Language } from "../../words/index.ts";

type Forms = Partial<Readonly<Record<Intl.LDMLPluralRule, string>>> & { readonly other: string };

/** The form of a noun that a number wants: by the language's own rules, not by ours. */
export function plural(language: Language, n: number, forms: Forms): string {
  return forms[new Intl.PluralRules(language).select(n)] ?? forms.other;
}

/** "минуту" as in "wait for 1 минуту, 2 минуты, 5 минут": the accusative. */
export const minuteForms: Readonly<Record<Language, Forms>> = {
  ru: { one: "минуту", few: "минуты", many: "минут", other: "минуты" },
  en: { one: "minute", other: "minutes" },
};

/** "21 минуту", "2 minutes": as it is written. */
export const countedMinutes = (language: Language, n: number): string =>
  `${n} ${plural(language, n, minuteForms[language])}`;
