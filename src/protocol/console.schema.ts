import * as z from "zod";
import type { CallId, OfferId } from "../words/index.ts";
import type { FromConsole } from "./console.ts";

const offerId = z.string().min(1).max(256) as unknown as z.ZodType<OfferId>; // the brand exists only for the compiler
const callId = z.string().min(1).max(256) as unknown as z.ZodType<CallId>; // likewise

export const fromConsole: z.ZodType<FromConsole> = z.object({
  id: z.int().min(0),
  command: z.discriminatedUnion("type", [
    z.object({ type: z.literal("goReady") }),
    z.object({ type: z.literal("pause"), reason: z.enum(["online", "timeout", "dnd"]) }),
    z.object({ type: z.literal("accept"), offerId }),
    z.object({ type: z.literal("decline"), offerId }),
    z.object({ type: z.literal("hangUp"), callId }),
    z.object({ type: z.literal("finishWrapUp") }),
    z.object({ type: z.literal("extendWrapUp") }),
    z.object({ type: z.literal("requestWrapUp"), callId, wanted: z.boolean() }),
    z.object({ type: z.literal("signOut"), atOnce: z.boolean().optional() }),
    z.object({ type: z.literal("takeBack") }),
    z.object({ type: z.literal("takeLead") }),
    z.object({ type: z.literal("renewPass") }),
  ]),
});
