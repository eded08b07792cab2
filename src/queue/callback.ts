/** An entry whose caller has hung up and is to be phoned: what is kept of the promise, and when it may be kept. */
import type { PinnedSettings } from "../protocol/scenario.ts";
import type { CallbackMode, QueueSettings } from "../protocol/settings.ts";
import {
  as,
  type CallId,
  type DialId,
  type EntryId,
  type Instant,
  type Language,
  type OperatorId,
} from "../words/index.ts";

/** `waiting`: for its turn. `dialling`: they are being phoned. `reached`: they are on the phone, and wait as callers do. */
export type Callback = {
  readonly promise: Promised;
  /** How often they have been phoned. */
  readonly attempts: number;
} & (Waiting | Dialling | { readonly state: "reached" });

interface Promised {
  /** The call in which it was promised. */
  readonly of: CallId;
  readonly number: string;
  readonly line: string;
  readonly language: Language;
  readonly settings?: PinnedSettings | undefined;
  readonly at: Instant;
}

interface Waiting {
  readonly state: "waiting";
  /** Undefined: they may be phoned now. */
  readonly notBefore?: Instant | undefined;
  /** Not in this hour: the queue is closed. */
  readonly closed: boolean;
}

interface Dialling {
  readonly state: "dialling";
  readonly dialId: DialId;
  /** Caller first: the operator who is kept free meanwhile, so that never more are phoned than are free. */
  readonly heldFor?: OperatorId | undefined;
}

interface MaybeCallback {
  readonly callback?: Callback | undefined;
}

/** There is nobody on the line. */
export const isCallback = ({ callback }: MaybeCallback): boolean =>
  callback?.state === "waiting" || callback?.state === "dialling";

export const isDialled = ({ callback }: MaybeCallback): boolean => callback?.state === "dialling";

/** Its turn may not come yet. */
export const isAsleep = ({ callback }: MaybeCallback): boolean =>
  callback?.state === "waiting" && (callback.closed || callback.notBefore !== undefined);

/** When time alone changes something for it; undefined: never. While it is being offered or dialled the end of that decides. */
export function nextOfCallback(
  { callback, open }: MaybeCallback & { readonly open: readonly unknown[] },
  { callbackExpiry }: Pick<QueueSettings, "callbackExpiry">,
): Instant | undefined {
  if (callback?.state !== "waiting" || open.length > 0) return undefined;
  const expires = callback.promise.at + callbackExpiry;
  return callback.notBefore === undefined ? expires : Math.min(expires, callback.notBefore);
}

/** The callback as it is at a moment. */
export function callbackAt(callback: Callback | undefined, at: Instant, isOpen: boolean): Callback | undefined {
  if (callback?.state !== "waiting") return callback;
  const notBefore = callback.notBefore !== undefined && callback.notBefore > at ? callback.notBefore : undefined;
  if (notBefore === callback.notBefore && callback.closed === !isOpen) return callback;
  return { ...callback, notBefore, closed: !isOpen };
}

/** Who comes to the phone first, also where nobody is promised anything any more. */
export const orderOf = (mode: CallbackMode): Exclude<CallbackMode, "off"> =>
  mode === "callerFirst" ? "callerFirst" : "operatorFirst";

/** The id of a dialling begins with that of its entry. */
export const entryOfDial = (dialId: DialId): EntryId => as<EntryId>(dialId.slice(0, dialId.lastIndexOf("~")));

export const dialOf = (entryId: EntryId, attempt: number): DialId => as<DialId>(`${entryId}~${attempt}`);

/** What two spellings of one number have in common; empty when it is none that could be phoned. */
export const digitsOf = (number: string): string => number.replaceAll(/\D/g, "");
