/** The studio's thread: takes orders, delivers clips. */
import { constants, setPriority } from "node:os";
import { join } from "node:path";
import { parentPort } from "node:worker_threads";
import { ClipCache } from "./cache.ts";
import { type Clip, pack } from "./clip.ts";
import { readEnvironment } from "./environment.ts";
import { log, reason } from "./log.ts";
import { musicFromFile, ownMusic } from "./music/music.ts";
import { chooseVoice } from "./speech/choose.ts";
import { espeak } from "./speech/espeak.ts";
import { Phrases } from "./speech/phrases.ts";
import type { DeliveryMessage, Order, OrderMessage } from "./studio.ts";

try {
  setPriority(constants.priority.PRIORITY_NORMAL); // of this thread alone: what is made here must not delay what is sent
} catch {
  // then it is normal already
}

const environment = readEnvironment(process.env);
const cache = new ClipCache(join(environment.ACD_DATA, "media-cache"));
const voice = chooseVoice(environment.voice);
const phrases = new Phrases(environment.voice.ACD_VOICE === "espeak" ? [voice] : [voice, espeak()], cache);

async function make(order: Order): Promise<Clip> {
  if (order.what === "phrase") return phrases.speak(order.text, order.language);
  if (environment.ACD_MUSIC === undefined) return ownMusic(cache);
  try {
    return await musicFromFile(environment.ACD_MUSIC, cache);
  } catch (error) {
    log("error", "music file unusable, playing our own", { reason: reason(error) });
    return ownMusic(cache);
  }
}

parentPort?.on("message", ({ id, order }: OrderMessage) => {
  make(order).then(
    (clip) => {
      const packed = pack(clip);
      parentPort?.postMessage({ id, packed } satisfies DeliveryMessage, [packed.buffer]);
    },
    (error: unknown) => parentPort?.postMessage({ id, failure: reason(error) } satisfies DeliveryMessage),
  );
});
