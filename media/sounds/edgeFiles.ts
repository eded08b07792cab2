/** The edge app's files of sounds, for a media worker: uploads to fetch, what came of them to bring, and what is to be played. */
import type { SoundOrder } from "../../src/protocol/media.ts";
import type { ApplicationId, Duration, SoundId } from "../../src/words/index.ts";
import type { Converted } from "./convert.ts";

export interface EdgeFiles {
  /** Undefined: it is not waited for any more. Rejects when it cannot be had just now. */
  upload(order: SoundOrder): Promise<Uint8Array | undefined>;
  deliver(order: SoundOrder, converted: Converted): Promise<void>;
  fail(order: SoundOrder, because: string): Promise<void>;
  /** What callers hear, as Ogg Opus. Rejects when it cannot be had in time. */
  audio(application: ApplicationId, sound: SoundId, hash: string): Promise<Uint8Array>;
}

type Asked = Pick<RequestInit, "method" | "body"> & { readonly type?: string };

const transferTimeout: Duration = 60_000;
/** A caller waits for it. */
const audioTimeout: Duration = 4_000;

export function edgeFiles(url: string, secret: string): EdgeFiles {
  const base = `${url.replace(/^ws/, "http").replace(/\/+$/, "")}/v1/media/sounds`;
  const at = (application: ApplicationId, sound: SoundId): string => `${base}/${application}/${sound}`;
  const uploadAt = ({ application, sound, upload }: SoundOrder): string =>
    `${at(application, sound)}/uploads/${upload}`;

  async function ask(address: string, timeout: Duration, { type, ...init }: Asked = {}): Promise<Response> {
    const response = await fetch(address, {
      ...init,
      headers: { authorization: `Bearer ${secret}`, ...(type !== undefined && { "content-type": type }) },
      signal: AbortSignal.timeout(timeout),
    });
    if (!response.ok && response.status !== 404) throw new Error(`HTTP ${response.status}`);
    return response;
  }

  return {
    async upload(order) {
      const response = await ask(uploadAt(order), transferTimeout);
      return response.status === 404 ? undefined : new Uint8Array(await response.arrayBuffer());
    },
    async deliver(order, { audio, duration, loudness }) {
      const query = new URLSearchParams({ duration: String(duration) });
      if (loudness !== null) query.set("loudness", String(loudness));
      await ask(`${uploadAt(order)}/audio?${query}`, transferTimeout, {
        method: "PUT",
        body: audio,
        type: "audio/ogg",
      });
    },
    async fail(order, because) {
      const body = JSON.stringify({ because: because.slice(0, 500) });
      await ask(`${uploadAt(order)}/failure`, transferTimeout, { method: "PUT", body, type: "application/json" });
    },
    async audio(application, sound, hash) {
      const response = await ask(`${at(application, sound)}/audio/${hash}`, audioTimeout);
      if (response.status === 404) throw new Error("there is no such sound");
      return new Uint8Array(await response.arrayBuffer());
    },
  };
}
