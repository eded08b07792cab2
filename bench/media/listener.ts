/**
 * A process that sits in some rooms as their callers, and tells when asked how evenly the packets came.
 * Argument: JSON, `{url, seats: [{room, token}]}`. Line in: start afresh. Signal to end: standard input's end, answered with one JSON line.
 */
import { constants, setPriority } from "node:os";
import { createInterface } from "node:readline";
import { joinRoom } from "../../media/room/join.ts";

export interface ListenerOptions {
  readonly url: string;
  readonly tokens: readonly string[];
}

/** How far each gap between two packets was from what their timestamps say, in milliseconds. */
export interface Heard {
  readonly packets: number;
  readonly lost: number;
  readonly deviations: readonly number[];
}

try {
  setPriority(constants.priority.PRIORITY_HIGHEST); // it is to measure delays, not to suffer them
} catch {
  // then it measures a little too much
}

const options = JSON.parse(process.argv[2] ?? "") as ListenerOptions; // written by ../media.ts
let packets = 0;
let lost = 0;
let deviations: number[] = [];

for (const token of options.tokens) {
  let last: { readonly at: number; readonly timestamp: number; readonly sequence: number } | undefined;
  const room = await joinRoom({
    url: options.url,
    token,
    on: {
      trackPublished: (track) =>
        room.subscribe(track.sid, ({ timestamp, sequence }) => {
          const at = performance.now();
          if (last !== undefined) {
            packets += 1;
            lost += ((sequence - last.sequence) & 0xffff) - 1;
            deviations.push(Math.abs(at - last.at - ((timestamp - last.timestamp) >>> 0) / 48));
          }
          last = { at, timestamp, sequence };
        }),
    },
  });
}

process.stdout.write("ready\n");
const lines = createInterface({ input: process.stdin });
lines.on("line", () => {
  packets = 0;
  lost = 0;
  deviations = [];
});
lines.on("close", () => {
  process.stdout.write(`${JSON.stringify({ packets, lost, deviations } satisfies Heard)}\n`, () => process.exit(0));
});
