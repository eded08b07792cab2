/** Webhooks. */
import * as z from "zod";
import { webhookEvents } from "../../protocol/webhook.ts";
import { given, instant, webhookId } from "./basics.ts";

export const webhookBody = z
  .strictObject({
    url: z.string().min(1).max(2_000).meta({
      description:
        "Where messages are posted to: https, on the Internet. Addresses of this machine, of private networks and of the inside of clouds are refused.",
      example: "https://crm.example.com/hooks/acd",
    }),
    description: z.string().trim().max(200).default("").meta({ description: "For people." }),
    events: z
      .union([z.literal("*"), z.array(z.enum(webhookEvents)).min(1).max(50)])
      .default("*")
      .meta({ description: "What is told. `*`: everything, also what is added one day." }),
    enabled: z.boolean().default(true).meta({
      description: "What happens while it is not is not told, not afterwards either; what waits is kept.",
    }),
    numbers: z.enum(["masked", "whole"]).default("masked").meta({
      description: "How callers' numbers are told. `whole` takes the right `numbers.unmask`.",
    }),
  })
  .meta({ id: "WebhookBody", example: { url: "https://crm.example.com/hooks/acd", events: ["call.ended"] } });

export const webhook = given(webhookId, webhookBody)
  .extend({
    disabledSince: instant.nullable().meta({
      description: "Since when it is disabled because its receiver does not take anything. Null: it is not.",
    }),
    because: z.enum(["gone", "failing"]).nullable().meta({
      description: "`gone`: the receiver has answered 410; `failing`: it has taken nothing for a day.",
    }),
  })
  .meta({ id: "Webhook" });
