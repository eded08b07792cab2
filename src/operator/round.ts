import type { OperatorProfile } from "../protocol/settings.ts";
import { lot, type QueueId } from "../words/index.ts";

/**
 * In which order somebody who has become free asks their queues for a caller: in the order of the profile, except that a queue with a service
 * probability below 100 % is left for the end as often as that says. Each round (`epoch`) draws anew.
 */
export function roundOf({ operatorId, queues }: OperatorProfile, epoch: number): readonly QueueId[] {
  const [inTurn, last]: [QueueId[], QueueId[]] = [[], []];
  for (const { queueId, serviceProbability = 100 } of queues) {
    const isServed = serviceProbability >= 100 || lot(`${operatorId}/${epoch}/${queueId}`) * 100 < serviceProbability;
    (isServed ? inTurn : last).push(queueId);
  }
  return [...inTurn, ...last];
}
