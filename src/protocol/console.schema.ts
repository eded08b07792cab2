import * as z from "zod";
import type { CallId, DispositionId, OfferId, PauseReasonId, QueueId } from "../words/index.ts";
import { chosenPauses, type FromConsole } from "./console.ts";
import { longestNote } from "./disposition.ts";

const offerId = z.string().min(1).max(256) as unknown as z.ZodType<OfferId>; // the brand exists only for the compiler
const callId = z.string().min(1).max(256) as unknown as z.ZodType<CallId>; // likewise
const queueId = z.string().min(1).max(256) as unknown as z.ZodType<QueueId>; // likewise
const pauseReasonId = z.string().min(1).max(64) as unknown as z.ZodType<PauseReasonId>; // likewise
const dispositionId = z.string().min(1).max(64) as unknown as z.ZodType<DispositionId>; // likewise
const transfer = z.object({
  queueId,
  time: z.enum(["keep", "reset"]).optional(),
  priority: z.int().min(1).max(100).nullable().optional(),
});

export const fromConsole: z.ZodType<FromConsole> = z.object({
  id: z.int().min(0),
  command: z.discriminatedUnion("type", [
    z.object({ type: z.literal("goReady") }),
    z.object({ type: z.literal("pause"), reason: z.enum(chosenPauses), own: pauseReasonId.optional() }),
    z.object({ type: z.literal("accept"), offerId }),
    z.object({ type: z.literal("decline"), offerId }),
    z.object({ type: z.literal("hangUp"), callId }),
    z.object({ type: z.literal("transfer"), callId, transfer }),
    z.object({ type: z.literal("finishWrapUp") }),
    z.object({ type: z.literal("extendWrapUp") }),
    z.object({ type: z.literal("requestWrapUp"), callId, wanted: z.boolean() }),
    z.object({ type: z.literal("signOut"), atOnce: z.boolean().optional() }),
    z.object({ type: z.literal("takeBack") }),
    z.object({
      type: z.literal("setDisposition"),
      callId,
      dispositionId: dispositionId.nullable(),
      note: z.string().max(longestNote),
    }),
    z.object({ type: z.literal("takeLead") }),
    z.object({ type: z.literal("renewPass") }),
  ]),
});
