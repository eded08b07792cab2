/** The expected wait by itself: the formulas, and what they are fed with. The queue with them is held against theory in theory.test.ts. */
import { minutes, seconds } from "../../src/words/index.ts";
import {
  afterService,
  afterWait,
  countedOn,
  expectedWait,
  measured,
  staffed,
  unknownPace,
  unknownStaffing,
  type Pace,
} from "../../src/queue/estimate/index.ts";
import { moments } from "../../src/queue/estimate/wait.ts";
import { equal, test } from "./harness.ts";

const isNear = (what: string, actual: number, wanted: number, tolerance: number): void =>
  equal([what, actual, wanted, Math.abs(actual - wanted) <= tolerance], [what, actual, wanted, true]);

/** How many times longer than all operators together need for a caller one is patient; and how many steps the line has to take. */
const patiences = [0.1, 0.5, 1, 3, 10, 100, 1_000, 1e6, 1e12];
const lines = [1, 2, 8, 9, 20, 100, 1_000, 10_000];

test("[Q20] the expected wait and its spread are the sums of the formula, without adding them up", () => {
  const givenUp = 1 / minutes(10);
  for (const patience of patiences) {
    for (const steps of lines) {
      const served = patience * givenUp;
      let [mean, variance] = [0, 0];
      for (let i = 0; i < steps; i += 1) {
        mean += 1 / (served + i * givenUp);
        variance += 1 / (served + i * givenUp) ** 2;
      }
      const computed = moments(served, givenUp, steps);
      isNear(`mean, ${patience}, ${steps}`, computed.mean / mean, 1, 1e-8);
      isNear(`variance, ${patience}, ${steps}`, computed.variance / variance, 1, 1e-8);
    }
  }
  // Nobody ever gives up: so many times the same step.
  equal(moments(0.5, 0, 100), { mean: 200, variance: 400 });
});

/**
 * The chance that the wait is not longer. Exact: e^(-wait/patience) is a product of Beta(served·patience + i, 1), which is Beta(served·patience, steps).
 */
function notLonger(wait: number, served: number, steps: number): number {
  const y = Math.exp(-wait);
  let [below, term] = [y ** served, served * y ** served * (1 - y)];
  for (let b = 1; b < steps; b += 1) {
    below += term;
    term *= ((served + b) / (b + 1)) * (1 - y);
  }
  return 1 - below;
}

test("[Q21] half of the waits are not longer than the median said, nine in ten not longer than the ninetieth: within three points", () => {
  for (const served of patiences.filter((times) => times >= 3 && times <= 100)) {
    for (const ahead of [0, 1, 2, 5, 10, 30, 100, 999]) {
      const patience = minutes(10);
      const wait = expectedWait({ ahead, serving: 1, serviceTime: patience / served, patience });
      const [median, ninetieth] = [wait?.medianWait ?? 0, wait?.ninetiethWait ?? 0];
      isNear(`median, ${served}, ${ahead}`, notLonger(median / patience, served, ahead + 1), 0.5, 0.03);
      isNear(`ninetieth, ${served}, ${ahead}`, notLonger(ninetieth / patience, served, ahead + 1), 0.9, 0.03);
    }
  }
});

test("[Q9] the expected wait: one operator, a minute a call, ten minutes of patience; nothing to say when nobody serves", () => {
  const line = { serving: 1, serviceTime: minutes(1), patience: minutes(10) };
  equal(expectedWait({ ...line, ahead: 0 })?.expectedWait, seconds(60));
  // 1/μ + 1/(μ + θ)
  equal(expectedWait({ ...line, ahead: 1 })?.expectedWait, 114_545);
  equal(expectedWait({ ...line, ahead: 1, serving: 0 }), undefined);
});

const assumed = { serviceTime: minutes(3), patience: minutes(10) };
const repeated = (times: number, pace: Pace, step: (pace: Pace, n: number) => Pace): Pace =>
  Array.from({ length: times }, (_, n) => n).reduce(step, pace);

test("[Q22] service time and patience are measured; what was assumed counts like five callers, and is forgotten with them", () => {
  equal(measured(unknownPace, assumed), assumed);
  const one = afterService(unknownPace, minutes(1), minutes(9));
  // The first is long after the beginning of all times: a hundredth of what was assumed is forgotten.
  isNear("after one", measured(one, assumed).serviceTime, minutes((5 * 3 + 9) / 6), seconds(2));
  const many = repeated(1_000, unknownPace, (pace, n) => afterService(pace, minutes(n), minutes(9)));
  isNear("after many", measured(many, assumed).serviceTime, minutes(9), 10);
});

test("[Q22] those who were served before they gave up were at least so patient", () => {
  // Of five callers who wait a minute each four are served: one in five minutes gives up.
  const pace = repeated(2_000, unknownPace, (before, n) =>
    afterWait(before, minutes(n), { waited: minutes(1), served: n % 5 !== 0 }),
  );
  isNear("patience", measured(pace, assumed).patience, minutes(5), seconds(5));
  // Nobody ever gives up: patience grows with what is seen of it.
  const patient = repeated(2_000, unknownPace, (before, n) =>
    afterWait(before, minutes(n), { waited: minutes(1), served: true }),
  );
  isNear("all are patient", measured(patient, assumed).patience, minutes((5 * 10 + 2_000) / 5), 1);
});

test("[Q22] the day is followed: what is hours ago is forgotten, but not over a quiet night", () => {
  const morning = repeated(1_000, unknownPace, (pace, n) => afterService(pace, n * seconds(10), minutes(3)));
  const noon = repeated(2_000, morning, (pace, n) => afterService(pace, seconds(10_000 + n * 10), minutes(6)));
  isNear("noon", measured(noon, assumed).serviceTime, minutes(6), seconds(15));
  const tomorrow = afterService(noon, minutes(24 * 60), minutes(1));
  isNear("tomorrow", measured(tomorrow, assumed).serviceTime, measured(noon, assumed).serviceTime, seconds(5));
});

test("[Q23] who come or go for good count at once; where they come and go all the time, their number of late counts; none, when they are gone", () => {
  const came = staffed(unknownStaffing, 0, { before: 0, after: 10 });
  equal(countedOn(came, 10, 0), 10);
  const fewer = staffed(came, minutes(240), { before: 10, after: 6 });
  isNear("fewer", countedOn(fewer, 6, minutes(240)), 6, 0.01);
  const gone = staffed(fewer, minutes(480), { before: 6, after: 0 });
  equal(countedOn(gone, 0, minutes(480)), 0);
  // One who is away every other two minutes.
  let staffing = unknownStaffing;
  for (let n = 0; n < 30; n += 1) staffing = staffed(staffing, minutes(2 * n), { before: n % 2, after: 1 - (n % 2) });
  const now = minutes(58);
  isNear("away at the moment", countedOn(staffing, 0, now), 0.45, 0.1);
  isNear("back", countedOn(staffed(staffing, now, { before: 0, after: 1 }), 1, now), 0.55, 0.1);
  equal(countedOn(staffing, 0, now + minutes(20)), 0);
});
