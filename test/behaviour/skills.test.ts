/** Who may serve whom: skills and their relaxing, tiers, preference, several rung at once. */
import type { QueueSettings } from "../../src/protocol/settings.ts";
import type { SkillLevel } from "../../src/protocol/skills.ts";
import { viewOf } from "../../src/queue/view.ts";
import {
  as,
  minutes,
  seconds,
  type CallId,
  type OperatorId,
  type QueueId,
  type SkillId,
} from "../../src/words/index.ts";
import { equal, test } from "./harness.ts";
import { World } from "./world/world.ts";

const english = as<SkillId>("english");
const billing = as<SkillId>("billing");

/** A centre with one queue. */
function centre(settings: Partial<QueueSettings> = {}) {
  const world = new World();
  const queue = world.queue("MainQueue", settings);
  return {
    world,
    queue,
    /** An operator who is ready. */
    staff: async (id: string, skills: Record<string, SkillLevel> = {}, tier = 1): Promise<OperatorId> => {
      const operator = world.operator(id, [queue], {
        skills,
        queues: [{ queueId: queue, name: queue, weight: 50, tier }],
      });
      world.ready(operator);
      await world.pass(100);
      return operator;
    },
    /** Who is being asked to take a call. */
    asked: (call: CallId): string[] =>
      [...world.operators].flatMap(([id, { state }]) =>
        state.context.offer?.callId === call && state.value.engagement === "offered" ? [id] : [],
      ),
    talking: (call: CallId): string[] =>
      [...world.operators].flatMap(([id, { state }]) =>
        state.context.offer?.callId === call && state.value.engagement === "talking" ? [id] : [],
      ),
    why: (): readonly string[] => viewOf(contextOf(world, queue), world.clock.now)?.entries.map(({ why }) => why) ?? [],
  };
}

const contextOf = (world: World, queue: QueueId) => world.queueActor(queue).state.context;

test("[Q40] a caller is offered only to who has the skills that the queue and the rule ask for, at the level", async () => {
  const { world, queue, staff, asked } = centre({ needs: [{ skill: english, level: 2 }] });
  await staff("beginner", { english: 1, billing: 5 });
  await staff("clerk", { english: 3 });
  await staff("expert", { english: 3, billing: 3 });
  const call = world.dial("c1", queue, { needs: [{ skill: billing, level: 3 }] });
  await world.pass(200);
  equal(asked(call), ["expert"]);
  const other = world.dial("c2", queue);
  await world.pass(200);
  equal(asked(other), ["clerk"]);
});

test("[Q40] who comes first and may be served by nobody who is free does not hold up the next", async () => {
  const { world, queue, staff, asked } = centre();
  await staff("o1", { billing: 2 });
  const first = world.dial("c1", queue, { needs: [{ skill: english, level: 1 }] });
  await world.pass(200);
  const second = world.dial("c2", queue, { needs: [{ skill: billing, level: 2 }] });
  await world.pass(200);
  equal(asked(first), []);
  equal(asked(second), ["o1"]);
});

test("[Q41] needs are lowered step by step while a caller waits, and given up below level 1", async () => {
  const { world, queue, staff, asked, why } = centre({
    needs: [{ skill: english, level: 3 }],
    relaxing: [
      { after: seconds(30), by: 1, skills: [] },
      { after: seconds(60), by: 3, skills: [english] },
    ],
  });
  await staff("none");
  const call = world.dial("c1", queue);
  await world.pass(seconds(10));
  equal(why(), ["nobody who works has english at level 3"]);
  await world.pass(seconds(25));
  equal(why(), ["nobody who works has english at level 2"]);
  equal(asked(call), []);
  await world.pass(seconds(26));
  equal(asked(call), ["none"]);
});

test("[Q41] steps that fall due while nobody is awake are made up for", async () => {
  const { world, queue, staff, asked } = centre({
    needs: [{ skill: english, level: 1 }],
    relaxing: [{ after: seconds(30), by: 1, skills: [] }],
  });
  await staff("none");
  const call = world.dial("c1", queue);
  await world.pass(seconds(10));
  world.queueActor(queue).kill();
  await world.pass(seconds(25));
  equal(asked(call), ["none"]);
});

test("[Q42] the second tier is asked when the first has had its time with the caller, or at once when nobody of the first works", async () => {
  const { world, queue, staff, asked } = centre({ tiers: { [as("A")]: 1, [as("B")]: 2 }, tierWait: seconds(15) });
  const second = await staff("second", {}, 2);
  const alone = world.dial("c1", queue);
  await world.pass(200);
  equal(asked(alone), ["second"]);
  world.hangUp(alone);
  await world.pass(seconds(1));
  const first = await staff("first");
  const talk = world.dial("c2", queue);
  await world.pass(200);
  equal(asked(talk), ["first"]);
  world.accept(first);
  await world.pass(seconds(1));
  const call = world.dial("c3", queue);
  await world.pass(seconds(13));
  equal(asked(call), []);
  await world.pass(seconds(3));
  equal(asked(call), [second]);
});

