import { signal } from "@preact/signals";

/** What a screen reader says next; drawn into a live region by every page. */
export const announcement = signal("");

export function announce(text: string): void {
  announcement.value = text;
}
