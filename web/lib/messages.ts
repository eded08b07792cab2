/** Reads what the operator's actor sends. The border: below it everything is as `src/protocol/console.ts` says. */
import * as z from "zod/mini";
import {
  chosenStatuses,
  consoleRefusals,
  engagements,
  operatorStatuses,
  pauseReasons,
  presences,
  type ToConsole,
} from "../../src/protocol/console.ts";
import { offerOutcomes } from "../../src/protocol/offer.ts";
import { pauseStatuses } from "../../src/protocol/reason.ts";
import { wrapUpModes } from "../../src/protocol/settings.ts";
import { languages } from "../../src/words/index.ts";

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
const disposition = {
  queueId: z.optional(z.string()),
  disposed: z.optional(
    z.object({
      disposition: z.nullable(z.object({ id: z.string(), name: z.string() })),
      note: z.string(),
      at: z.number(),
    }),
  ),
  dispositionMissing: z.optional(z.literal(true)),
};
const call = z.object({
  ...disposition,
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
  ...disposition,
  callId: z.string(),
  mode: z.enum(wrapUpModes),
  startedAt: z.number(),
  endsAt: z.optional(z.number()),
  mayFinish: z.boolean(),
  extension: z.optional(z.number()),
});
const lastOffer = z.object({
  offerId: z.string(),
  callId: z.string(),
  queue: z.string(),
  outcome: z.enum(offerOutcomes),
  at: z.number(),
});
const ownReason = z.object({
  id: z.string(),
  name: z.string(),
  names: z.partialRecord(z.enum(languages), z.string()),
  status: z.enum(pauseStatuses),
  paid: z.boolean(),
  longest: z.nullable(z.number()),
});
const view = z.object({
  operatorId: z.string(),
  name: z.string(),
  application: z.string(),
  status: z.enum(operatorStatuses),
  since: z.number(),
  presence: z.enum(presences),
  pauseReason: z.optional(z.enum(pauseReasons)),
  ownReason: z.optional(ownReason),
  next: z.optional(z.enum(chosenStatuses)),
  nextReason: z.optional(ownReason),
  engagement: z.enum(engagements),
  offer: z.optional(offer),
  call: z.optional(call),
  wrapUp: z.optional(wrapUp),
  lastOffer: z.optional(lastOffer),
  queues: z.array(z.object({ queueId: z.string(), name: z.string() })),
  ownReasons: z.optional(z.array(ownReason)),
});
const message = z.union([
  z.object({ type: z.literal("view"), seq: z.number(), now: z.number(), lead: z.boolean(), view }),
  z.object({ type: z.literal("answer"), id: z.number(), ok: z.literal(true) }),
  z.object({
    type: z.literal("answer"),
    id: z.number(),
    ok: z.literal(false),
    refusal: z.enum(consoleRefusals),
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
