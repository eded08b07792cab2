import { effect } from "@preact/signals";
import { rememberedChoice } from "./remember.ts";

export const themes = ["auto", "light", "dark"] as const;
export type Theme = (typeof themes)[number];

/** `auto` follows the system. */
export const theme = rememberedChoice<Theme>("theme", themes, "auto");

effect(() => {
  document.documentElement.dataset["theme"] = theme.value;
});
