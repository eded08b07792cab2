/** The production queue held against theory: its figures against the exact ones, and what it foretold against what came. */
import { moments } from "../../../src/queue/estimate/wait.ts";
import { minutes, seconds } from "../../../src/words/index.ts";
import { erlang, type Figures, type Load } from "./erlang.ts";
import { observe, serviceLevelWithin, type Course, type Wait } from "./observe.ts";

const hundredOperators: Load = { servers: 100, between: seconds(3), service: minutes(5), patience: minutes(5) };
const tenOperators: Load = { servers: 10, between: seconds(30), service: minutes(5), patience: minutes(5) };
const busier = (load: Load, times: number): Load => ({ ...load, between: load.between / times });

/** What the figures are compared for. */
export const staffings: Readonly<Record<string, Load>> = {
  "Erlang C, 5 operators at 80 %": {
    servers: 5,
    between: seconds(45),
    service: minutes(3),
    patience: Number.POSITIVE_INFINITY,
  },
  "Erlang C, 55 operators at 87 %": {
    servers: 55,
    between: seconds(5),
    service: minutes(4),
    patience: Number.POSITIVE_INFINITY,
  },
  "Erlang A, 3 operators at 67 %": { servers: 3, between: seconds(90), service: minutes(3), patience: minutes(1) },
  "Erlang A, 10 operators at 110 %": busier(tenOperators, 1.1),
  "Erlang A, 100 operators at 100 %": hundredOperators,
};

/** Each figure as theory has it, and as so many runs had it on the average, with the standard error of that. */
export type Comparison = Readonly<Record<keyof Figures, { exact: number; observed: number; error: number }>>;

export function compare(load: Load, runs: number, callers: number): Comparison {
  const exact = erlang(load, serviceLevelWithin);
  const observed = Array.from({ length: runs }, (_, seed) => figuresOf(observe(load, callers, seed + 1)));
  const compared = (figure: keyof Figures) => {
    const values = observed.map((run) => run[figure]);
    const mean = average(values);
    const variance = average(values.map((value) => (value - mean) ** 2)) / (runs - 1);
    return { exact: exact[figure], observed: mean, error: Math.sqrt(variance) };
  };
  return {
    abandoned: compared("abandoned"),
    delayed: compared("delayed"),
    wait: compared("wait"),
    inTime: compared("inTime"),
    occupancy: compared("occupancy"),
  };
}

/** Without the waits, of which there are too many to be kept for all runs. */
const figuresOf = ({ abandoned, delayed, wait, inTime, occupancy }: Figures): Figures => ({
  abandoned,
  delayed,
  wait,
  inTime,
  occupancy,
});

/** What the expected wait is tried on: steady loads, loads that rise and fall, operators who come and go. */
export const courses: Readonly<Record<string, { readonly load: Load; readonly course?: Course }>> = {
  "100 operators, 100 %": { load: hundredOperators },
  "100 operators, 140 %": { load: busier(hundredOperators, 1.4) },
  "10 operators, 110 %": { load: busier(tenOperators, 1.1) },
  "10 operators, 140 %": { load: busier(tenOperators, 1.4) },
  "3 operators, 90 %, both means assumed wrongly": {
    load: { servers: 3, between: seconds(67), service: minutes(3), patience: minutes(5) },
    course: { assumed: { serviceTime: minutes(1), patience: minutes(20) } },
  },
  "20 operators, 45 % to 135 % and back in a day": {
    load: { servers: 20, between: seconds(10), service: minutes(3), patience: minutes(5) },
    course: { arrivals: swell(minutes(24 * 60)) },
  },
  "20 operators, 45 % to 135 % and back in an hour": {
    load: { servers: 20, between: seconds(10), service: minutes(3), patience: minutes(5) },
    course: { arrivals: swell(minutes(60)) },
  },
  "10 and 6 operators in turn, each for an hour": alternating(10, 6, minutes(60)),
  "12 and 4 operators in turn, each for 3 minutes": alternating(12, 4, minutes(3)),
};

function swell(period: number): NonNullable<Course["arrivals"]> {
  return { peak: 1.5, at: (now) => 1 + 0.5 * Math.sin((2 * Math.PI * now) / period) };
}

function alternating(many: number, few: number, every: number): { readonly load: Load; readonly course: Course } {
  return {
    load: { servers: many, between: seconds(18), service: minutes(3), patience: minutes(5) },
    course: { staff: (n) => ({ at: n * every, serving: n % 2 === 1 ? few : many }) },
  };
}

/** How well the waits were foretold. Of those who gave up it is known how long they would have waited. */
export interface Foresight {
  readonly waits: number;
  /** How long the wait was on the average, and how much longer it was said to be, in milliseconds. */
  readonly wait: number;
  readonly bias: number;
  /** The mean square error, by that of others: QLm that knows the true means; service time × place ÷ operators; the wait of the first in line. */
  readonly toOracle: number;
  readonly toNaive: number;
  readonly toHead: number;
  /** The share of waits that were not longer than their median and ninetieth were said to be. */
  readonly withinMedian: number;
  readonly withinNinetieth: number;
}

export function foresight(load: Load, callers: number, seed: number, course?: Course): Foresight {
  const { waits } = observe(load, callers, seed, course);
  const error = (estimate: (wait: Wait) => number): number =>
    average(waits.map((wait) => (estimate(wait) - wait.was) ** 2));
  const own = error(({ mean }) => mean);
  const { service, patience } = load;
  return {
    waits: waits.length,
    wait: average(waits.map(({ was }) => was)),
    bias: average(waits.map(({ mean, was }) => mean - was)),
    toOracle: own / error(({ ahead, serving }) => moments(serving / service, 1 / patience, ahead + 1).mean),
    toNaive: own / error(({ ahead, serving }) => (service * (ahead + 1)) / serving),
    toHead: own / error(({ head }) => head),
    withinMedian: average(waits.map(({ was, median }) => Number(was <= median))),
    withinNinetieth: average(waits.map(({ was, ninetieth }) => Number(was <= ninetieth))),
  };
}

function average(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}
