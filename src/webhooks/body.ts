/** What a receiver reads. */
import type { WebhookData, WebhookSettings } from "../protocol/webhook.ts";
import { maskNumber, maskNumbersIn, type ApplicationId, type Instant } from "../words/index.ts";

export interface Told {
  readonly application: ApplicationId;
  readonly at: Instant;
  readonly data: WebhookData;
}

/** As Standard Webhooks recommends: `type`, `timestamp` (when it happened) and `data`. JSON. */
export function bodyOf(
  { application, at, data: { type, ...data } }: Told,
  numbers: WebhookSettings["numbers"],
): string {
  const shown = "call" in data && numbers === "masked" ? { call: masked(data.call) } : data;
  return JSON.stringify({ type, timestamp: new Date(at).toISOString(), data: { application, ...shown } });
}

/** The caller's number is in the room's name as well. */
function masked<Call extends { readonly from: string; readonly room: string }>(call: Call): Call {
  if (call.from === "") return call;
  const from = maskNumber(call.from);
  return { ...call, from, room: maskNumbersIn(call.room.replaceAll(call.from, from)) };
}
