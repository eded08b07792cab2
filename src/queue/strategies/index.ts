/** The strategies by their names in a queue's settings. A new one is a file of its own and a line here and in the settings. */
import type { StrategyName } from "../../protocol/settings.ts";
import { fewestCalls } from "./fewestCalls.ts";
import { leastTalk } from "./leastTalk.ts";
import { leastQualified } from "./leastQualified.ts";
import { longestIdle } from "./longestIdle.ts";
import { mostQualified } from "./mostQualified.ts";
import { random } from "./random.ts";
import { roundRobin } from "./roundRobin.ts";
import type { Strategy } from "./strategy.ts";
import { topDown } from "./topDown.ts";
import { weightedRandom } from "./weightedRandom.ts";

export const strategies: Readonly<Record<StrategyName, Strategy>> = {
  longestIdle,
  roundRobin,
  fewestCalls,
  leastTalk,
  random,
  weightedRandom,
  topDown,
  mostQualified,
  leastQualified,
};
