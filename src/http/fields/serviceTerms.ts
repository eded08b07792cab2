/** What counts as served in time and as giving up early: of a report in an address, and of one that is sent. */
import type * as z from "zod";
import { finest } from "../../reports/histogram.ts";
import { usualTerms } from "../../reports/metrics.ts";

/** `whole`: a whole number as it is written there, as text in an address. */
export const serviceTerms = <Whole extends z.ZodNumber | z.ZodCoercedNumber>(whole: () => Whole) => ({
  threshold: wholeSeconds(whole(), "The T of the service level.", 1_000, usualTerms.threshold),
  shortAbandon: wholeSeconds(whole(), "Who gave up no later than this is short-abandoned.", 0, usualTerms.shortAbandon),
});

/** In milliseconds, whole seconds: waits are kept to the second. */
const wholeSeconds = <Whole extends z.ZodNumber | z.ZodCoercedNumber>(
  whole: Whole,
  what: string,
  least: number,
  usual: number,
) =>
  whole
    .min(least)
    .max(finest)
    .multipleOf(1_000)
    .default(usual)
    .meta({ description: `${what} In milliseconds, whole seconds, ${least} to ${finest}; ${usual} unless given.` });
