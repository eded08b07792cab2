/** How calls are placed. */
import * as z from "zod";
import { transports, usualOutbound } from "../../protocol/outbound.ts";
import { seconds } from "../../words/index.ts";
import { duration } from "./basics.ts";

const fields = {
  address: z
    .string()
    .max(255)
    .regex(
      /^(?:[A-Za-z0-9](?:[A-Za-z0-9.-]*[A-Za-z0-9])?|\[[0-9A-Fa-f:.]+\])(?::[0-9]{1,5})?$/,
      "Write the carrier's host, with its port if it has one of its own: sip.example.com:5060.",
    )
    .meta({ description: "The carrier's SIP server: `host` or `host:port`.", example: "sip.example.com" }),
  transport: z
    .enum(transports)
    .default(usualOutbound.transport)
    .meta({ description: "How the carrier is reached; `auto`: as LiveKit finds it." }),
  username: z.string().max(200).default("").meta({
    description: "The name that the carrier asks for, with a password; empty: it knows LiveKit by its address.",
  }),
  prefixes: z
    .array(z.string().regex(/^\+?[0-9]{1,15}$/, "Write the first digits, as they are dialled: +7495."))
    .max(200)
    .default([])
    .meta({
      description:
        "How numbers begin that may be phoned, sign for sign as they are dialled. Empty: nobody may be phoned. Make them as long as you can: `+1` is also what costs most there.",
    }),
  atOnce: z.int().min(1).max(1_000).default(usualOutbound.atOnce).meta({
    description: "How many calls that were placed there may be at once, ringing or talking.",
  }),
  ringTime: duration("For how long it may ring.", seconds(10), seconds(80), usualOutbound.ringTime),
};

export const outboundBody = z
  .strictObject({
    ...fields,
    password: z.string().min(1).max(200).optional().meta({
      description:
        "Handed on to LiveKit, and neither kept here nor ever shown. Left out: the one that LiveKit has stays.",
      example: "kept elsewhere",
    }),
  })
  .refine(({ username, password }) => username !== "" || password === undefined, {
    path: ["username"],
    message: "Give the name that the password is for, or leave the password out.",
  })
  .meta({
    id: "OutboundBody",
    description: "By which carrier calls are placed, and to whom.",
    example: { address: "sip.example.com", username: "acd", password: "kept elsewhere", prefixes: ["+7495", "+7499"] },
  });

export const outbound = z
  .object({
    ...fields,
    trunkId: z.string().meta({ description: "Of LiveKit's outbound trunk, which this has made." }),
  })
  .meta({ id: "Outbound" });
