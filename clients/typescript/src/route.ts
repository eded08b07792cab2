/** How an operation is asked for. */
export interface Route {
  readonly method: string;
  readonly path: string;
  /** The names of its query parameters. */
  readonly query: readonly string[];
  /** The type of its body, unless the caller names another. */
  readonly type?: string;
  /** It takes an `Idempotency-Key`. */
  readonly once?: boolean;
}

export interface Answer<Body> {
  readonly status: number;
  readonly body: Body;
  /** What to give as `ifMatch` for a change that is only to happen if nobody else has changed it since. */
  readonly etag: string | undefined;
}
