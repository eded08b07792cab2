/** The SIP gateway, which takes the place of LiveKit SIP where there are no containers. */
import { join } from "node:path";
import type { Ports } from "../settings.ts";
import type { ChildSpec } from "../supervisor.ts";
import { listens } from "../ready.ts";

export interface SipSetup {
  readonly project: string;
  readonly data: string;
  readonly ports: Ports;
  readonly livekit: { readonly url: string; readonly apiKey: string; readonly apiSecret: string };
}

export function sipChild({ project, data, ports, livekit }: SipSetup): ChildSpec {
  return {
    name: "sip",
    command: process.execPath,
    args: [join(project, "stack/sip/gateway.ts")],
    env: {
      LIVEKIT_URL: livekit.url,
      LIVEKIT_API_KEY: livekit.apiKey,
      LIVEKIT_API_SECRET: livekit.apiSecret,
      SIP_PORT: String(ports.sip),
      SIP_API_PORT: String(ports.sipApi),
      ACD_DATA: data,
    },
    // Its API opens last, and on 127.0.0.1 whatever address SIP_LISTEN lets telephones reach it by.
    ready: () => listens(ports.sipApi),
    readyWithin: 20_000,
    restart: "at once",
  };
}
