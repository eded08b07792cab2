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
import { seconds, type Duration } from "../../words/index.ts";
import { Door } from "../door.ts";
import type { Ports } from "../ports.ts";
import { Problem } from "../problem.ts";
import { withLastOperator } from "../../ledger/lastOperator.ts";
import type { FindRoute } from "../routeBook.ts";

/** Ids of events taken or being taken. A token lives five minutes, so nothing older than that many events can come again. */
const remembered = 20_000;

/** So many callers are let in at a time; the others go on ringing. */
const newcomersAtOnce = 4;
/** Then LiveKit is to send it again, as it does a few times; whom it gives up the patrol finds. */
const newcomersWait: Duration = seconds(10);

export function webhookRoutes(api: Api, ports: Ports, counters: Counters, findRoute: FindRoute): void {
  const read = webhookReader(ports.settings.liveKit);
  const taken = new Set<string>();
  const door = new Door({ atOnce: newcomersAtOnce, patience: newcomersWait, now: ports.now, pulse: ports.pulse });

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
    let result: "told" | "ignored" | "busy";
    try {
      result = await tell(event);
    } catch (error) {
      taken.delete(event.id); // LiveKit will send it again
      counters.count("webhooks_total", { result: "failed" });
      ports.log("error", "webhook.failed", { what: event.event, room: maskRoom(event.room?.name ?? "") });
      throw error;
    }
    counters.count("webhooks_total", { result });
    if (result !== "busy") return c.body(null, 200);
    taken.delete(event.id); // likewise
    throw new Problem("busy", "Too many callers come at once. Send it again.", { headers: { "retry-after": "1" } });
  });

  function remember(id: string): void {
    if (taken.size >= remembered) for (const oldest of [...taken].slice(0, remembered / 2)) taken.delete(oldest);
    taken.add(id);
  }

  async function tell(event: WebhookEvent): Promise<"told" | "ignored" | "busy"> {
    const told = await translate(event, ports.now());
    if (told === undefined) return "ignored";
    const { application, callId, dialId, fact } = told;
    if (dialId !== undefined && (fact.type === "caller.joined" || fact.type === "caller.left")) {
      const isTaken = await ports.dial(application, dialId).tell(fact);
      // Not by the route of a number: they have called none. Nobody knows of such an order, so the call ends what it finds.
      if (!isTaken) await ports.call(application, callId).tell(fact);
      return "told";
    }
    if (fact.type !== "caller.joined") {
      await ports.call(application, callId).tell(fact);
      return "told";
    }
    const came = await door.through(async () => {
      const ledger = ports.ledger(application);
      const route = await withLastOperator(await findRoute(application, fact.to), fact.from, ledger, fact.at);
      await ports.call(application, callId).tell({ ...fact, route });
    });
    return came ? "told" : "busy";
  }
}
