/** Small questions to something that is starting. */
import { connect } from "node:net";
import * as z from "zod";

const readiness = z.object({ ready: z.boolean() }).catchall(z.union([z.boolean(), z.string()]));

/** Whether an address answers with 2xx within a second. Rejects when nobody listens. */
export async function answersOk(url: string): Promise<boolean> {
  const response = await fetch(url, { signal: AbortSignal.timeout(1_000) });
  await response.body?.cancel();
  return response.ok;
}

/** What the edge app says of itself and its neighbours: each `ok` or not. Rejects when it does not answer. */
export async function readinessOf(edgeUrl: string): Promise<z.infer<typeof readiness>> {
  // It asks each neighbour for up to three seconds.
  const response = await fetch(`${edgeUrl}/readyz`, { signal: AbortSignal.timeout(5_000) });
  return readiness.parse(await response.json());
}

/** Whether somebody on this machine accepts TCP connections on the port. */
export function listens(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect({ port, host: "127.0.0.1" });
    const answer = (yes: boolean): void => {
      socket.destroy();
      resolve(yes);
    };
    socket.once("connect", () => answer(true));
    socket.once("error", () => answer(false));
  });
}
