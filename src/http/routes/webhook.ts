/**
 * Where LiveKit tells what happens in its rooms. Answered only once the call has taken the fact, so that LiveKit repeats what got lost:
 * it retries on 5xx and on silence, and gives up on 4xx.
 */
import type { WebhookEvent } from "livekit-server-sdk";
import { translate } from "../../livekit/translate.ts";
import { webhookReader } from "../../livekit/webhook.ts";
import { maskRoom } from "../../protocol/rooms.ts";
import type { Api } from "../api.ts";
import type { Counters } from "../counters.ts";
import type { Ports } from "../ports.ts";
import { Problem } from "../problem.ts";
import { withLastOperator } from "../../ledger/lastOperator.ts";
import type { FindRoute } from "../routeBook.ts";

/** Ids of events taken or being taken. A token lives five minutes, so nothing older than that many events can come again. */
const remembered = 20_000;

export function webhookRoutes(api: Api, ports: Ports, counters: Counters, findRoute: FindRoute): void {
  const read = webhookReader(ports.settings.liveKit);
  const taken = new Set<string>();

  api.post("/livekit/webhook", async (c) => {
    const body = new Uint8Array(await c.req.arrayBuffer());
    const answer = await read(body, c.req.header("authorization"));
    if (!answer.ok) {
      counters.count("webhooks_total", { result: answer.refusal });
      ports.log("warn", "webhook.refused", { reason: answer.refusal });
      // The same words whatever was wrong: a forger learns nothing.
      throw new Problem("unauthenticated", "This is not a webhook of our LiveKit.");
    }
    const event = answer.value;
    if (event.id !== "" && taken.has(event.id)) {
      counters.count("webhooks_total", { result: "repeated" });
      return c.body(null, 200);
    }
    remember(event.id);
    try {
      counters.count("webhooks_total", { result: (await tell(event)) ? "told" : "ignored" });
    } catch (error) {
      taken.delete(event.id); // LiveKit will send it again
      counters.count("webhooks_total", { result: "failed" });
      ports.log("error", "webhook.failed", { what: event.event, room: maskRoom(event.room?.name ?? "") });
      throw error;
    }
    return c.body(null, 200);
  });

  function remember(id: string): void {
    if (taken.size >= remembered) for (const oldest of [...taken].slice(0, remembered / 2)) taken.delete(oldest);
    taken.add(id);
  }

  async function tell(event: WebhookEvent): Promise<boolean> {
    const told = await translate(event, ports.now());
    if (told === undefined) return false;
    const { application, callId, fact } = told;
    if (fact.type === "caller.joined") {
      const ledger = ports.ledger(application);
      const route = await withLastOperator(await findRoute(application, fact.to), fact.from, ledger, fact.at);
      await ports.call(application, callId).tell({ ...fact, route });
    } else await ports.call(application, callId).tell(fact);
    return true;
  }
}
