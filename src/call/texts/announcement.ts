import type { Duration, Language } from "../../words/index.ts";
import { texts } from "./texts.ts";

/** A caller's place and expected wait, as it is spoken. Nothing is said about a wait that cannot be estimated. */
export function announcement(
  language: Language,
  standing: { readonly place: number; readonly expectedWait: Duration | null },
): string {
  const say = texts[language];
  const place = say.place(standing.place);
  if (standing.expectedWait === null) return place;
  const minutes = Math.ceil(standing.expectedWait / 60_000);
  return `${place} ${standing.expectedWait < 60_000 ? say.shortWait : say.wait(minutes)}`;
}
