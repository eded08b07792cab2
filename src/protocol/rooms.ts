/**
 * How rooms and the people in them are named, so that a name alone tells whose it is.
 *
 * LiveKit SIP's individual dispatch rule names a room `<prefix>_<caller's number>_<random>` (livekit/protocol, `EvaluateDispatchRule`),
 * and the caller in it `sip_<number>`. We choose the prefix: `call-<application>`.
 */
import type { ApplicationId, DialId, OperatorId, RoomName } from "../words/index.ts";
import { as } from "../words/index.ts";

const roomPrefixStem = "call-";
const announcerStem = "announcer_";
const operatorStem = "operator_";
const webCallerStem = "web_";
const sipCallerStem = "sip_";
const callbackStem = "callback_";

/** Whom a participant's identity speaks for. */
export type Who = "caller" | "operator" | "announcer" | "stranger";

export const roomPrefix = (application: ApplicationId): string => `${roomPrefixStem}${application}`;

/** The room of a call from a browser; `random` makes it unique, 12 characters like LiveKit's own. */
export const webCallRoom = (application: ApplicationId, random: string): RoomName =>
  as<RoomName>(`${roomPrefix(application)}_web_${random}`);

/** The room into which somebody is phoned. */
export const callbackRoom = (application: ApplicationId, dialId: DialId): RoomName =>
  as<RoomName>(`${roomPrefix(application)}_${callbackStem}${dialId}`);

/**
 * The attempt to phone somebody that a room was made for. Undefined: the call came in. A caller may call themselves what they like; but behind
 * their name LiveKit SIP puts `_` and chance, so that their room never ends as one of ours does.
 */
export function dialOfRoom(room: string): DialId | undefined {
  const application = applicationOfRoom(room);
  const prefix = application && `${roomPrefix(application)}_${callbackStem}`;
  if (prefix === undefined || !room.startsWith(prefix)) return undefined;
  const dialId = room.slice(prefix.length);
  return /.~[0-9]+$/.test(dialId) ? as<DialId>(dialId) : undefined;
}

/** The application a room belongs to, or undefined when the room is not a call of ours. */
export function applicationOfRoom(room: string): ApplicationId | undefined {
  const end = room.indexOf("_");
  if (!room.startsWith(roomPrefixStem) || end <= roomPrefixStem.length) return undefined;
  return as<ApplicationId>(room.slice(roomPrefixStem.length, end));
}

/** A room name fit for a log line: the caller's number inside it is left out. */
export function maskRoom(room: string): string {
  const parts = room.split("_");
  return parts.length < 3 ? "•••" : `${parts[0]}_•_${parts.at(-1)}`;
}

export const operatorIdentity = (operator: OperatorId): string => `${operatorStem}${operator}`;
export const webCallerIdentity = (random: string): string => `${webCallerStem}${random}`;
/** Who is phoned. */
export const phonedIdentity = `${sipCallerStem}callback`;
/** One announcer per call at a time: a successor with the same identity replaces a lost one at once (LiveKit: DUPLICATE_IDENTITY). */
export const announcerIdentity = `${announcerStem}1`;

export function whoIs(identity: string): Who {
  if (identity.startsWith(sipCallerStem) || identity.startsWith(webCallerStem)) return "caller";
  if (identity.startsWith(operatorStem)) return "operator";
  if (identity.startsWith(announcerStem)) return "announcer";
  return "stranger";
}

export const operatorOf = (identity: string): OperatorId => as<OperatorId>(identity.slice(operatorStem.length));
