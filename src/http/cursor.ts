import type { Place } from "../ledger/port.ts";

/** A place in a list as text that means nothing to whoever carries it. */
export const sealCursor = ({ startedAt, callId }: Place): string =>
  btoa(JSON.stringify([startedAt, callId]))
    .replaceAll("+", "-")
    .replaceAll("/", "_")
    .replaceAll("=", "");

/** Undefined: this text is no cursor of ours. */
export function openCursor(text: string): Place | undefined {
  try {
    const parts: unknown = JSON.parse(atob(text.replaceAll("-", "+").replaceAll("_", "/")));
    if (!Array.isArray(parts)) return undefined;
    const [startedAt, callId] = parts as unknown[];
    return typeof startedAt === "number" && typeof callId === "string" ? { startedAt, callId } : undefined;
  } catch {
    return undefined;
  }
}
