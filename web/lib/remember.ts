import { effect, signal, type Signal } from "@preact/signals";

/**
 * A text that outlives the page: read once, written at every change.
 * Storage may be forbidden (private windows, policies); then the value lives as long as the page.
 */
export function remembered(key: string, initial: string, storage: () => Storage = () => localStorage): Signal<string> {
  const value = signal(read(key, storage) ?? initial);
  effect(() => write(key, value.value, storage));
  return value;
}

/** The same for one of a closed set of words: anything else that is found in storage counts as absent. */
export function rememberedChoice<Choice extends string>(
  key: string,
  choices: readonly Choice[],
  initial: Choice,
): Signal<Choice> {
  const stored = read(key, () => localStorage);
  const value = signal(choices.find((choice) => choice === stored) ?? initial);
  effect(() => write(key, value.value, () => localStorage));
  return value;
}

function read(key: string, storage: () => Storage): string | undefined {
  try {
    return storage().getItem(`acd.${key}`) ?? undefined;
  } catch {
    return undefined;
  }
}

function write(key: string, value: string, storage: () => Storage): void {
  try {
    if (value === "") storage().removeItem(`acd.${key}`);
    else storage().setItem(`acd.${key}`, value);
  } catch {
    // Forbidden or full: the page works without.
  }
}
