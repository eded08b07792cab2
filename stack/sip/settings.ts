/** What the gateway is told by its environment. */
import { join } from "node:path";
import * as z from "zod";

const port = (otherwise: number) => z.coerce.number().int().min(0).max(65_535).default(otherwise);
const milliseconds = (otherwise: number) => z.coerce.number().int().min(1).default(otherwise);

const environment = z.object({
  LIVEKIT_URL: z.url(),
  LIVEKIT_API_KEY: z.string().min(1),
  LIVEKIT_API_SECRET: z.string().min(1),
  /** UDP and TCP. */
  SIP_PORT: port(5060),
  SIP_LISTEN: z.string().default("127.0.0.1"),
  /** Twirp, always on 127.0.0.1: who may set up trunks may route calls. */
  SIP_API_PORT: port(5070),
  RTP_PORTS: z
    .string()
    .regex(/^\d+-\d+$/)
    .default("10000-20000"),
  /** Milliseconds from the answer to the caller's first packet, at most. */
  SIP_MEDIA_TIMEOUT_INITIAL: milliseconds(30_000),
  ACD_DATA: z.string().default(".acd"),
});

export interface Settings {
  readonly livekit: { readonly url: string; readonly apiKey: string; readonly apiSecret: string };
  readonly sip: { readonly host: string; readonly port: number };
  readonly apiPort: number;
  readonly rtpPorts: { readonly from: number; readonly to: number };
  readonly initialMediaTimeout: number;
  readonly folder: string;
}

/** Throws with every missing or unreadable variable named. */
export function readSettings(variables: NodeJS.ProcessEnv): Settings {
  const given = environment.parse(variables);
  const [from = 0, to = 0] = given.RTP_PORTS.split("-").map(Number);
  return {
    livekit: { url: given.LIVEKIT_URL, apiKey: given.LIVEKIT_API_KEY, apiSecret: given.LIVEKIT_API_SECRET },
    sip: { host: given.SIP_LISTEN, port: given.SIP_PORT },
    apiPort: given.SIP_API_PORT,
    rtpPorts: { from, to },
    initialMediaTimeout: given.SIP_MEDIA_TIMEOUT_INITIAL,
    folder: join(given.ACD_DATA, "sip"),
  };
}
