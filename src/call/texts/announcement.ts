import type { Part } from "../../protocol/media.ts";
import { line, type Manner } from "./line.ts";
import { waitSteps, type Told } from "./told.ts";

/** A caller's place and expected wait, as far as the scenario tells them. Nothing is said about a wait that cannot be estimated. */
export function announcement(manner: Manner, { place, step }: Told): Part[] {
  const { sayPlace = true, sayWait = true } = manner.settings ?? {};
  const parts: Part[] = [];
  if (sayPlace) parts.push(place === 1 ? line(manner, "next") : line(manner, "place", { place }));
  if (sayWait && step !== null) parts.push(waitOf(manner, waitSteps[step]?.minutes ?? 0));
  return parts;
}

function waitOf(manner: Manner, minutes: number): Part {
  if (minutes === 0) return line(manner, "shortWait");
  return Number.isFinite(minutes) ? line(manner, "wait", { minutes }) : line(manner, "longWait");
}
