/**
 * A finished call, gone through again from what came in: the machines take the same inputs at the same times, and since they are pure the same comes
 * out. What came out then is on record, and each moment is held against it: another version of the machines shows where it would have gone
 * another way. Nothing is performed.
 */
import type { CallRecord, Moment } from "../protocol/record.ts";
import type { CallPhase, Departure, KeptCall, Replay, ReplayStep } from "../protocol/replay.ts";
import { as, type ScenarioId } from "../words/index.ts";
import type { CallInput } from "./events.ts";
import { callLogic, type CallState } from "./logic.ts";
import { recordOf } from "./record.ts";
import { scenarioOf } from "./scenarios/index.ts";
import { callVersion } from "./version.ts";

export function replay(record: CallRecord, { version, whole, inputs }: KeptCall): Replay {
  const { steps, state } = goThrough(inputs as readonly CallInput[]); // kept by callLogic.keep, of this version or another
  const departure = departureOf(record, { steps, state, whole });
  return { recordedBy: version, replayedBy: callVersion, whole, steps, ...(departure && { departure }) };
}

/** The state after the last input, and each step on the way. */
export function goThrough(inputs: readonly CallInput[]): {
  readonly steps: readonly ReplayStep[];
  readonly state: CallState;
} {
  let state = callLogic.initial();
  let seq = 0;
  const steps: ReplayStep[] = [];
  for (const input of inputs) {
    const step = callLogic.step(state, input);
    state = step.state;
    const { at } = input;
    const effects: string[] = [];
    const moments: Moment[] = [];
    for (const effect of step.effects) {
      if (effect.type === "note") {
        seq += 1;
        moments.push({ seq, at, what: effect.what, ...(effect.detail && { detail: effect.detail }) });
      } else effects.push(effect.type);
    }
    steps.push({ at, input: input.type, phase: phaseOf(state), effects, moments });
  }
  return { steps, state };
}

function phaseOf({ call, scenario }: CallState): CallPhase {
  const { value } = call;
  const where = typeof value === "string" ? { call: value } : { call: "alive" as const, ...value.alive };
  if (scenario === undefined) return where;
  const { value: scene } = scenarioOf(scenario.id).pack(scenario.state).core as { value: unknown }; // a machine's, see machineLogic
  return {
    ...where,
    scenario: call.context.route?.scenario ?? as<ScenarioId>(scenario.id),
    scene: typeof scene === "string" ? scene : JSON.stringify(scene),
  };
}

/** The first difference. Of a call whose inputs are not all kept only so much can be compared as comes out of those that are. */
function departureOf(
  record: CallRecord,
  {
    steps,
    state,
    whole,
  }: { readonly steps: readonly ReplayStep[]; readonly state: CallState; readonly whole: boolean },
): Departure | undefined {
  let next = 0;
  for (const [index, { moments }] of steps.entries()) {
    for (const replayed of moments) {
      const recorded = record.timeline[next] ?? null;
      next += 1;
      if (!isSame(recorded, replayed)) return { step: index + 1, recorded, replayed, fields: [] };
    }
  }
  if (!whole) return undefined;
  const recorded = record.timeline[next] ?? null;
  const fields = differences(record, recordOf(state));
  if (recorded === null && fields.length === 0) return undefined;
  return { step: steps.length + 1, recorded, replayed: null, fields };
}

/** What of the record comes out otherwise, the timeline apart. */
function differences(recorded: CallRecord, replayed: Omit<CallRecord, "timeline"> | undefined): string[] {
  const [before, now] = [new Map(Object.entries(recorded)), new Map(Object.entries(replayed ?? {}))];
  before.delete("timeline");
  const fields = new Set([...before.keys(), ...now.keys()]);
  return [...fields].filter((field) => !isSame(before.get(field), now.get(field)));
}

/** As they would be written down: what is undefined is not there. */
function isSame(one: unknown, other: unknown): boolean {
  return JSON.stringify(sorted(one)) === JSON.stringify(sorted(other));
}

function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .toSorted(([a], [b]) => (a < b ? -1 : 1))
      .map(([key, item]) => [key, sorted(item)]),
  );
}
