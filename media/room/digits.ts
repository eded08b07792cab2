/** Key presses as LiveKit carries them: `SipDTMF` inside a `DataPacket` on the reliable data channel. */
import { DataPacket, DataPacket_Kind, SipDTMF } from "@livekit/protocol";

/** In the order of their event codes (RFC 4733 §3.2). */
const keys = "0123456789*#ABCD";

export const isDigit = (digit: string): boolean => digit.length === 1 && keys.includes(digit);

export const writeDigit = (digit: string): Uint8Array =>
  new DataPacket({
    kind: DataPacket_Kind.RELIABLE,
    value: { case: "sipDtmf", value: new SipDTMF({ digit, code: keys.indexOf(digit) }) },
  }).toBinary();

/** The key press in a data packet, or undefined if it is something else: anybody in the room may send anything. */
export function readDigit(data: Uint8Array): { readonly digit: string; readonly from: string } | undefined {
  let packet: DataPacket;
  try {
    packet = DataPacket.fromBinary(data);
  } catch {
    return undefined;
  }
  if (packet.value.case !== "sipDtmf") return undefined;
  const { digit, code } = packet.value.value;
  const key = digit === "" ? (keys[code] ?? "") : digit;
  return isDigit(key) ? { digit: key, from: packet.participantIdentity } : undefined;
}
