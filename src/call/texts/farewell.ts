import type { Part } from "../../protocol/media.ts";
import type { Line } from "../../protocol/scenario.ts";
import type { Target, Unserved } from "../../protocol/target.ts";
import { line, type Manner } from "./line.ts";

/** The last words to a caller who is not served: the target's own, or the scenario's or the usual ones for why. `promised`: they will be phoned. */
export function farewell(manner: Manner, because: Unserved, target: Target, promised: boolean): Part {
  const own = "text" in target ? target.text[manner.language] : undefined;
  if (own !== undefined) return { text: own };
  if (promised) return line(manner, "promised");
  const marked = target.to === "voicemail" || target.to === "callback";
  return line(manner, marked ? "marked" : usual[because]);
}

const usual: Readonly<Record<Unserved, Line>> = {
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
