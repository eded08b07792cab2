/** Pausing for one of the application's own reasons. */
import { computed, signal } from "@preact/signals";
import type { OwnReason } from "../../src/protocol/reason.ts";
import { language } from "../lib/texts.ts";
import { lead, press, view } from "./desk.ts";

const wanted = signal(false);
const none: readonly OwnReason[] = [];

export const ownReasons = computed(() => view.value?.ownReasons ?? none);
/** Closes by itself when a call rings, or another tab takes over. */
export const reasonsOpen = computed(
  () => wanted.value && lead.value && ownReasons.value.length > 0 && view.value?.offer === undefined,
);

export function openReasons(): void {
  wanted.value = ownReasons.peek().length > 0;
}

export function closeReasons(): void {
  wanted.value = false;
}

export function pauseFor({ id, status }: OwnReason): void {
  closeReasons();
  void press({ type: "pause", reason: status === "DND" ? "dnd" : "timeout", own: id });
}

export const reasonName = ({ name, names }: OwnReason): string => names[language.value] ?? name;
