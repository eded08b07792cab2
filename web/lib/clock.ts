import { computed, signal, type ReadonlySignal } from "@preact/signals";
import type { Instant } from "../../src/words/index.ts";

const offset = signal<number | undefined>(undefined);
/** This computer's time, five times a second. */
export const tick = signal<Instant>(Date.now());

// Twice a shown unit and a bit: a second on the screen is never skipped.
setInterval(() => (tick.value = Date.now()), 200);

/**
 * What the server's clock said just now. Every message was some time on its way, so the largest difference seen is nearest to the
 * truth; a new connection starts over, because this computer's clock may have been set meanwhile.
 */
export function heardServerTime(now: Instant, first: boolean): void {
  const difference = now - Date.now();
  if (first || offset.peek() === undefined || difference > (offset.peek() ?? 0)) offset.value = difference;
  tick.value = Date.now();
}

/** The server's time now, without waiting for the next tick. */
export const serverTime = (): Instant => Date.now() + (offset.peek() ?? 0);

/** The server's time, five times a second: reading it in a component makes the component run. */
export const now: ReadonlySignal<Instant> = computed(() => tick.value + (offset.value ?? 0));
