import type { Instant } from "../words/index.ts";

/** Who does something, and from where. */
export interface Author {
  /** A bearer's name: a person's id, `key` (the admin key), `key:<id>`. Null: nobody who is known. */
  readonly by: string | null;
  /** The network address that the request came from; null: not known. */
  readonly from: string | null;
}

export type Detail = { readonly [field: string]: unknown };

/** What is done. Neither passwords nor secrets go in here, nor whole numbers of callers. */
export interface Deed {
  /** As `queue.changed`. */
  readonly action: string;
  /** To what, as `queue/MainQueue`. */
  readonly what: string;
  /** JSON. */
  readonly detail: Detail;
}

export interface Entry extends Author, Deed {
  readonly at: Instant;
}

/** An entry in its place in the chain. */
export interface AuditLine extends Entry {
  /** 1, 2, 3 and so on, without a gap. */
  readonly seq: number;
  /** The hash of the line before. */
  readonly previous: string;
  /** Of everything above. */
  readonly hash: string;
}

/** Up to where a chain goes: who keeps it elsewhere notices whatever is changed before it. */
export interface Head {
  readonly seq: number;
  readonly hash: string;
}
