/** Why somebody who was phoned is not on the phone. */
import type { DialFailure } from "../protocol/callback.ts";

/**
 * By the reason with which LiveKit SIP leaves the room (livekit/sip, `classifyInviteError`). It does not give the SIP status away: a number that is
 * engaged (486) and one whose owner pressed No (603) leave alike, as does a call that the carrier forbids (403). Whoever hangs up at once (`CLIENT_INITIATED`) was not spoken to.
 */
export function failureOf(reason: string | undefined): DialFailure {
  switch (reason) {
    case "USER_REJECTED":
      return "busy";
    case "USER_UNAVAILABLE":
      return "no_answer";
    default:
      return "failed";
  }
}
