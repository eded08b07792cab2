/**
 * How soon a call rings at an operator who has become free: from the moment when Ready is due to be pressed to the arrival of the view with
 * the offer at the operator's socket. Open loop: presses come at random (Poisson) at their rate, whatever the app is doing, and so do new
 * callers, one for each press, so that some always wait. Every call is lived through to its end.
 */
import { setTimeout as pause } from "node:timers/promises";
import { minutes, seconds } from "../../src/words/index.ts";
import type { Centre } from "./centre.ts";
import { at, becomesTrue } from "./clock.ts";
import type { Operator } from "./operator.ts";
import { seeded } from "../../test/support/chance.ts";
import { processorUse } from "../measure/processor.ts";
import { quantile, rounded } from "../measure/statistics.ts";

const warmUp = seconds(5);
const measured = seconds(20);
/** Callers who wait when the presses begin. */
const backlog = 120;
/** A caller comes so long before the press that will empty a place in the line: the line stays as long as it was. */
const ahead = 700;
/** An offer that has not come by then counts as one that took so long. */
const patience = seconds(15);
/** How long an operator looks at an offer, and how long they talk. */
const [look, talk] = [200, 400];

/** At the rate of the aim, and at two at which the machine is not yet at its limit. */
export async function measureDispatch(centre: Centre): Promise<object> {
  await centre.wrapUp(0);
  const slower: object[] = [];
  for (const perSecond of [10, 25]) slower.push(await measureAt(perSecond, centre));
  return { dispatch: { ...(await measureAt(50, centre)), slower } };
}

/** Every operator of the centre begins paused, and ends so. What is done `meanwhile` is done while it is measured, and not before or after. */
export async function measureAt(
  perSecond: number,
  centre: Centre,
  meanwhile?: { begins(): void; ends(): void },
): Promise<object> {
  const { callers, operators } = centre;
  const idle = [...operators];
  const dispatch: number[] = [];
  const connect: number[] = [];
  const late: number[] = [];
  let starved = 0;
  let lost = 0;
  let underway = 0;
  const calledBefore = callers.called;
  const random = seeded(1);
  const between = (): number => (-Math.log(1 - random()) * 1_000) / perSecond;

  // No faster than callers come later: a rush has a measurement of its own (overload.ts).
  for (let caller = 0; caller < backlog; caller += 1) {
    callers.call();
    await pause(1_000 / perSecond);
  }
  await pause(1_000);

  const shift = async (operator: Operator, due: number, counts: boolean): Promise<void> => {
    const pressed = performance.now();
    operator.press({ type: "goReady" });
    const made = await operator.offer(patience);
    if (counts) {
      dispatch.push((made?.at ?? due + patience) - due);
      late.push(pressed - due);
    }
    if (made !== undefined) {
      await pause(look);
      const call = await operator.accept(made.offer);
      if (call === undefined) lost += 1;
      else {
        if (counts) connect.push(call.took);
        // Before the end of the call, so that no other is offered (and declined, for which operators are spared calls for a while).
        operator.press({ type: "pause", reason: "timeout" });
        await pause(talk);
        callers.hangUp(call.room);
      }
    }
    await operator.rest();
    idle.push(operator);
  };

  const serves = (operator: Operator, due: number, counts: boolean): void => {
    underway += 1;
    void shift(operator, due, counts).finally(() => (underway -= 1));
  };

  const processorsBefore = centre.processors();
  const servedBefore = callers.served;
  meanwhile?.begins();
  const begin = performance.now();
  const end = begin + warmUp + measured;
  const dues: number[] = [];
  for (let due = begin + ahead + between(); due < end; due += between()) dues.push(due);
  const arrivals = (async () => {
    for (const due of dues) {
      await at(due - ahead);
      callers.call();
    }
  })();
  for (const due of dues) {
    await at(due);
    const operator = idle.shift();
    if (operator === undefined) {
      starved += 1;
      continue;
    }
    serves(operator, due, due - begin > warmUp);
  }
  await arrivals;
  meanwhile?.ends();
  const use = processorUse(processorsBefore, centre.processors(), callers.served - servedBefore);

  // Those who still wait are served, so that the next measurement begins with an empty line.
  await becomesTrue("every call served", minutes(3), () => {
    const waiting = callers.called - callers.served - underway;
    for (const operator of idle.splice(0, Math.max(0, waiting))) serves(operator, performance.now(), false);
    return callers.served === callers.called && underway === 0;
  });
  return {
    perSecond,
    p50Ms: rounded(quantile(dispatch, 0.5)),
    p95Ms: rounded(quantile(dispatch, 0.95)),
    p99Ms: rounded(quantile(dispatch, 0.99)),
    samples: dispatch.length,
    operators: operators.length,
    callers: callers.called - calledBefore,
    withoutIdleOperator: starved,
    acceptedAndLost: lost,
    ...use,
    pressedLateP99Ms: rounded(quantile(late, 0.99)),
    acceptToConnected: { p50Ms: rounded(quantile(connect, 0.5)), p99Ms: rounded(quantile(connect, 0.99)) },
  };
}
