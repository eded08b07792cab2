/** What the benches of the queue alone begin with. */
import { usualQueue, type QueueSettings } from "../../src/protocol/settings.ts";
import { as, type ApplicationId, type OperatorId, type QueueId } from "../../src/words/index.ts";

export const settings: QueueSettings = {
  revision: 1,
  application: as<ApplicationId>("bench"),
  queueId: as<QueueId>("Line"),
  name: "Line",
  ...usualQueue,
  capacity: 1_000_000,
};

export const nameOf = (n: number): OperatorId => as<OperatorId>(`o${n}`);
