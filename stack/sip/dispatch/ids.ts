import { randomInt } from "node:crypto";

/** LiveKit's own alphabet for ids: no character that is easily taken for another. */
const alphabet = "23456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz";

/** An id as LiveKit makes them: the prefix and twelve random characters, `SCL_9s7Gk2mPqRtX`. */
export const newId = (prefix: "" | "SCL_" | "ST_" | "SDR_"): string =>
  prefix + Array.from({ length: 12 }, () => alphabet[randomInt(alphabet.length)]).join("");
