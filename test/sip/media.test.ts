import { Decoder, Encoder } from "@evan/opus";
import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { CallerVoice } from "../../stack/sip/media/caller-voice.ts";
import { g711 } from "../../stack/sip/media/g711.ts";
import { RoomVoice } from "../../stack/sip/media/room-voice.ts";
import { parseRtp, writeRtp } from "../../stack/sip/media/rtp.ts";
import { mixed } from "../../stack/sip/media/samples.ts";
import { readOffer, writeAnswer } from "../../stack/sip/media/sdp.ts";
import { KeyListener, KeyPresser } from "../../stack/sip/media/telephone-event.ts";
import {
  aLawDecode,
  aLawEncode,
  muLawDecode,
  muLawEncode,
  shareOf,
  tone,
  windowsWith,
} from "../support/phone/audio.ts";

const offer = (...lines: string[]): Buffer =>
  Buffer.from(["v=0", "o=- 1 1 IN IP4 10.0.0.1", "s=-", "c=IN IP4 10.0.0.1", "t=0 0", ...lines, ""].join("\r\n"));

describe("session descriptions", () => {
  it("[T10] the first codec of the offerer's order that is G.711 is taken, with telephone-event", () => {
    const read = readOffer(
      offer("m=audio 4000 RTP/AVP 9 8 0 96", "a=rtpmap:9 G722/8000", "a=rtpmap:96 telephone-event/8000"),
    );
    expect(read).toMatchObject({
      ok: true,
      value: { codec: "PCMA", codecPayload: 8, eventPayload: 96, remote: { address: "10.0.0.1", port: 4000 } },
    });
  });

  it("[T10] G.711 under another payload number is G.711; another sampling rate is not", () => {
    expect(
      readOffer(offer("m=audio 4000 RTP/AVP 99 98", "a=rtpmap:99 PCMU/16000", "a=rtpmap:98 pcmu/8000")),
    ).toMatchObject({ value: { codecPayload: 98 } });
  });

  it("[T10] the answer says what was taken, both ways, and refuses every other line", () => {
    const read = readOffer(
      offer("m=video 5000 RTP/AVP 31", "m=audio 4000 RTP/AVP 0 101", "a=rtpmap:101 telephone-event/8000", "a=sendonly"),
    );
    if (!read.ok) throw new Error(read.refusal);
    const answer = Buffer.from(
      writeAnswer(read.value, { address: "127.0.0.1", port: 10_000 }, { id: "7", version: 1 }),
    ).toString();
    expect(answer.match(/^m=.*$/gm)).toEqual(["m=video 0 RTP/AVP 31", "m=audio 10000 RTP/AVP 0 101"]);
    expect(answer).toContain("c=IN IP4 127.0.0.1");
    expect(answer).toContain("a=sendrecv");
    expect(answer).toContain("a=ptime:20");
    expect(answer).toContain("a=rtpmap:101 telephone-event/8000");
  });

  it.each([
    ["nothing", Buffer.from(""), "no_offer"],
    ["words", Buffer.from("hello"), "unreadable"],
    ["only video", offer("m=video 5000 RTP/AVP 31"), "no_audio"],
    ["refused audio", offer("m=audio 0 RTP/AVP 0"), "no_audio"],
    ["encrypted audio", offer("m=audio 4000 RTP/SAVP 0"), "no_audio"],
    ["only G.722", offer("m=audio 4000 RTP/AVP 9", "a=rtpmap:9 G722/8000"), "no_common_codec"],
  ])("[T11] %s is refused with its reason", (_, body, refusal) => {
    expect(readOffer(body)).toEqual({ ok: false, refusal });
  });

  it("[T22] no description whatever makes it throw", () => {
    const lines = fc.constantFrom(
      "v=0",
      "m=audio 1 RTP/AVP 0",
      "m=",
      "m=audio x y z",
      "a=rtpmap:0",
      "a=rtpmap:999 x/y/z",
      "c=IN IP4",
      "c=",
      "o=",
      "\0",
    );
    fc.assert(
      fc.property(fc.array(lines, { maxLength: 30 }), (each) => {
        const read = readOffer(Buffer.from(["v=0", ...each].join("\r\n")));
        if (read.ok) writeAnswer(read.value, { address: "127.0.0.1", port: 1 }, { id: "1", version: 1 });
      }),
    );
  });
});

