/** Pauses for an application's own reasons. */
import { usualReason, type OwnReason } from "../../src/protocol/reason.ts";
import { as, minutes, seconds, type OperatorId, type PauseReasonId } from "../../src/words/index.ts";
import { equal, test } from "./harness.ts";
import { talking } from "./scenes.ts";
import { World } from "./world/world.ts";

const lunch: OwnReason = {
  ...usualReason,
  id: as<PauseReasonId>("lunch"),
  name: "Lunch",
  names: { ru: "Обед" },
  paid: false,
  longest: minutes(45),
};
const meeting: OwnReason = { ...usualReason, id: as<PauseReasonId>("meeting"), name: "Meeting", status: "DND" };
const pauseReasons = [lunch, meeting];

const pause = (world: World, operator: OperatorId, reason: "timeout" | "dnd", own?: PauseReasonId) =>
  world.operatorActor(operator).take({ type: "pause", at: 0, reason, own });

/** The pauses that the ledger has been told of. */
const pausesOf = (world: World, operator: OperatorId) =>
  [...(world.work.get(operator)?.values() ?? [])].flatMap((line) =>
    line.what === "status" && (line.status === "Timeout" || line.status === "DND")
      ? [[line.status, line.own?.id, line.own?.name, line.own?.paid, line.until - line.from]]
      : [],
  );

test("[O18] a pause has one of the application's own reasons, which decides its status; view, summary and timeline tell it", async () => {
  const world = new World();
  const operator = world.operator("o1", [world.queue("MainQueue")], { pauseReasons });
  world.ready(operator);
  equal(world.view(operator)?.ownReasons, pauseReasons);
  equal(pause(world, operator, "timeout", lunch.id), { ok: true });
  equal([world.status(operator), world.view(operator)?.ownReason], ["Timeout", lunch]);
  equal(world.summary(operator)?.ownReason, lunch);
  world.operatorActor(operator).kill();
  equal(world.view(operator)?.ownReason, lunch);
  await world.pass(seconds(10));
  pause(world, operator, "dnd", meeting.id);
  equal([world.status(operator), world.view(operator)?.ownReason], ["DND", meeting]);
  world.ready(operator);
  equal([world.status(operator), world.view(operator)?.ownReason], ["Ready", undefined]);
  const noted = world.operatorActor(operator).timeline.filter(({ detail }) => detail?.["own"] !== undefined);
  equal(
    noted.map(({ what, detail }) => [what, detail?.["was"], detail?.["own"], detail?.["name"]]),
    [
      ["DND", "Timeout", "lunch", "Lunch"],
      ["Ready", "DND", "meeting", "Meeting"],
    ],
  );
});

test("[O18] a reason that there is not, or that is shown as another status, is refused and changes nothing", () => {
  const world = new World();
  const operator = world.operator("o1", [world.queue("MainQueue")], { pauseReasons });
  world.ready(operator);
  equal(pause(world, operator, "timeout", as<PauseReasonId>("nap")), undefined);
  equal(pause(world, operator, "dnd", lunch.id), undefined);
  equal(world.status(operator), "Ready");
});

test("[O18] chosen during a call it is shown as next and takes effect after it, also when it is another reason for the same status", async () => {
  const world = new World();
  const { operator, call } = await talking(world);
  world.operator("o1", [world.queue("MainQueue")], { pauseReasons });
  pause(world, operator, "timeout");
  pause(world, operator, "timeout", lunch.id);
  equal([world.view(operator)?.next, world.view(operator)?.nextReason], ["Timeout", lunch]);
  world.operatorActor(operator).take({ type: "takeBack", at: 0 });
  equal([world.view(operator)?.next, world.view(operator)?.nextReason], [undefined, undefined]);
  pause(world, operator, "timeout", lunch.id);
  world.hangUp(call);
  await world.pass(seconds(1));
  equal(
    [world.status(operator), world.view(operator)?.ownReason, world.view(operator)?.nextReason],
    ["Timeout", lunch, undefined],
  );
});

test("[O19] each pause is told to the ledger with its reason, another reason being another pause; a name and a reason that are gone stay as they were", async () => {
  const world = new World();
  const queue = world.queue("MainQueue");
  const coffee = { ...lunch, id: as<PauseReasonId>("coffee"), name: "Coffee", paid: true };
  const operator = world.operator("o1", [queue], { pauseReasons: [lunch, coffee] });
  world.ready(operator);
  pause(world, operator, "timeout", lunch.id);
  await world.pass(seconds(60));
  pause(world, operator, "timeout", coffee.id);
  await world.pass(seconds(20));
  world.operator("o1", [queue], { pauseReasons: [] });
  equal(world.view(operator)?.ownReason, coffee);
  await world.pass(seconds(10));
  pause(world, operator, "timeout");
  await world.pass(seconds(5));
  world.operatorActor(operator).take({ type: "signOut", at: 0 });
  await world.pass(seconds(1));
  equal(pausesOf(world, operator), [
    ["Timeout", "lunch", "Lunch", false, seconds(60)],
    ["Timeout", "coffee", "Coffee", true, seconds(30)],
    ["Timeout", undefined, undefined, undefined, seconds(5)],
  ]);
});

test("[O18] a supervisor forces a reason; who did it and which stands in the timeline", () => {
  const world = new World();
  const operator = world.operator("o1", [world.queue("MainQueue")], { pauseReasons });
  world.ready(operator);
  const forced = { type: "pause", at: 0, reason: "dnd", own: meeting.id, by: "supervisor1" } as const;
  world.operatorActor(operator).take(forced);
  equal([world.status(operator), world.view(operator)?.ownReason], ["DND", meeting]);
  const note = world.operatorActor(operator).timeline.find(({ what }) => what === "forced");
  equal(note?.detail, { by: "supervisor1", command: "pause", reason: "dnd", own: "meeting" });
});
