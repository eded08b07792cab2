/** One who looks on: what they have been told, what they may see of it, and what is to be told next. */
import { may, type Bearer } from "../rights/index.ts";
import type { LiveFrame, LiveItem, LiveKind } from "../protocol/live.ts";
import { maskNumber, type QueueId } from "../words/index.ts";
import type { LiveBook } from "./book.ts";
import { keyOf } from "./items.ts";

export interface Interest {
  /** Undefined: all. */
  readonly kinds?: readonly LiveKind[] | undefined;
  readonly queues?: readonly QueueId[] | undefined;
}

/** What it takes to see an item. */
const rightFor = { queue: "queues.watch", operator: "operators.watch", call: "calls.read" } as const;

/** How much somebody is shown: everything, everything with callers' numbers masked, or a part, by right or by wish. */
export type Sight = "everything" | "masked" | "part";

export function sightOf(bearer: Bearer, { kinds, queues }: Interest): Sight {
  if (kinds !== undefined || queues !== undefined || bearer.scope !== null) return "part";
  if (!Object.values(rightFor).every((right) => may(bearer, right))) return "part";
  return may(bearer, "numbers.unmask") ? "everything" : "masked";
}

export const showsWholeNumbers = (bearer: Bearer, { kinds }: Interest): boolean =>
  (kinds === undefined || kinds.includes("call")) && may(bearer, rightFor.call) && may(bearer, "numbers.unmask");

export class Follower {
  readonly #interest: Interest;
  #bearer: Bearer;
  /** Up to where everything has been told; undefined: nothing yet. */
  #told: number | undefined;
  /** What the follower knows; undefined: they came back, and so may know whatever there was. */
  #known: Set<string> | undefined = new Set();

  /** `since`: they have come back and know everything up to there, with the same sight. */
  constructor(bearer: Bearer, interest: Interest, since?: number) {
    this.#bearer = bearer;
    this.#interest = interest;
    // What somebody with a part to see knew by then cannot be told any more.
    if (since === undefined || this.sight === "part") return;
    this.#told = since;
    this.#known = undefined;
  }

  get bearer(): Bearer {
    return this.#bearer;
  }

  get sight(): Sight {
    return sightOf(this.#bearer, this.#interest);
  }

  /** Whether these rights would show them whole numbers, which they are not shown now. */
  wouldUnmask(bearer: Bearer): boolean {
    return showsWholeNumbers(bearer, this.#interest) && !showsWholeNumbers(this.#bearer, this.#interest);
  }

  /** They may see something else from now on: what they know is told anew. */
  mayNow(bearer: Bearer): void {
    this.#bearer = bearer;
    this.#told = undefined;
  }

  /** What is to be told; undefined when there is nothing new. `name` makes the frame's `seq` of a number. */
  next(book: LiveBook, name: (seq: number) => string): LiveFrame | undefined {
    const changes = this.#told === undefined ? undefined : book.since(this.#told);
    this.#told = book.seq;
    const seq = name(book.seq);
    if (changes === undefined) {
      const items = [...book.everything()].flatMap((item) => this.#seen(item) ?? []);
      this.#known = new Set(items.map(keyOf));
      return { type: "snapshot", seq, items };
    }
    const changed: LiveItem[] = [];
    const gone: { readonly kind: LiveKind; readonly id: string }[] = [];
    for (const { key, item } of changes) {
      const seen = item && this.#seen(item);
      if (seen !== undefined) {
        changed.push(seen);
        this.#known?.add(key);
      } else if (this.#known?.delete(key) !== false) gone.push(partsOf(key));
    }
    return changed.length + gone.length === 0 ? undefined : { type: "delta", seq, changed, gone };
  }

  /** The item as they may see it. */
  #seen(item: LiveItem): LiveItem | undefined {
    const { kinds, queues } = this.#interest;
    if (kinds !== undefined && !kinds.includes(item.kind)) return undefined;
    const of = queuesOf(item);
    if (queues !== undefined && !of.some((queue) => queues.includes(queue))) return undefined;
    const isOwn = item.kind === "operator" && item.id === this.#bearer.person;
    const right = rightFor[item.kind];
    if (!may(this.#bearer, right, item.kind === "operator" ? { person: item.id } : {})) return undefined;
    if (!isOwn && this.#bearer.scope !== null && !of.some((queue) => may(this.#bearer, right, { queue })))
      return undefined;
    if (item.kind !== "call" || item.caller === "" || may(this.#bearer, "numbers.unmask")) return item;
    return { ...item, caller: maskNumber(item.caller) };
  }
}

function queuesOf(item: LiveItem): readonly QueueId[] {
  if (item.kind === "queue") return [item.id];
  return item.kind === "call" ? [item.queueId] : item.queues;
}

function partsOf(key: string): { readonly kind: LiveKind; readonly id: string } {
  const slash = key.indexOf("/");
  return { kind: key.slice(0, slash) as LiveKind, id: key.slice(slash + 1) }; // keys are only ever made by keyOf
}
