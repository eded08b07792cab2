import { ParticipantInfo, ParticipantInfo_Kind, WebhookEvent } from "@livekit/protocol";
import { describe, expect, it } from "vitest";
import { callIdOf } from "../../../src/livekit/callId.ts";
import { callerJoined, translate } from "../../../src/livekit/translate.ts";
import { as } from "../../../src/words/index.ts";
import type { CallId, RoomName } from "../../../src/words/index.ts";

const room = as<RoomName>("call-callcenter_+79161234567_AbCdEfGhIjKl");
const callId = as<CallId>("c_1");
const joined = (participant: ConstructorParameters<typeof ParticipantInfo>[0]) =>
  callerJoined(new ParticipantInfo(participant), room, callId, 5);

describe("a call's id", () => {
  it("[L8] is the same for a room, another for another, and tells nothing of the number", async () => {
    const id = await callIdOf(room);
    expect(id).toMatch(/^c_[a-z2-7]{20}$/);
    expect(await callIdOf(room)).toBe(id);
    expect(await callIdOf(`${room}x`)).not.toBe(id);
    const many = await Promise.all(Array.from({ length: 2_000 }, (_, n) => callIdOf(`call-a_${n}`)));
    expect(new Set(many).size).toBe(2_000);
    expect(new Set(many.join("").replaceAll("c_", "")).size).toBe(32);
  });

  it("[L8] is the beginning of the digest in base32", async () => {
    // The digest of the empty text begins with the bytes e3 b0 c4 42 98.
    expect((await callIdOf("")).slice(0, 10)).toBe("c_4oymiquy");
  });
});

describe("translation", () => {
  it.each(["anonymous", "Anonymous", "restricted", "unavailable", ""])(
    "[L9] the withheld number %j is empty",
    (number) => {
      expect(
        joined({ identity: "sip_", kind: ParticipantInfo_Kind.SIP, attributes: { "sip.phoneNumber": number } }),
      ).toMatchObject({ from: "", to: "", channel: "phone" });
    },
  );

  it("[L9] a caller in a browser dialled what their pass says", () => {
    expect(joined({ identity: "web_1", sid: "PA_1", attributes: { "acd.number": "+74951234567" } })).toEqual({
      type: "caller.joined",
      at: 5,
      callId,
      room,
      sid: "PA_1",
      identity: "web_1",
      channel: "web",
      from: "",
      to: "+74951234567",
    });
    expect(joined({ identity: "web_1" })).toBeUndefined();
  });

  it("[L9] nobody else is a caller", () => {
    for (const identity of ["operator_1", "announcer_1", "someone"]) {
      expect(joined({ identity, kind: ParticipantInfo_Kind.SIP, attributes: { "acd.number": "1" } })).toBeUndefined();
    }
  });

  it("[L5] a participant who never got through to the room is taken for one who left", async () => {
    const aborted = new WebhookEvent({
      event: "participant_connection_aborted",
      room: { name: room },
      participant: { identity: "sip_1", sid: "PA_1" },
    });
    expect(await translate(aborted, 5)).toEqual({
      application: "callcenter",
      callId: await callIdOf(room),
      fact: { type: "caller.left", at: 5, sid: "PA_1", reason: "UNKNOWN_REASON" },
    });
  });

  it("[L26] an operator who may hear from the first is told of, and not one at whom it rings", async () => {
    const joins = async (canSubscribe: boolean) => {
      const participant = { identity: "operator_anna", sid: "PA_2", permission: { canSubscribe } };
      return (await translate(new WebhookEvent({ event: "participant_joined", room: { name: room }, participant }), 5))
        ?.fact;
    };
    expect(await joins(true)).toEqual({ type: "operator.joined", at: 5, operatorId: "anna", sid: "PA_2" });
    expect(await joins(false)).toBeUndefined();
  });

  it("[L6] an event that lacks what it should have is ignored", async () => {
    expect(await translate(new WebhookEvent({ event: "participant_joined", room: { name: room } }), 5)).toBeUndefined();
    expect(await translate(new WebhookEvent({ event: "participant_joined" }), 5)).toBeUndefined();
    expect(await translate(new WebhookEvent(), 5)).toBeUndefined();
  });
});
