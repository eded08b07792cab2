import type { CallOutcome, EndedBy } from "../protocol/record.ts";
import type { Instant } from "../words/index.ts";

/** Every call ends in exactly one outcome, whatever ended it. */
export function outcomeOf(
  call: {
    readonly route: unknown;
    readonly connectedAt: Instant | undefined;
    readonly queuedAt: Instant | undefined;
    readonly promised: boolean;
    readonly refused: boolean;
    readonly turnedAway: "refused" | "overflowed" | undefined;
  },
  end: { readonly by: EndedBy; readonly lost: boolean },
): CallOutcome {
  if (call.connectedAt !== undefined) return "answered";
  if (call.route === undefined) return "unrouted";
  // Whoever hung up: the caller will be phoned.
  if (call.promised) return "callback";
  // Whoever hung up: the caller had nothing more to wait for.
  if (call.turnedAway !== undefined) return call.turnedAway;
  if (call.refused) return "refused";
  if (end.by === "caller") return call.queuedAt === undefined ? "gone" : "abandoned";
  // The room vanished: while someone waited in it, that is most likely the caller's doing, unseen.
  return end.lost && call.queuedAt !== undefined ? "abandoned" : "failed";
}
