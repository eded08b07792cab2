/** Session descriptions (RFC 8866, RFC 3264): what is offered, by a caller or by us, and what is answered. */
import { isIP } from "node:net";
import { parse, write } from "sdp-transform";
import type { SessionDescription } from "sdp-transform";
import type { Answer } from "../../../src/words/index.ts";
import { no, yes } from "../../../src/words/index.ts";
import type { Place } from "../message/reply.ts";
import type { G711 } from "./g711.ts";

/** What both sides can do, and where the other one is. */
export interface Agreed {
  /** Where the telephone wants to receive; undefined when it names no usable address (a hold in the style of RFC 2543). */
  readonly remote: Place | undefined;
  readonly codec: G711;
  readonly codecPayload: number;
  /** The payload type of telephone-event, when the telephone can press keys. */
  readonly eventPayload: number | undefined;
  /** What it may number the keys as that it presses: as we have it, or as it has it itself. */
  readonly eventPayloadsHeard: readonly number[];
}

export interface Offer extends Agreed {
  /** Every media line, in order: each must be answered, if only with a refusal. */
  readonly lines: readonly { readonly type: string; readonly protocol: string; readonly payloads: string }[];
  /** The line that is taken. */
  readonly taken: number;
}

export type OfferRefusal = "no_offer" | "unreadable" | "no_audio" | "no_common_codec";

/** Payload types that need no rtpmap (RFC 3551 §6). */
const staticCodecs: Readonly<Record<number, G711>> = { 0: "PCMU", 8: "PCMA" };

/** Reads an offer and takes the first codec of the offerer's order that we have too. */
export function readOffer(body: Uint8Array): Answer<Offer, OfferRefusal> {
  const text = Buffer.from(body).toString("utf8");
  if (text.trim() === "") return no("no_offer");
  if (!/^v=0\r?\n/.test(text)) return no("unreadable");
  const session = parse(text);
  const lines = session.media.map(({ type, protocol, payloads }) => ({
    type,
    protocol,
    payloads: String((payloads as string | number | undefined) ?? ""), // typed as text, but a lone payload comes as a number
  }));
  const taken = session.media.findIndex(
    (line) => line.type === "audio" && line.port > 0 && /^RTP\/AVPF?$/.test(line.protocol),
  );
  const audio = session.media[taken];
  if (audio === undefined) return no("no_audio");

  const payloads = (lines[taken]?.payloads ?? "")
    .split(/\s+/)
    .filter((each) => /^\d{1,3}$/.test(each))
    .map(Number);
  const named = (payload: number): string | undefined => {
    const map = audio.rtp.find((each) => each.payload === payload);
    return map === undefined
      ? staticCodecs[payload]
      : `${map.codec}/${map.rate ?? 8_000}`.toUpperCase().replace("/8000", "");
  };
  const codecPayload = payloads.find((payload) => isG711(named(payload)));
  if (codecPayload === undefined) return no("no_common_codec");
  const codec = named(codecPayload);
  if (!isG711(codec)) return no("no_common_codec");

  const eventPayload = payloads.find((payload) => named(payload) === "TELEPHONE-EVENT");
  const address = audio.connection?.ip ?? session.connection?.ip;
  return yes({
    remote: usable(address) ? { address, port: audio.port } : undefined,
    codec,
    codecPayload,
    eventPayload,
    eventPayloadsHeard: eventPayload === undefined ? [] : [eventPayload],
    lines,
    taken,
  });
}

const isG711 = (name: string | undefined): name is G711 => name === "PCMU" || name === "PCMA";

/** 0.0.0.0 means "send nothing" in old phones' holds; LiveKit SIP does not heed it, nor do we: sending goes on as before. */
const usable = (address: string | undefined): address is string =>
  address !== undefined && isIP(address) !== 0 && address !== "0.0.0.0" && address !== "::";

/** The answer: audio both ways whatever direction was asked (LiveKit SIP's way), 20 ms packets; all other lines refused. */
export const writeAnswer = (offer: Offer, local: Place, session: SessionVersion): Uint8Array =>
  describe(
    local,
    session,
    offer.lines.map(({ type, protocol, payloads }, at) =>
      at === offer.taken
        ? audioLine(protocol, local.port, [[offer.codecPayload, offer.codec]], offer.eventPayload)
        : { type, port: 0, protocol, payloads, rtp: [], fmtp: [] },
    ),
  );

/** What we can do, for somebody to choose from. */
export const writeOffer = (local: Place, session: SessionVersion): Uint8Array =>
  describe(local, session, [audioLine("RTP/AVP", local.port, offeredCodecs, ownEventPayload)]);

/**
 * Reads what was answered to our offer, which had one line: a line that was refused has the port 0, and is no audio. Whoever answers with a number of their own
 * for telephone-event wants keys under that one and is to press them under ours (RFC 3264 §6.1); some press them under theirs.
 */
export function readAnswer(body: Uint8Array): Answer<Offer, OfferRefusal> {
  const answer = readOffer(body);
  if (!answer.ok || answer.value.eventPayload === undefined) return answer;
  return yes({ ...answer.value, eventPayloadsHeard: [answer.value.eventPayload, ownEventPayload] });
}

/** Which description of a session this is: every one that differs from the last counts on (RFC 3264 §8). */
export interface SessionVersion {
  readonly id: string;
  readonly version: number;
}

const offeredCodecs: readonly Codec[] = [
  [0, "PCMU"],
  [8, "PCMA"],
];
const ownEventPayload = 101;

type Codec = readonly [payload: number, name: G711];

const audioLine = (protocol: string, port: number, codecs: readonly Codec[], events: number | undefined) => ({
  type: "audio",
  port,
  protocol,
  payloads: [...codecs.map(([payload]) => payload), ...(events === undefined ? [] : [events])].join(" "),
  rtp: [
    ...codecs.map(([payload, codec]) => ({ payload, codec, rate: 8_000 })),
    ...(events === undefined ? [] : [{ payload: events, codec: "telephone-event", rate: 8_000 }]),
  ],
  fmtp: events === undefined ? [] : [{ payload: events, config: "0-15" }],
  ptime: 20,
  direction: "sendrecv" as const,
});

function describe(local: Place, session: SessionVersion, media: SessionDescription["media"]): Uint8Array {
  const connection = { version: isIP(local.address) === 6 ? 6 : 4, ip: local.address } as const;
  const text = write({
    version: 0,
    origin: {
      username: "-",
      sessionId: session.id,
      sessionVersion: session.version,
      netType: "IN",
      ipVer: connection.version,
      address: local.address,
    },
    name: "ACD",
    connection,
    timing: { start: 0, stop: 0 },
    media,
  });
  return Buffer.from(text);
}
