/**
 * A process that answers calls as operators do: joins each room, says a tone without end, and listens.
 * Argument: JSON, a LiveKit server. Each line in is a room, each line out says that it has been joined. Ends with its standard input.
 */
import { createInterface } from "node:readline";
import { answer } from "../../test/sip/harness.ts";
import type { LiveKit } from "../../test/support/livekit.ts";

const livekit = JSON.parse(process.argv[2] ?? "") as LiveKit; // written by ../gateway.ts

for await (const room of createInterface({ input: process.stdin })) {
  await answer(livekit, room, 880);
  process.stdout.write(`${room}\n`);
}
process.exit(0); // the native side keeps threads that outlive their connections
