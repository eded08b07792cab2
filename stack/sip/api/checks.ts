/** The checks of livekit/protocol (`livekit/sip.go`) that more than one procedure makes. Each throws what LiveKit answers. */
import type { ListUpdate, SIPMediaConfig } from "@livekit/protocol";
import { TwirpError } from "./twirp.ts";

export function refuse(message: string): never {
  throw new TwirpError("invalid_argument", message);
}

export function checkHeaderNames(names: readonly string[]): void {
  for (const name of names) {
    if (!/^[A-Za-z0-9\-.!%*_+`'~]{1,255}$/.test(name)) refuse(`invalid header name: ${name}`);
  }
}

const longestMediaTimeoutSeconds = 600;

export function checkMediaTimeout(media: SIPMediaConfig | undefined): void {
  const seconds = Number(media?.mediaTimeout?.seconds ?? 0n);
  if (seconds < 0 || seconds > longestMediaTimeoutSeconds) refuse("media timeout must be between 0 and 10 minutes");
}

export function updated(values: readonly string[], change: ListUpdate | undefined): string[] {
  if (change === undefined) return [...values];
  if (change.clear) return [];
  if (change.set.length > 0) return [...change.set];
  const kept = values.filter((each) => !change.remove.includes(each));
  return [...new Set([...kept, ...change.add])];
}
