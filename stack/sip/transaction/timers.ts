/** The timers of RFC 3261 §17 (table 4), by the letters they have there. */
import type { Duration } from "../../../src/words/index.ts";

/** Round-trip estimate. */
export const timerT1: Duration = 500;
/** The longest interval between retransmissions. */
export const timerT2: Duration = 4_000;
/** How long a message may linger in the network; also timers I and K: so long late ACKs and repeated answers are absorbed. */
export const timerT4: Duration = 5_000;

/** How long an INVITE of ours waits for any answer at all. */
export const timerB: Duration = 64 * timerT1;
/** How long repetitions of the refusal of our INVITE are acknowledged. */
export const timerD: Duration = 32_000;
/** How long a final refusal of an INVITE is repeated for want of an ACK. */
export const timerH: Duration = 64 * timerT1;
/** How long a final answer to anything but INVITE is kept for retransmitted requests. */
export const timerJ: Duration = 64 * timerT1;
/** How long a request of ours waits for its final answer. */
export const timerF: Duration = 64 * timerT1;
/** How long retransmissions of an accepted INVITE are absorbed (RFC 6026 §7.1). */
export const timerL: Duration = 64 * timerT1;
/** How long repetitions of the 200 to our INVITE, and 200s from further telephones that it reached, are waited for (RFC 6026 §7.2). */
export const timerM: Duration = 64 * timerT1;
