import type { Context } from "hono";
import type { CallRecord } from "../protocol/record.ts";
import type { ApplicationId, CallId } from "../words/index.ts";
import { reachesQueue, type AppEnv } from "./access.ts";
import type { Ports } from "./ports.ts";
import { Problem } from "./problem.ts";

/**
 * The call as far as it has come: of one that lives its own actor knows more than the ledger, the queue that it is in by now for instance. A call
 * that the bearer may not see is not there.
 */
export async function callSeen(
  ports: Ports,
  c: Context<AppEnv>,
  right: "calls.read" | "calls.command" | "calls.annotate",
  application: ApplicationId,
  id: CallId,
): Promise<CallRecord> {
  const notThere = new Problem("not-found", `There is no call "${id}".`);
  const written = await ports.ledger(application).read(id);
  if (written === undefined) throw notThere;
  const record = written.endedAt === undefined ? ((await ports.call(application, id).read()) ?? written) : written;
  if (!reachesQueue(c, right, record.queueId ?? null)) throw notThere;
  return record;
}
