import type { Flow } from "../../protocol/scenario.ts";
import type { ScenarioId } from "../../words/index.ts";
import type { Scenario } from "../scenario.ts";
import { acd } from "./acd.ts";
import { callback } from "./callback.ts";
import { closed } from "./closed.ts";

/** Every flow that a rule may lead to, by itself or as the flow of a scenario of the application's own. A new one is added here and to the list of their names. */
const scenarios = { ACD: acd, Closed: closed } as const satisfies Readonly<Record<Flow, Scenario<unknown>>>;

/** Of calls that no rule leads anywhere: those that we place ourselves. */
const ofOurs: Readonly<Record<string, Scenario<unknown>>> = { Callback: callback };

/** A rule may name a flow that a newer version has and this one has not: its callers get the default. */
export const scenarioOf = (id: ScenarioId | Flow): Scenario<unknown> =>
  new Map<string, Scenario<unknown>>([...Object.entries(scenarios), ...Object.entries(ofOurs)]).get(id) ?? acd;
