/** What became of an INVITE of ours, in LiveKit's terms (`classifyInviteError` in livekit/sip). */
import { DisconnectReason } from "@livekit/protocol";
import type { LeaveReason } from "../../../media/room/room.ts";

/** Why a call that was placed was not answered, or why its answer was of no use. */
export type Failure =
  | { readonly kind: "refused"; readonly status: number; readonly reason: string }
  /** It rang for as long as it might. */
  | { readonly kind: "no answer" }
  /** Not a word from the carrier. */
  | { readonly kind: "silence" }
  /** The carrier's name leads nowhere, or nobody listens there. */
  | { readonly kind: "unreachable" }
  | { readonly kind: "no common codec" }
  /** The room or the gateway ended it meanwhile. */
  | { readonly kind: "withdrawn" };

/** The reason which the participant leaves with, for all behind to see; undefined: none in particular. */
export function leaveReason(failure: Failure): LeaveReason | undefined {
  switch (failure.kind) {
    case "refused":
      return ofStatus(failure.status);
    case "no answer":
    case "silence":
      return DisconnectReason.USER_UNAVAILABLE;
    case "unreachable":
      return DisconnectReason.SIP_TRUNK_FAILURE;
    case "no common codec":
      return DisconnectReason.USER_REJECTED;
    case "withdrawn":
      return undefined;
  }
}

/** Nobody is there, or takes calls just now. */
const unavailable: ReadonlySet<number> = new Set([404, 408, 480]);

function ofStatus(status: number): LeaveReason | undefined {
  if (unavailable.has(status)) return DisconnectReason.USER_UNAVAILABLE;
  if (status >= 500 && status < 600) return DisconnectReason.SIP_TRUNK_FAILURE;
  return status >= 400 ? DisconnectReason.USER_REJECTED : undefined;
}