describe("G.711", () => {
  it.each([
    ["PCMU", muLawEncode, muLawDecode],
    ["PCMA", aLawEncode, aLawDecode],
  ] as const)(
    "[T12] %s is what the standard's formulas give, for every byte and every sample",
    (name, encode, decode) => {
      const codec = g711[name];
      const bytes = Uint8Array.from({ length: 256 }, (_, byte) => byte);
      expect([...codec.decode(bytes)]).toEqual([...bytes].map(decode));
      const samples = Int16Array.from({ length: 65_536 }, (_, at) => at - 32_768);
      const back = codec.decode(codec.encode(samples));
      const expected = codec.decode(Uint8Array.from(samples, encode));
      const worst = samples.reduce(
        (so, sample, at) => Math.max(so, Math.abs((back[at] ?? 0) - sample) - Math.abs((expected[at] ?? 0) - sample)),
        0,
      );
      expect(worst).toBeLessThanOrEqual(16); // half a step where the two round differently
    },
  );
});

describe("RTP packets", () => {
  it("[T12] what is written is read back", () => {
    const word = fc.integer({ min: 0, max: 2 ** 32 - 1 });
    fc.assert(
      fc.property(
        fc.nat(63),
        fc.boolean(),
        fc.nat(65_535),
        word,
        word,
        fc.uint8Array({ maxLength: 300 }),
        (payloadType, marker, sequence, timestamp, ssrc, payload) => {
          const packet = { payloadType, marker, sequence, timestamp, ssrc, payload };
          expect(parseRtp(writeRtp(packet))).toEqual({ ...packet, payload: Buffer.from(payload) });
        },
      ),
    );
  });

  it("[T22] no bytes whatever make it throw", () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 60 }), (bytes) => void parseRtp(Buffer.from(bytes))),
      { numRuns: 5_000 },
    );
  });

  it("[T12] RTCP on the same port is not RTP", () => {
    expect(parseRtp(Buffer.concat([Buffer.from([0x80, 200, 0, 6]), Buffer.alloc(24)]))).toBeUndefined();
  });
});

describe("key presses", () => {
  it("[T13] a press is told once, whichever of its packets arrive", () => {
    const presser = new KeyPresser();
    presser.press("5");
    presser.press("5");
    const packets: { timestamp: number; payload: Uint8Array }[] = [];
    for (let frame = 1; frame < 40; frame += 1) {
      for (const { payload, age } of presser.next() ?? []) packets.push({ timestamp: frame * 160 - age, payload });
    }
    expect(packets.filter(({ payload }) => ((payload[1] ?? 0) & 0x80) !== 0)).toHaveLength(6);
    fc.assert(
      fc.property(fc.subarray(packets, { minLength: 1 }), (survivors) => {
        const listener = new KeyListener();
        const told = survivors.flatMap((packet) => listener.heard(packet) ?? []);
        expect(told).toHaveLength(new Set(survivors.map(({ timestamp }) => timestamp)).size);
      }),
    );
  });

  it("[T13] what is no key is not pressed, and unknown events are not told", () => {
    const presser = new KeyPresser();
    for (const wrong of ["", "12", "x", "E"]) presser.press(wrong);
    expect(presser.next()).toBeUndefined();
    expect(new KeyListener().heard({ timestamp: 1, payload: Uint8Array.of(16, 0, 0, 0) })).toBeUndefined();
  });
});

/** The caller's packets of a tone, of so many milliseconds each. */
function packetsOf(frequency: number, packet: number, duration: number) {
  const samples = tone(frequency, duration);
  const length = packet * 8;
  return Array.from({ length: Math.floor(samples.length / length) }, (_, at) => ({
    payloadType: 0,
    marker: at === 0,
    sequence: at,
    timestamp: at * length,
    ssrc: 1,
    payload: g711.PCMU.encode(samples.slice(at * length, (at + 1) * length)),
  }));
}

/** What a listener in the room hears of the frames. */
function decoded(frames: readonly Uint8Array[]): Int16Array {
  const decoder = new Decoder({ channels: 1, sample_rate: 8_000 });
  const bytes = Buffer.concat(frames.map((frame) => decoder.decode(frame)));
  return new Int16Array(bytes.buffer, bytes.byteOffset, bytes.length / 2);
}

