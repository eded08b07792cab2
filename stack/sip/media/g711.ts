/** G.711 both ways. The package converts sample by sample; its results are kept in tables, for every call needs 16,000 of them a second. */
// oxlint-disable import/default, import/no-named-as-default-member -- the package is CommonJS; its types describe the ES module beside it
import alawmulaw from "alawmulaw";

export type G711 = "PCMU" | "PCMA";

export interface G711Codec {
  encode(samples: Int16Array): Uint8Array;
  decode(bytes: Uint8Array): Int16Array;
}

interface SampleCodec {
  encodeSample(sample: number): number;
  decodeSample(byte: number): number;
}

function tabulated(codec: SampleCodec): G711Codec {
  const decoded = Int16Array.from({ length: 256 }, (_, byte) => codec.decodeSample(byte));
  const encoded = Uint8Array.from({ length: 65_536 }, (_, at) => codec.encodeSample(at - 32_768));
  return {
    encode: (samples) => Uint8Array.from(samples, (sample) => encoded[sample + 32_768] ?? 0),
    decode: (bytes) => Int16Array.from(bytes, (byte) => decoded[byte] ?? 0),
  };
}

const { alaw, mulaw } = alawmulaw;

export const g711: Readonly<Record<G711, G711Codec>> = {
  PCMU: tabulated(mulaw),
  PCMA: tabulated(alaw),
};
