/** Converts one upload and ends: decoding ten minutes takes hundreds of megabytes, which only the end of the thread gives back. */
import { constants, setPriority } from "node:os";
import { parentPort, workerData } from "node:worker_threads";
import { reason } from "../log.ts";
import { convertSound } from "./convert.ts";
import type { Outcome, Work } from "./workshop.ts";
import { Unusable } from "./unusable.ts";

try {
  setPriority(constants.priority.PRIORITY_LOW); // of this thread alone: what is made here must not delay what is sent
} catch {
  // then it runs as the others do
}

const { bytes, as, use } = workerData as Work; // as Workshop gives it
try {
  const { audio, ...made } = await convertSound(bytes, as, use);
  parentPort?.postMessage({ audio, ...made } satisfies Outcome, [audio.buffer]);
} catch (error) {
  const because = error instanceof Unusable ? error.message : `It cannot be decoded (${reason(error)}).`;
  parentPort?.postMessage({ because } satisfies Outcome);
}
