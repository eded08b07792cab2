/** How an application places calls, as its administrators allow it. Without it nobody is phoned. */
import type { Duration } from "../words/index.ts";
import { seconds } from "../words/index.ts";

/** `auto`: as the carrier's address says, which LiveKit looks up. */
export const transports = ["auto", "udp", "tcp", "tls"] as const;

/** The password is LiveKit's to keep: it is handed on to it, and not kept here. */
export interface Outbound {
  /** Of LiveKit's outbound trunk. */
  readonly trunkId: string;
  /** The carrier: `host` or `host:port`. */
  readonly address: string;
  readonly transport: (typeof transports)[number];
  /** Empty: the carrier knows us by our address. */
  readonly username: string;
  /** How numbers begin that may be phoned. None: nobody may be. */
  readonly prefixes: readonly string[];
  /** How many calls that we have placed there may be at once, ringing or talking. */
  readonly atOnce: number;
  /** For how long it may ring. */
  readonly ringTime: Duration;
}

export const usualOutbound = { transport: "auto", atOnce: 10, ringTime: seconds(45) } as const;

/** A number as it is dialled: without what people write into it. Undefined: it is none that can be. */
export function dialable(number: string): string | undefined {
  const bare = number.replaceAll(/[ ().\-/]/g, "");
  return /^\+?[0-9]{2,18}$/.test(bare) ? bare : undefined;
}

/** Held against what will be dialled, sign for sign: what a carrier makes of `8…` is not what it makes of `+8…`. */
export function mayBePhoned(number: string, { prefixes }: Pick<Outbound, "prefixes">): boolean {
  const dialled = dialable(number);
  return dialled !== undefined && prefixes.some((prefix) => dialled.startsWith(prefix));
}
