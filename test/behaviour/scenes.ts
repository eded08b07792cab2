/** Where many a test begins. */
import { seconds, type CallId, type OperatorId, type QueueId } from "../../src/words/index.ts";
import type { World } from "./world/world.ts";

/** An operator who is there and not ready, and these callers in the line, in this order. */
export async function waiting(
  world: World,
  ids: readonly string[],
): Promise<{ readonly queue: QueueId; readonly operator: OperatorId }> {
  const queue = world.queue("MainQueue");
  const operator = world.operator("o1", [queue]);
  world.arrive(operator);
  await world.pass(10);
  for (const id of ids) {
    world.dial(id, queue);
    await world.pass(100);
  }
  return { queue, operator };
}

/** An operator and a caller who talk. */
export async function talking(world: World): Promise<{ readonly operator: OperatorId; readonly call: CallId }> {
  const queue = world.queue("MainQueue");
  const operator = world.operator("o1", [queue]);
  world.ready(operator);
  await world.pass(100);
  const call = world.dial("c1", queue);
  await world.pass(seconds(5));
  world.accept(operator);
  await world.pass(seconds(5));
  return { operator, call };
}
