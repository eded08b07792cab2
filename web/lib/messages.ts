/** Reads what the operator's actor sends. The border: below it everything is as `src/protocol/console.ts` says. */
import * as z from "zod/mini";
import type { ToConsole } from "../../src/protocol/console.ts";

const pass = z.object({ url: z.string(), token: z.string() });
const offer = z.object({
  offerId: z.string(),
  callId: z.string(),
  queue: z.string(),
  caller: z.string(),
  waited: z.number(),
  madeAt: z.number(),
  deadline: z.number(),
  callback: z.optional(z.literal(true)),
  pass,
});
const call = z.object({
  callId: z.string(),
  queue: z.string(),
  caller: z.string(),
  takenAt: z.number(),
  connectedAt: z.optional(z.number()),
  wrapUpRequested: z.optional(z.boolean()),
  callback: z.optional(z.literal(true)),
  pass,
});
const wrapUp = z.object({
  callId: z.string(),
  mode: z.enum(["none", "optional", "mandatory", "timed", "forced", "onRequest"]),
  startedAt: z.number(),
  endsAt: z.optional(z.number()),
  mayFinish: z.boolean(),
  extension: z.optional(z.number()),
});
const lastOffer = z.object({
  offerId: z.string(),
  callId: z.string(),
  queue: z.string(),
  outcome: z.enum(["taken", "declined", "missed", "unreachable", "gone", "rescinded", "lost", "unanswered"]),
  at: z.number(),
});
const view = z.object({
  operatorId: z.string(),
  name: z.string(),
  application: z.string(),
  status: z.enum([
    "Offline",
    "Online",
    "Ready",
    "BeforeService",
    "InService",
    "AfterService",
    "Timeout",
    "DND",
    "Banned",
  ]),
  since: z.number(),
  presence: z.enum(["offline", "paused", "ready"]),
  pauseReason: z.optional(z.enum(["online", "timeout", "dnd", "missed", "unfinished"])),
  next: z.optional(z.enum(["Ready", "Online", "Timeout", "DND", "Offline"])),
  engagement: z.enum(["free", "offered", "talking", "wrappingUp", "resting"]),
  offer: z.optional(offer),
  call: z.optional(call),
  wrapUp: z.optional(wrapUp),
  lastOffer: z.optional(lastOffer),
  queues: z.array(z.object({ queueId: z.string(), name: z.string() })),
});
const message = z.union([
  z.object({ type: z.literal("view"), seq: z.number(), now: z.number(), lead: z.boolean(), view }),
  z.object({ type: z.literal("answer"), id: z.number(), ok: z.literal(true) }),
  z.object({
    type: z.literal("answer"),
    id: z.number(),
    ok: z.literal(false),
    refusal: z.enum(["offer_gone", "no_call", "not_wrapping_up", "not_in_this_mode", "signed_out", "unreadable"]),
  }),
]);

/** The message in a text frame, or undefined if it is none of ours. */
export function readMessage(frame: string): ToConsole | undefined {
  let json: unknown;
  try {
    json = JSON.parse(frame);
  } catch {
    return undefined;
  }
  const parsed = message.safeParse(json);
  // The ids' brands exist only for the compiler; everything else has just been checked.
  return parsed.success ? (parsed.data as unknown as ToConsole) : undefined;
}
