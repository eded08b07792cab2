/** Callers as LiveKit SIP brings them: each in a room of their own. */
import { ParticipantInfo_Kind } from "@livekit/protocol";
import { roomPrefix } from "../../src/protocol/rooms.ts";
import type { Duration } from "../../src/words/index.ts";
import type { LiveKit } from "./livekit.ts";
import { application, number } from "./names.ts";

export class Callers {
  readonly #liveKit: LiveKit;
  #count = 0;
  /** Callers who have called and been through their call. */
  served = 0;

  constructor(liveKit: LiveKit) {
    this.#liveKit = liveKit;
  }

  get called(): number {
    return this.#count;
  }

  /** Calls, and resolves with how long it rang, in milliseconds: until somebody was there to be heard. */
  callAndWait(atMost: Duration): Promise<number> {
    const began = performance.now();
    return new Promise((resolve) => {
      const giveUp = setTimeout(() => resolve(atMost), atMost);
      this.call(() => {
        clearTimeout(giveUp);
        resolve(performance.now() - began);
      });
    });
  }

  call(answered?: () => void): void {
    this.#count += 1;
    const from = `+79${String(this.#count).padStart(9, "0")}`;
    const room = `${roomPrefix(application)}_${from}_${`B${this.#count}`.padEnd(12, "x")}`;
    const identity = `sip_${from}`;
    this.#liveKit.join(room, {
      identity,
      kind: ParticipantInfo_Kind.SIP,
      attributes: {
        "sip.callID": `SCL_${this.#count}`,
        "sip.phoneNumber": from,
        "sip.trunkPhoneNumber": number,
        "sip.trunkID": "ST_1",
        "sip.ruleID": "SDR_1",
        "sip.callStatus": "ringing",
      },
      ...(answered && { heard: answered }),
    });
    this.#liveKit.publish(room, identity);
  }

  /** The caller in this room hangs up. */
  hangUp(room: string): void {
    this.served += 1;
    const from = room.split("_")[1] ?? "";
    this.#liveKit.leave(room, `sip_${from}`);
  }
}
