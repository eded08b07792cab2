/** Where callers stand in the line, and how long they may expect to stand there. */
import type { Outlook, Standing } from "../protocol/line.ts";
import type { EntryId, Instant } from "../words/index.ts";
import { boardOf } from "./board.ts";
import { digitsOf, isDialled } from "./callback.ts";
import type { QueueContext } from "./context.ts";
import type { Entry } from "./entry.ts";
import { countedOn, expectedWait, measured } from "./estimate/index.ts";
import type { Member } from "./member.ts";

/** Where an entry stands now; undefined when it is not in the line. */
export function standingOf(context: QueueContext, entryId: EntryId, now: Instant): Standing | undefined {
  const entry = context.entries.get(entryId);
  if (entry === undefined) return undefined;
  const board = boardOf(context);
  if (board === undefined) return undefined;
  const { all, waiting } = board.before(entry);
  const outlook = outlookOf(context, entry, waiting, now);
  return { place: all + 1, ...outlook, ...(mayBePhoned(context, entry) && { callback: true }) };
}

/** Who has been phoned already is not phoned instead. */
const mayBePhoned = ({ settings }: QueueContext, { callback, caller }: Entry): boolean =>
  settings !== undefined && settings.callback !== "off" && callback === undefined && digitsOf(caller) !== "";

/** How long a caller in the line will have to wait, with so many who wait ahead. */
export function outlookOf(context: QueueContext, entry: Entry, ahead: number, now: Instant): Outlook {
  if (entry.open.length > 0 || isDialled(entry)) return noWait;
  // Others are at work, but nobody whom this caller could be offered to.
  if (servingOf(context) > 0 && boardOf(context)?.able(entry) === 0) return unknownOutlook;
  return waitOf(context, ahead, now);
}

/** Nobody serves, so that nothing can be said. */
export const unknownOutlook: Outlook = { expectedWait: null, medianWait: null, ninetiethWait: null };
/** An operator is at hand. */
export const noWait: Outlook = { expectedWait: 0, medianWait: 0, ninetiethWait: 0 };

/** The expected wait with so many callers ahead. */
export function waitOf(context: QueueContext, ahead: number, now: Instant): Outlook {
  const { settings, pace, staffing } = context;
  if (settings === undefined) return unknownOutlook;
  const serving = countedOn(staffing, servingOf(context), now);
  return expectedWait({ ahead, serving, ...measured(pace, settings) }) ?? unknownOutlook;
}

/** At work: with a caller, or there for the next one. */
export const serves = (member: Member | undefined): boolean => member !== undefined && member.standing !== "away";

/** How many do. */
export function servingOf(context: QueueContext): number {
  const operators = boardOf(context)?.operators;
  return operators === undefined ? 0 : operators.free + operators.busy;
}
