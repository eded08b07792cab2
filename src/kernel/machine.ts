/**
 * Runs an XState machine as a pure function. No live actor is kept: a restored one would have lost its timers
 * (XState persists no scheduled events), and a live one would act before its state is on disk.
 *
 * A machine speaks to the world only by `emit` (effects) and delayed `raise` / `cancel` (timers). Anything else is a fault in the machine.
 */
import type { AnyActorScope, AnyStateMachine, EventFromLogic, SnapshotFrom } from "xstate";
import { createActor, initialTransition } from "xstate";
import type { Logic, Packed, Step, Timed, TimerChange } from "./logic.ts";

/** The parts of an executable action of XState that the pure driver needs (`xstate.emit`, `xstate.raise`, `xstate.cancel`). */
interface Action {
  readonly type: string;
  readonly params?: unknown;
}

export interface MachineLogicOptions {
  /** Members of the context that are stored as one row for each of their entries: `Map<string, item>`. */
  readonly rows?: readonly string[];
  /** See {@link Logic.fleeting}. */
  readonly fleeting?: readonly string[];
}

export function machineLogic<Machine extends AnyStateMachine, Effect extends { readonly type: string }>(
  machine: Machine,
  options: MachineLogicOptions = {},
): Logic<SnapshotFrom<Machine>, EventFromLogic<Machine> & Timed, Effect> {
  type State = SnapshotFrom<Machine>;
  type Event = EventFromLogic<Machine> & Timed;
  const tables = options.rows ?? [];
  let first: { readonly state: State; readonly context: object } | undefined;
  let inert: AnyActorScope | undefined;

  const begin = () => {
    if (first === undefined) {
      const [state] = initialTransition(machine as AnyStateMachine); // no machine here takes input
      first = { state: state as State, context: state.context };
    }
    return first;
  };

  return {
    fleeting: new Set(options.fleeting),

    initial: () => begin().state,

    step(state, event): Step<State, Event, Effect> {
      inert ??= inertScope(machine);
      const actions: Action[] = [];
      const scope: AnyActorScope = { ...inert, actionExecutor: (action) => void actions.push(action) };
      const next: unknown = machine.transition(state as never, event, scope);
      return { state: next as State, ...sort<Event, Effect>(actions) };
    },

    pack(state): Packed {
      const { value, context } = state as { value: unknown; context: Record<string, unknown> };
      const core: Record<string, unknown> = { ...context };
      const rows = new Map<string, ReadonlyMap<string, unknown>>();
      for (const table of tables) {
        delete core[table];
        rows.set(table, context[table] as ReadonlyMap<string, unknown>);
      }
      return { core: { value, context: core }, rows };
    },

    unpack({ core, rows }): State {
      const stored = core as { value: never; context: object }; // written by pack above
      // A member that an older version did not have begins as it begins in a new actor. (One that is undefined is not stored either: it must begin so.)
      const context: Record<string, unknown> = { ...begin().context, ...stored.context };
      for (const table of tables) context[table] = rows.get(table) ?? new Map();
      return machine.resolveState({ value: stored.value, context }) as State;
    },
  };
}

/**
 * What XState's own `transition()` makes anew for each step, its actor with an initial state of its own included, which costs more than
 * the step (measured: two thirds of it). Nothing of it is ever started, and no machine here spawns anybody, so one serves for all steps.
 */
function inertScope(machine: AnyStateMachine): AnyActorScope {
  const self = createActor(machine);
  const nothing = (): void => {};
  return {
    self,
    system: self.system,
    id: "",
    sessionId: "",
    logger: nothing,
    defer: nothing,
    emit: nothing,
    stopChild: nothing,
    actionExecutor: nothing,
  };
}

function sort<Event, Effect>(actions: readonly Action[]): { effects: Effect[]; timers: TimerChange<Event>[] } {
  const effects: Effect[] = [];
  const timers: TimerChange<Event>[] = [];
  for (const action of actions) {
    switch (action.type) {
      case "xstate.emit":
        effects.push((action.params as { event: Effect }).event);
        break;
      case "xstate.raise": {
        const { event, id, delay } = action.params as { event: Event; id?: string; delay?: number };
        if (delay === undefined) break; // raised for at once: the machine has already taken it within this step
        if (id === undefined) throw new Error("A delayed event needs an id, so that it can be cancelled and stored.");
        timers.push({ set: id, delay, event });
        break;
      }
      case "xstate.cancel":
        timers.push({ cancel: (action.params as { sendId: string }).sendId });
        break;
      default:
        throw new Error(
          `The machine asked for the action "${action.type}", which the kernel does not perform: use emit or a delayed raise.`,
        );
    }
  }
  return { effects, timers };
}
