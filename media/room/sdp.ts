/** The few changes that session descriptions and candidates need on their way between LiveKit and libdatachannel. */
import { isIPv4 } from "node:net";

/**
 * A description without its candidates. As the offerer we name none at all: the server learns our address from our checks; with
 * candidates it may settle on a pair that never gets nominated (measured: 6 of 300 joins hung).
 */
export const withoutCandidates = (description: string): string =>
  description.replaceAll(/a=(?:candidate:[^\r\n]*|end-of-candidates)\r?\n/g, "");

/**
 * The server's offer with every codec but Opus struck out, and without header extensions and feedback: RED would wrap the frames,
 * and nothing here answers bandwidth probes.
 */
export function opusOnly(description: string): string {
  return sections(description)
    .map((section) => {
      if (!section.startsWith("m=audio")) return section;
      const opus = new Set(Array.from(section.matchAll(/^a=rtpmap:(\d+) opus\//gim), (match) => match[1]));
      return section
        .replace(/^(m=audio \d+ \S+) .*$/m, `$1 ${[...opus].join(" ")}`)
        .replaceAll(/^a=(?:rtcp-fb|extmap)[^\n]*\n/gm, "")
        .replaceAll(/^a=(?:rtpmap|fmtp):(\d+) [^\n]*\n/gm, (line, payload: string) => (opus.has(payload) ? line : ""));
    })
    .join("");
}

/** Which track each media line of the server's offer carries: LiveKit writes `a=msid:<participant>|<stream> <track>`. */
export function tracksByMid(description: string): ReadonlyMap<string, string> {
  const tracks = new Map<string, string>();
  for (const section of sections(description)) {
    const mid = /^a=mid:(\S+)/m.exec(section)?.[1];
    const track = /^a=msid:\S+ (\S+)/m.exec(section)?.[1];
    if (mid !== undefined && track !== undefined) tracks.set(mid, track);
  }
  return tracks;
}

/**
 * The session part and each media part, line ends kept.
 * By hand, because `sdp-transform` 3 loses LiveKit's msid: it takes no `|` in a stream's id.
 */
const sections = (description: string): string[] => description.split(/^(?=m=)/m);

/**
 * Our answer with the addresses at which the server may reach us. As the answerer we must name them, and before our first check arrives:
 * pion, which then chooses the pair, waits a second before it trusts an address that it only saw (`prflxAcceptanceMinWait`).
 * libjuice never names loopback, which is where a local server sees us, so that is added; it listens on every address at the same port.
 */
export const withReachableCandidates = (description: string, signallingIsLocal: boolean): string =>
  description.replaceAll(/a=candidate:([^\r\n]*)\r?\n/g, (line, candidate: string) => {
    const words = candidate.split(" ");
    if (words[2]?.toLowerCase() !== "udp" || !isIPv4(words[4] ?? "")) return "";
    return signallingIsLocal ? `a=candidate:${words.with(4, "127.0.0.1").join(" ")}\r\n${line}` : line;
  });

/**
 * Whether a candidate of the server's is worth trying: UDP over IPv4, not link-local, and loopback only if signalling goes there too.
 * libjuice waits for every pair before it settles on one, so each unreachable candidate costs a second or two.
 */
export function worthTrying(candidate: string, signallingIsLocal: boolean): boolean {
  const [, , transport, , address] = candidate.split(" ");
  if (transport?.toLowerCase() !== "udp" || address === undefined || !isIPv4(address)) return false;
  if (address.startsWith("169.254.")) return false;
  return signallingIsLocal || !address.startsWith("127.");
}
