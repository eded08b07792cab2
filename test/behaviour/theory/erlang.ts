/** The exact stationary figures of one queue with `servers` alike: M/M/s+M (Erlang A), which without impatience is M/M/s (Erlang C). */

export interface Load {
  readonly servers: number;
  /** Mean milliseconds between two arrivals. */
  readonly between: number;
  /** Mean length of a service. */
  readonly service: number;
  /** Mean patience; infinite for Erlang C. */
  readonly patience: number;
}

export interface Figures {
  /** Of all callers, the share who give up. */
  readonly abandoned: number;
  /** Of all callers, the share who find nobody free. */
  readonly delayed: number;
  /** Mean milliseconds in the line, of all callers, those who gave up included. */
  readonly wait: number;
  /** Of all callers, the share who reach an operator within the time. */
  readonly inTime: number;
  /** The share of time an operator is busy. */
  readonly occupancy: number;
}

/** By the balance of the birth-death chain: state n (in service and in line) is left upwards at λ, downwards at min(n, s)·μ + max(n − s, 0)·θ. */
export function erlang({ servers, between, service, patience }: Load, within: number): Figures {
  const [arrivals, served, givenUp] = [1 / between, 1 / service, 1 / patience];
  const reached = reachedWithin(servers * served, givenUp, within);
  let weight = 1;
  let [total, delayed, inTime, inLine, busy] = [1, 0, 1, 0, 0];
  // Each term is at most a constant below 1 times the one before, once far enough out.
  for (let n = 1; n < 100 * servers || weight > total * 1e-15; n += 1) {
    weight *= arrivals / (Math.min(n, servers) * served + Math.max(n - servers, 0) * givenUp);
    total += weight;
    busy += weight * Math.min(n, servers);
    if (n >= servers) delayed += weight;
    // Once nothing is left to add there is no need to know.
    inTime += n < servers ? weight : weight < total * 1e-15 ? 0 : weight * reached(n - servers);
    inLine += weight * Math.max(n - servers, 0);
  }
  return {
    abandoned: (givenUp * inLine) / total / arrivals,
    delayed: delayed / total,
    wait: inLine / total / arrivals,
    inTime: inTime / total,
    occupancy: busy / total / servers,
  };
}

/**
 * The chance to reach an operator within the time, and before one's own patience ends, with so many callers ahead. To be asked for 0, 1, 2 … in this order.
 * The line takes steps of the rates c + iθ, i = 0…ahead. Who stays with it has a rate of θ themselves, so in all c + (i + 1)θ: e^(-θ·wait) is then
 * Beta(c/θ + 1, ahead + 1), and the chance to see the end of it c / (c + (ahead + 1)θ). Without impatience the wait is Erlang's.
 */
function reachedWithin(c: number, theta: number, within: number): (ahead: number) => number {
  // P(Beta(a, b) ≤ y) for b = 1, 2, …: each is the one before and a term more.
  const a = theta === 0 ? 0 : c / theta + 1;
  const y = Math.exp(-theta * within);
  let below = theta === 0 ? Math.exp(-c * within) : Math.exp(-(c + theta) * within);
  let term = theta === 0 ? below * c * within : below * a * (1 - y);
  let b = 1;
  return (ahead) => {
    for (; b <= ahead; b += 1) {
      below += term;
      term *= theta === 0 ? (c * within) / (b + 1) : ((a + b) / (b + 1)) * (1 - y);
    }
    return (c / (c + (ahead + 1) * theta)) * (1 - below);
  };
}
