/** What a receiver reads. */
import { hasReferences } from "../protocol/reference.ts";
import type { WebhookData, WebhookSettings } from "../protocol/webhook.ts";
import { maskNumber, maskNumbersIn, type ApplicationId, type Instant } from "../words/index.ts";

export interface Told {
  readonly application: ApplicationId;
  readonly at: Instant;
  readonly data: WebhookData;
}

/** As Standard Webhooks recommends: `type`, `timestamp` (when it happened) and `data`. JSON, which refers to callers. */
export function bodyOf(
  { application, at, data: { type, ...data } }: Told,
  numbers: WebhookSettings["numbers"],
): string {
  const shown = "call" in data && numbers === "masked" ? { call: masked(data.call) } : data;
  return JSON.stringify({ type, timestamp: new Date(at).toISOString(), data: { application, ...shown } });
}

/** What an older version has handed over: it does not refer to the caller, whose number is in it and in the room's name. */
function masked<Call extends { readonly from: string; readonly room: string }>(call: Call): Call {
  if (call.from === "" || hasReferences(call.from)) return call;
  const from = maskNumber(call.from);
  return { ...call, from, room: maskNumbersIn(call.room.replaceAll(call.from, from)) };
}
