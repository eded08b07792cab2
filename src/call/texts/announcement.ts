import type { Language } from "../../words/index.ts";
import { texts } from "./texts.ts";
import { waitSteps, type Told } from "./told.ts";

/** A caller's place and expected wait, as it is spoken. Nothing is said about a wait that cannot be estimated. */
export function announcement(language: Language, { place, step }: Told): string {
  const say = texts[language];
  if (step === null) return say.place(place);
  const minutes = waitSteps[step]?.minutes ?? 0;
  const wait = minutes === 0 ? say.shortWait : Number.isFinite(minutes) ? say.wait(minutes) : say.longWait;
  return `${say.place(place)} ${wait}`;
}
