/** What local clocks show. The rules of all zones are the engine's own (`Intl`): Node, Deno and workerd carry the whole IANA database, and keep it fresh. */
import { minutes, seconds, type Duration, type Instant } from "../words/index.ts";

/** What a local clock shows, date and time, as milliseconds since it would have shown 1970-01-01 00:00. */
export type Wall = number;

const hour = minutes(60);
const day = 24 * hour;

/** Making one is slow, and the zones are few. */
const formats = new Map<string, Intl.DateTimeFormat>();

function formatOf(timeZone: string): Intl.DateTimeFormat {
  let format = formats.get(timeZone);
  if (format === undefined) {
    format = new Intl.DateTimeFormat("en-US", { timeZone, timeZoneName: "longOffset" });
    formats.set(timeZone, format);
  }
  return format;
}

/** Whether it is the name of a zone: `Europe/Berlin`, `UTC`. Bare offsets (`+03:00`) are not: they know no daylight-saving time. */
export function isTimeZone(text: string): boolean {
  if (!/^[A-Za-z]/.test(text)) return false;
  try {
    formatOf(text);
    return true;
  } catch {
    return false;
  }
}

/** How far the local clock is ahead of UTC. */
export function offsetAt(timeZone: string, at: Instant): Duration {
  const shown = /GMT(?:([+-])(\d\d):(\d\d)(?::(\d\d))?)?/.exec(formatOf(timeZone).format(at));
  const [, sign, h = 0, m = 0, s = 0] = shown ?? [];
  const ahead = Number(h) * hour + minutes(Number(m)) + seconds(Number(s));
  return sign === "-" ? -ahead : ahead;
}

export const wallAt = (timeZone: string, at: Instant): Wall => at + offsetAt(timeZone, at);

/**
 * The first instant at which the local clock shows this or later. In the hour that spring leaves out that is the moment of the leap; of the
 * hour that autumn repeats, the first of the two. So later on the wall is never earlier in time, and nothing opens or closes twice.
 */
export function firstInstantOf(timeZone: string, wall: Wall): Instant {
  // No zone leaps twice within two days, and none is further from UTC than 14 hours.
  const [before, after] = [offsetAt(timeZone, wall - day), offsetAt(timeZone, wall + day)];
  const early = wall - before;
  if (before === after || offsetAt(timeZone, early) === before) return early;
  const late = wall - after;
  if (offsetAt(timeZone, late) === after) return late;
  // In the gap: the leap lies between the two.
  let [low, high] = [late, early];
  while (high - low > 1) {
    const middle = Math.floor((low + high) / 2);
    if (offsetAt(timeZone, middle) === before) low = middle;
    else high = middle;
  }
  return high;
}