test("[Q43] rung at once: the first who says yes has the caller, and everybody else stops ringing", async () => {
  const { world, queue, staff, asked, talking } = centre({ ringAtOnce: 2 });
  for (const id of ["o1", "o2", "o3"]) await staff(id);
  const call = world.dial("c1", queue);
  await world.pass(200);
  equal(asked(call), ["o1", "o2"]);
  world.accept(as<OperatorId>("o2"));
  world.accept(as<OperatorId>("o1"));
  await world.pass(seconds(1));
  equal(asked(call), []);
  equal(talking(call).length, 1);
  const next = world.dial("c2", queue);
  await world.pass(200);
  // Who lost is free again, at once and without blame.
  equal(asked(next).length, 2);
});

test("[Q43] rung at once: when one declines the next is rung in their place, and a caller who hangs up silences all", async () => {
  const { world, queue, staff, asked } = centre({ ringAtOnce: 2 });
  const [first] = [await staff("o1"), await staff("o2"), await staff("o3")];
  const call = world.dial("c1", queue);
  await world.pass(200);
  world.decline(first);
  await world.pass(200);
  equal(asked(call), ["o2", "o3"]);
  world.hangUp(call);
  await world.pass(200);
  equal(asked(call), []);
  equal(contextOf(world, queue).entries.size, 0);
});

test("[Q44] most and least qualified: by the skills that the caller needs", async () => {
  for (const [strategy, expected] of [
    ["mostQualified", "expert"],
    ["leastQualified", "able"],
  ] as const) {
    const { world, queue, staff, asked } = centre({ strategy });
    await staff("expert", { english: 5 });
    await staff("able", { english: 2 });
    await staff("able-and-more", { english: 2, billing: 4 });
    const call = world.dial("c1", queue, { needs: [{ skill: english, level: 2 }] });
    await world.pass(200);
    equal(asked(call), [expected]);
  }
});

test("[Q44] weighted random: in proportion to skill", async () => {
  const { world, queue, staff, asked } = centre({ strategy: "weightedRandom" });
  await staff("four", { english: 4 });
  await staff("one", { english: 1 });
  const counts = new Map<string, number>();
  for (let n = 0; n < 300; n += 1) {
    const call = world.dial(`c${n}`, queue, { needs: [{ skill: english, level: 1 }] });
    await world.pass(100);
    const [operator = "nobody"] = asked(call);
    counts.set(operator, (counts.get(operator) ?? 0) + 1);
    world.hangUp(call);
    await world.pass(100);
  }
  // 240 are to be expected, with a standard deviation of 7.
  const four = counts.get("four") ?? 0;
  equal(four > 210 && four < 270, true);
});

test("[Q45] skills that are changed while somebody is free count at once", async () => {
  const { world, queue, staff, asked } = centre({ needs: [{ skill: english, level: 2 }] });
  await staff("o1");
  const call = world.dial("c1", queue);
  await world.pass(seconds(5));
  equal(asked(call), []);
  world.operator("o1", [queue], { skills: { [english]: 2 } });
  await world.pass(200);
  equal(asked(call), ["o1"]);
});

test("[Q45] a queue's changed needs count for those who wait already", async () => {
  const { world, queue, staff, asked } = centre({ needs: [{ skill: english, level: 2 }] });
  await staff("o1");
  const call = world.dial("c1", queue);
  await world.pass(minutes(1));
  equal(asked(call), []);
  world.queue("MainQueue", { needs: [] });
  await world.pass(200);
  equal(asked(call), ["o1"]);
});

test("[Q70] a caller who comes back waits for the operator they talked to last, for as long as the rule says, and for nobody who is not signed in", async () => {
  const { world, queue, staff, asked } = centre();
  const last = await staff("last");
  const talk = world.dial("talk", queue);
  await world.pass(200);
  world.accept(last);
  await world.pass(seconds(1));
  await staff("other");
  const lastOperator = { within: minutes(60), for: seconds(30), operatorId: last };
  const call = world.dial("c1", queue, { lastOperator });
  await world.pass(seconds(20));
  equal(asked(call), []);
  await world.pass(seconds(11));
  equal(asked(call), ["other"]);
  world.hangUp(call);
  const patient = world.dial("c2", queue, { lastOperator: { ...lastOperator, for: null } });
  await world.pass(minutes(2));
  equal(asked(patient), []);
  world.hangUp(talk);
  await world.pass(seconds(1));
  equal(asked(patient), ["last"]);
  const stranger = world.dial("c3", queue, { lastOperator: { ...lastOperator, operatorId: as<OperatorId>("gone") } });
  await world.pass(seconds(1));
  equal(asked(stranger), ["other"]);
});
