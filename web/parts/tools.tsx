import { languages } from "../../src/words/index.ts";
import { language, texts } from "../lib/texts.ts";
import { theme, themes } from "../lib/theme.ts";
import { announcement } from "../lib/announce.ts";
import { HalfMoon, Moon, Sun } from "./icons.tsx";

const themeIcons = { auto: HalfMoon, light: Sun, dark: Moon };
const languageNames = { ru: "Русский", en: "English" };

/** Language and theme, on every page. */
export function Tools() {
  const words = texts.value.theme;
  const ThemeIcon = themeIcons[theme.value];
  const next = themes[(themes.indexOf(theme.value) + 1) % themes.length] ?? "auto";
  return (
    <>
      <div class="segments" role="group" aria-label={texts.value.language}>
        {languages.map((one) => (
          <button
            key={one}
            type="button"
            lang={one}
            class="segment"
            aria-label={languageNames[one]}
            aria-pressed={language.value === one}
            onClick={() => (language.value = one)}
          >
            {one.toUpperCase()}
          </button>
        ))}
      </div>
      <button
        type="button"
        class="icon-button"
        aria-label={`${words.label}: ${words[theme.value]}`}
        title={`${words.label}: ${words[theme.value]}`}
        onClick={() => (theme.value = next)}
      >
        <ThemeIcon />
      </button>
    </>
  );
}

/** Where a screen reader hears what happens. Drawn from the start: a region that appears together with its text is not read out. */
export const Announcer = () => (
  <div class="unseen" role="status" aria-live="assertive">
    {announcement.value}
  </div>
);
