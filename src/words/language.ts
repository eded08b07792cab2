/** The languages in which callers are spoken to and the pages are written. */
export const languages = ["ru", "en"] as const;
export type Language = (typeof languages)[number];
