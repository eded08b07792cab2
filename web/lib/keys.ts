/** A shortcut: a letter as on a Latin keyboard, `Enter` or `?`, and what it does. What may not be done now is left out. */
export type Shortcuts = Readonly<Record<string, () => void>>;

const typing = "input, textarea, select, [contenteditable]";
const pressedByEnter = "button, a, summary";

/**
 * Which shortcut a key press means, if any. A letter counts by what is printed on the key; on a keyboard that prints no Latin
 * letters (a Russian one), by the place where the letter is on a Latin one.
 */
export function shortcutOf(event: Pick<KeyboardEvent, "key" | "code">): string {
  if (/^[a-z]$/i.test(event.key)) return event.key.toUpperCase();
  const place = /^Key([A-Z])$/.exec(event.code);
  return place?.[1] ?? event.key;
}

/** Listens to the whole page; what comes back stops it. */
export function listen(shortcuts: () => Shortcuts): () => void {
  const pressed = (event: KeyboardEvent): void => {
    if (event.ctrlKey || event.altKey || event.metaKey || event.repeat) return;
    const target = event.target instanceof Element ? event.target : undefined;
    if (target?.closest(typing)) return;
    const shortcut = shortcutOf(event);
    if (shortcut === "Enter" && target?.closest(pressedByEnter)) return;
    const act = shortcuts()[shortcut];
    if (!act) return;
    event.preventDefault();
    act();
  };
  addEventListener("keydown", pressed);
  return () => removeEventListener("keydown", pressed);
}
