/** What is counted of the actors while they work. Class → what → how often. */
export type Tally = Record<string, Record<string, number>>;

export interface Counts {
  /** Method calls (RPC), requests and alarms, each one request to a Durable Object. */
  readonly requests: Tally;
  /** Incoming WebSocket messages: Cloudflare bills 20 of them as one request. */
  readonly messages: Tally;
  /** Rows written, indexes included, as SQLite reports them; and one for each alarm that is set or deleted. */
  readonly rows: Tally;
}

/** Where the meter of the bench's own worker is read (GET) and set to nothing (DELETE). The product has no such address. */
export const meterPath = "/bench/meter";

/** https://developers.cloudflare.com/durable-objects/platform/pricing/ */
const messagesPerRequest = 20;

export function add(tally: Tally, actor: string, what: string, howMany = 1): void {
  const counts = (tally[actor] ??= {});
  counts[what] = (counts[what] ?? 0) + howMany;
}

export const noCounts = (): Counts => ({ requests: {}, messages: {}, rows: {} });

export const requestsIn = ({ requests, messages }: Counts): number =>
  total(requests) + total(messages) / messagesPerRequest;

export const rowsIn = ({ rows }: Counts): number => total(rows);

const total = (tally: Tally): number =>
  Object.values(tally)
    .flatMap((counts) => Object.values(counts))
    .reduce((sum, count) => sum + count, 0);

/** A tally for people, as so much per call, the most first. */
export function breakdown(title: string, tally: Tally, calls: number, weight = 1): string {
  const lines = [`${title}, per call:`];
  const bySize = (a: [string, number], b: [string, number]): number => b[1] - a[1];
  const classes = Object.entries(tally).map(
    ([actor]) => [actor, total({ [actor]: tally[actor] ?? {} })] as [string, number],
  );
  for (const [actor, sum] of classes.toSorted(bySize)) {
    lines.push(`  ${figure((sum * weight) / calls)}  ${actor}`);
    for (const [what, count] of Object.entries(tally[actor] ?? {}).toSorted(bySize)) {
      lines.push(`    ${figure((count * weight) / calls)}  ${what}`);
    }
  }
  return lines.join("\n");
}

const figure = (value: number): string => value.toFixed(2).padStart(6);
