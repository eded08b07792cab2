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
  /** The share of time an operator is busy. */
  readonly occupancy: number;
}

/** By the balance of the birth-death chain: state n (in service and in line) is left upwards at λ, downwards at min(n, s)·μ + max(n − s, 0)·θ. */
export function erlang({ servers, between, service, patience }: Load): Figures {
  const [arrivals, served, givenUp] = [1 / between, 1 / service, 1 / patience];
  let weight = 1;
  let [total, delayed, inLine, busy] = [1, 0, 0, 0];
  // Each term is at most a constant below 1 times the one before, once far enough out.
  for (let n = 1; n < 100 * servers || weight > total * 1e-15; n += 1) {
    weight *= arrivals / (Math.min(n, servers) * served + Math.max(n - servers, 0) * givenUp);
    total += weight;
    busy += weight * Math.min(n, servers);
    if (n >= servers) delayed += weight;
    inLine += weight * Math.max(n - servers, 0);
  }
  return {
    abandoned: (givenUp * inLine) / total / arrivals,
    delayed: delayed / total,
    wait: inLine / total / arrivals,
    occupancy: busy / total / servers,
  };
}
