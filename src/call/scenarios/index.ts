import { as, type ScenarioId } from "../../words/index.ts";
import type { Scenario } from "../scenario.ts";
import { acd } from "./acd.ts";
import { callback } from "./callback.ts";
import { closed } from "./closed.ts";

/** Every scenario a rule may lead to. A new one is added here and nowhere else. */
const scenarios: Readonly<Record<string, Scenario<unknown>>> = { ACD: acd, Closed: closed };

export const scenarioIds: readonly ScenarioId[] = Object.keys(scenarios).map((id) => as<ScenarioId>(id));

/** Of calls that no rule leads anywhere: those that we place ourselves. */
const ofOurs: Readonly<Record<string, Scenario<unknown>>> = { Callback: callback };

/** A rule may name a scenario that a newer version has and this one has not: its callers get the default. */
export const scenarioOf = (id: ScenarioId): Scenario<unknown> => scenarios[id] ?? ofOurs[id] ?? acd;
