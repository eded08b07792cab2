/** Session descriptions (RFC 8866, RFC 3264): what the caller offers, and our one answer to it. */
import { isIP } from "node:net";
import { parse, write } from "sdp-transform";
import type { Answer } from "../../../src/words/index.ts";
import { no, yes } from "../../../src/words/index.ts";
import type { Place } from "../message/reply.ts";
import type { G711 } from "./g711.ts";

export interface Offer {
  /** Where the caller wants to receive; undefined when it names no usable address (a hold in the style of RFC 2543). */
  readonly remote: Place | undefined;
  readonly codec: G711;
  readonly codecPayload: number;
  /** The payload type of telephone-event, when the caller can press keys. */
  readonly eventPayload: number | undefined;
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

  const address = audio.connection?.ip ?? session.connection?.ip;
  return yes({
    remote: usable(address) ? { address, port: audio.port } : undefined,
    codec,
    codecPayload,
    eventPayload: payloads.find((payload) => named(payload) === "TELEPHONE-EVENT"),
    lines,
    taken,
  });
}

const isG711 = (name: string | undefined): name is G711 => name === "PCMU" || name === "PCMA";

/** 0.0.0.0 means "send nothing" in old phones' holds; LiveKit SIP does not heed it, nor do we: sending goes on as before. */
const usable = (address: string | undefined): address is string =>
  address !== undefined && isIP(address) !== 0 && address !== "0.0.0.0" && address !== "::";

/** The answer: audio both ways whatever direction was asked (LiveKit SIP's way), 20 ms packets; all other lines refused. */
export function writeAnswer(offer: Offer, local: Place, sessionId: string): Uint8Array {
  const connection = { version: isIP(local.address) === 6 ? 6 : 4, ip: local.address } as const;
  const events = offer.eventPayload;
  const text = write({
    version: 0,
    origin: {
      username: "-",
      sessionId,
      sessionVersion: 1,
      netType: "IN",
      ipVer: connection.version,
      address: local.address,
    },
    name: "ACD",
    connection,
    timing: { start: 0, stop: 0 },
    media: offer.lines.map(({ type, protocol, payloads }, at) =>
      at === offer.taken
        ? {
            type,
            port: local.port,
            protocol,
            payloads: [offer.codecPayload, ...(events === undefined ? [] : [events])].join(" "),
            rtp: [
              { payload: offer.codecPayload, codec: offer.codec, rate: 8_000 },
              ...(events === undefined ? [] : [{ payload: events, codec: "telephone-event", rate: 8_000 }]),
            ],
            fmtp: events === undefined ? [] : [{ payload: events, config: "0-15" }],
            ptime: 20,
            direction: "sendrecv" as const,
          }
        : { type, port: 0, protocol, payloads, rtp: [], fmtp: [] },
    ),
  });
  return Buffer.from(text);
}
