import type { Target, Unserved } from "../../protocol/target.ts";
import type { Language } from "../../words/index.ts";
import { texts } from "./texts.ts";
import type { Texts } from "./wording.ts";

/** The last words to a caller who is not served: the target's own, or the usual ones for why. `promised`: they will be phoned. */
export function farewell(language: Language, because: Unserved, target: Target, promised: boolean): string {
  const own = "text" in target ? target.text[language] : undefined;
  if (own !== undefined) return own;
  if (promised) return texts[language].promised;
  const marked = target.to === "voicemail" || target.to === "callback";
  return texts[language][marked ? "marked" : usual[because]];
}

const usual: Readonly<Record<Unserved, keyof Pick<Texts, "nobodyServes" | "full" | "closed" | "waited">>> = {
  nobody_serves: "nobodyServes",
  left_alone: "nobodyServes",
  full: "full",
  too_long: "full",
  unknown_queue: "full",
  over: "full",
  closed: "closed",
  closing: "closed",
  waited: "waited",
};
