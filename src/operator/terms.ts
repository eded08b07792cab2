/** What holds between one operator and one offer: the queue's terms and, where the operator has their own, those. */
import { termsOf, type Offer, type OfferTerms } from "../protocol/offer.ts";
import { usualQueue, type OperatorProfile, type WrapUpMode } from "../protocol/settings.ts";
import type { Duration } from "../words/index.ts";

/** What an older version has stored or sent lacks the terms that were added since. */
const termsIn = (offer: Offer): OfferTerms => ({ ...termsOf(usualQueue), ...offer });

/** How long it rings: the operator's own ring time can only shorten the queue's. */
export const ringTimeOf = (offer: Offer, profile: OperatorProfile | undefined): Duration =>
  Math.min(offer.ringTime, profile?.ringTime ?? Number.POSITIVE_INFINITY);

export const wrapUpModeOf = (offer: Offer, profile: OperatorProfile | undefined): WrapUpMode =>
  profile?.wrapUpMode ?? termsIn(offer).wrapUpMode;

export const isDispositionNeeded = (offer: Offer): boolean => termsIn(offer).dispositionNeeded === "toFinish";

export interface WrapUpPlan {
  readonly mode: WrapUpMode;
  /** Undefined: until it is finished. */
  readonly length: Duration | undefined;
  /** By how much it may be prolonged; 0: not at all. */
  readonly extension: Duration;
}

/** The wrap-up that follows the call, if one does. `requested`: the operator has asked for one. */
export function wrapUpAfter(
  offer: Offer,
  profile: OperatorProfile | undefined,
  requested: boolean,
): WrapUpPlan | undefined {
  const terms = termsIn(offer);
  const mode = wrapUpModeOf(offer, profile);
  const length = profile?.wrapUp ?? terms.wrapUp;
  const prolongable: WrapUpPlan = { mode, length, extension: terms.wrapUpExtension };
  switch (mode) {
    case "none":
      return undefined;
    case "mandatory":
      return { mode, length: undefined, extension: 0 };
    case "timed":
      return length > 0 ? { mode, length, extension: 0 } : undefined;
    case "optional":
    case "forced":
      return length > 0 ? prolongable : undefined;
    case "onRequest":
      return length > 0 && requested ? prolongable : undefined;
  }
}

/** `transferred`: the offer was taken, and its caller sent into a queue. */
export type RestCause = "declined" | "missed" | "busy" | "unreachable" | "transferred";

/** For how long the operator is offered nothing after the offer has come to this. */
export function restAfter(offer: Offer, cause: RestCause): Duration {
  const terms = termsIn(offer);
  switch (cause) {
    case "declined":
    case "transferred":
      return terms.restAfterDeclined;
    case "missed":
      return terms.restAfterMissed;
    case "busy":
      return terms.restAfterBusy;
    case "unreachable":
      return terms.restAfterUnreachable;
  }
}