describe("the caller's voice", () => {
  const run = (packets: ReturnType<typeof packetsOf>) => {
    const frames: { frame: Uint8Array; skipped: number }[] = [];
    const voice = new CallerVoice(g711.PCMU, (frame, skipped) => frames.push({ frame, skipped }));
    for (const packet of packets) voice.received(packet);
    voice.close();
    return frames;
  };

  it.each([10, 20, 30, 40, 60])("[T14] packets of %i ms become 20 ms frames of the same sound", (length) => {
    const frames = run(packetsOf(1_000, length, 1_200));
    expect(frames).toHaveLength(60);
    expect(windowsWith(1_000, decoded(frames.map(({ frame }) => frame)).subarray(320))).toBe(1);
    expect(frames.every(({ skipped }) => skipped === 0)).toBe(true);
  });

  it("[T15] a lost packet is filled with what was heard before, so that the count of frames is kept", () => {
    const packets = packetsOf(500, 20, 1_000).filter((_, at) => at % 10 !== 5);
    const frames = run(packets);
    expect(frames).toHaveLength(50);
    expect(windowsWith(500, decoded(frames.map(({ frame }) => frame)).subarray(320))).toBeGreaterThan(0.9);
  });

  it("[T15] a silence on the wire is counted in frames, not filled", () => {
    const packets = packetsOf(500, 20, 400).map((packet, at) =>
      at < 10 ? packet : { ...packet, timestamp: packet.timestamp + 8_000 },
    );
    const frames = run(packets);
    expect(frames).toHaveLength(20);
    expect(frames.map(({ skipped }) => skipped).filter((skipped) => skipped > 0)).toEqual([50]);
  });

  it("[T15] packets repeated or late change nothing; a new stream begins anew", () => {
    const packets = packetsOf(500, 20, 400);
    const [first] = packets;
    if (first === undefined) throw new Error("no packets");
    expect(run([...packets, ...packets.slice(10)])).toHaveLength(20);
    expect(run([...packets, { ...first, ssrc: 2 }])).toHaveLength(21);
  });
});

describe("a voice of the room", () => {
  const encoder = new Encoder({ channels: 1, sample_rate: 48_000, application: "audio" });
  const frames = Array.from({ length: 100 }, (_, frame) =>
    encoder.encode(
      Int16Array.from({ length: 960 }, (_, at) => 8_000 * Math.sin((2 * Math.PI * 600 * (frame * 960 + at)) / 48_000)),
    ),
  );

  /** Plays `arrivals[beat]`, one beat after the other; the frames that are heard. */
  function play(arrivals: readonly (readonly number[])[], firstSequence = 65_500): (Int16Array | undefined)[] {
    const voice = new RoomVoice();
    const heard = arrivals.map((numbers) => {
      for (const number of numbers)
        voice.received({ sequence: (firstSequence + number) & 0xffff, payload: frames[number] ?? never() });
      return voice.next();
    });
    voice.close();
    return heard;
  }
  const never = (): never => {
    throw new Error("no such frame");
  };
  const soundOf = (heard: readonly (Int16Array | undefined)[]): Int16Array =>
    Int16Array.from(heard.flatMap((frame) => [...(frame ?? new Int16Array(160))]));

  it("[T16] is played without a gap, one frame a beat, across the wrap of the sequence", () => {
    const heard = play(frames.map((_, at) => [at]));
    expect(heard.slice(2).every((frame) => frame?.length === 160)).toBe(true);
    expect(windowsWith(600, soundOf(heard.slice(4)))).toBe(1);
  });

  it("[T16] packets out of order are put in order", () => {
    const heard = play(frames.map((_, at) => [at % 2 === 0 ? Math.min(at + 1, 99) : at - 1]));
    expect(windowsWith(600, soundOf(heard.slice(4, 96)))).toBeGreaterThan(0.95);
  });

  it("[T16] a lost packet is filled, and what follows comes in time", () => {
    const heard = play(frames.map((_, at) => (at % 10 === 5 ? [] : [at])));
    expect(heard.slice(3).every((frame) => frame !== undefined)).toBe(true);
    expect(windowsWith(600, soundOf(heard.slice(4)))).toBeGreaterThan(0.85);
  });

  it("[T16] a pause is silence, and the sound after it is whole", () => {
    const heard = play([
      ...frames.slice(0, 40).map((_, at) => [at]),
      ...Array.from({ length: 30 }, () => []),
      ...frames.slice(40).map((_, at) => [at + 40]),
    ]);
    expect(heard.slice(48, 68).every((frame) => frame === undefined)).toBe(true);
    expect(windowsWith(600, soundOf(heard.slice(76, 128)))).toBeGreaterThan(0.95);
  });

  it("[T16] packets that are not Opus are no more than a loss", () => {
    const voice = new RoomVoice();
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 50 }), fc.nat(65_535), (payload, sequence) => {
        voice.received({ sequence, payload });
        voice.next();
      }),
    );
  });
});

describe("the mix", () => {
  it("[T16] everyone is heard, and loud ones together do not wrap round", () => {
    const both = mixed([tone(500, 20, 30_000), tone(1_500, 20, 30_000)]);
    expect(shareOf(500, both)).toBeGreaterThan(0.3);
    expect(shareOf(1_500, both)).toBeGreaterThan(0.3);
    expect(mixed([Int16Array.of(30_000), Int16Array.of(30_000)])[0]).toBe(32_767);
  });
});
