import type { Moment } from "../protocol/record.ts";
import type { CallId } from "../words/index.ts";

/** Whether a moment of a queue's timeline is about an entry of this call: the ids of entries begin with their call's, those of offers with their entry's. */
export const concerns = ({ detail }: Moment, callId: CallId): boolean =>
  [detail?.["entry"], detail?.["offer"]].some((id) => typeof id === "string" && id.startsWith(`${callId}.`));
