/** What an operator's actor tells the ledger of their work. */
import { minutes, seconds, type Duration, type OperatorId } from "../../src/words/index.ts";
import { equal, test } from "./harness.ts";
import { World } from "./world/world.ts";

/** The lines that the ledger has, as text. */
const told = (world: World, operator: OperatorId): string[] =>
  [...(world.work.get(operator) ?? [])]
    .toSorted(([a], [b]) => a - b)
    .map(([number, line]) => {
      const { queueId = "", callId = "" } = line;
      const name = line.what === "offer" ? `offer ${line.outcome}` : `${line.status} ${line.reason ?? ""}`.trim();
      return [number, name, queueId, callId].filter((part) => part !== "").join(" ");
    });

/** One call from ring to the end of the wrap-up, and some time after it. */
async function serve(world: World, id: string, operator: OperatorId, idle: Duration): Promise<void> {
  const call = world.dial(id, world.queue("MainQueue", { wrapUp: seconds(10) }));
  await world.pass(seconds(1));
  world.accept(operator);
  await world.pass(seconds(5));
  world.hangUp(call);
  await world.pass(seconds(11) + idle);
}

function employed(): { readonly world: World; readonly operator: OperatorId } {
  const world = new World();
  return { world, operator: world.operator("o1", [world.queue("MainQueue")]) };
}

test("[R14] statuses with what they were about and offers with how they ended, numbered without a gap; told at once with a pause or a sign-out", async () => {
  const { world, operator } = employed();
  world.ready(operator);
  await world.pass(seconds(5));
  await serve(world, "c1", operator, 0);
  const missed = world.dial("c2", world.queue("MainQueue"));
  await world.pass(seconds(1));
  world.decline(operator);
  await world.pass(seconds(1));
  world.hangUp(missed);
  await world.pass(seconds(10));
  equal(told(world, operator).length < 3, true);
  world.operatorActor(operator).take({ type: "pause", at: 0, reason: "timeout" });
  await world.pass(seconds(30));
  const soFar = [
    "1 Online online",
    "2 Ready",
    "3 BeforeService MainQueue c1",
    "4 offer taken MainQueue c1",
    "5 InService MainQueue c1",
    "6 AfterService MainQueue c1",
    "7 Ready",
    "8 offer declined MainQueue c2",
    "9 BeforeService MainQueue c2",
    "10 Ready",
  ];
  equal(told(world, operator), soFar);
  world.operatorActor(operator).take({ type: "signOut", at: 0 });
  await world.pass(seconds(1));
  equal(told(world, operator), [...soFar, "11 Timeout timeout"]);
});

test("[R14] several calls go with one message: when there are forty lines, or after a quarter of an hour at the next change", async () => {
  const { world, operator } = employed();
  world.ready(operator);
  await world.pass(seconds(1));
  const after: number[] = [];
  for (let n = 1; n <= 9; n += 1) {
    await serve(world, `c${n}`, operator, 0);
    after.push(told(world, operator).length);
  }
  const first = after[0] ?? 0;
  // Five lines a call: nothing for seven calls, then all of them at once.
  equal(
    after.slice(0, 7),
    Array.from({ length: 7 }, () => first),
  );
  equal((after[8] ?? 0) >= 40, true);
  const before = told(world, operator).length;
  await world.pass(minutes(16));
  equal(told(world, operator).length, before);
  await serve(world, "late", operator, 0);
  equal(told(world, operator).length > before, true);
});
