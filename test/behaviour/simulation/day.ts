/** Plays one schedule: foul weather, then fair until everybody has been served, then rest. */
import type { CallCommand, Transfer } from "../../../src/protocol/command.ts";
import { usualReason, type OwnReason } from "../../../src/protocol/reason.ts";
import type { PinnedScenario, PinnedSound } from "../../../src/protocol/scenario.ts";
import {
  as,
  minutes,
  seconds,
  type CallId,
  type DispositionId,
  type OperatorId,
  type PauseReasonId,
  type QueueId,
  type ScenarioId,
  type SoundId,
} from "../../../src/words/index.ts";
import { chance } from "../world/chance.ts";
import { crashPoints, type CrashPoint } from "../world/fate.ts";
import { World, type Dialled, type Journey } from "../world/world.ts";
import { Invariants } from "./invariants.ts";
import { everySkill, storm, type Happening, type Post, type Schedule } from "./schedule.ts";
import { Violation } from "./violation.ts";

const aSound: PinnedSound = { id: as<SoundId>("Sound"), hash: "0".repeat(64), duration: 5_000 };
/** Sounds in the place of some words, music of its own, and lines that are left out. */
const ofOurOwn: { readonly scenario: ScenarioId; readonly published: PinnedScenario } = {
  scenario: as<ScenarioId>("Sales"),
  published: {
    version: 2,
    flow: "ACD",
    settings: {
      prompts: { greeting: aSound, nobodyServes: aSound },
      texts: { full: "", next: "" },
      music: aSound,
      sayWait: false,
    },
  },
};

export interface Day {
  readonly seed: number;
  readonly steps: number;
  readonly messages: number;
  /** Everything that happened, in order: `<virtual time> <who> <what>`. */
  readonly trace: readonly string[];
  readonly violation: Violation | undefined;
}

const reasons: readonly OwnReason[] = [
  { ...usualReason, id: as<PauseReasonId>("lunch"), name: "Lunch", paid: false },
  { ...usualReason, id: as<PauseReasonId>("training"), name: "Training" },
  { ...usualReason, id: as<PauseReasonId>("meeting"), name: "Meeting", status: "DND" },
];
/** How calls turn out; the last takes back what was said. */
const turns = ["sold", "lost", undefined] as const;
/** What operators choose between; the last there is not. */
const pauses = [
  { reason: "dnd" },
  { reason: "timeout", own: as<PauseReasonId>("lunch") },
  { reason: "timeout", own: as<PauseReasonId>("training") },
  { reason: "dnd", own: as<PauseReasonId>("meeting") },
  { reason: "dnd", own: as<PauseReasonId>("removed") },
] as const;

/** `look`: shown the world when all is over. */
export async function play(schedule: Schedule, look: (world: World) => void = () => {}): Promise<Day> {
  const day = new Playing(schedule);
  let violation: Violation | undefined;
  try {
    await day.pass();
    look(day.world);
  } catch (error) {
    if (!(error instanceof Error)) throw error;
    violation = error instanceof Violation ? error : new Violation("fault", error.stack ?? error.message);
  }
  const { world, trace } = day;
  return { seed: schedule.seed, steps: world.clock.steps, messages: world.messages, trace, violation };
}

class Playing {
  readonly trace: string[] = [];
  readonly world: World;
  readonly #schedule: Schedule;
  readonly #chance;
  readonly #invariants: Invariants;
  readonly #queues;
  readonly #operators: readonly OperatorId[];
  readonly #calls: CallId[] = [];
  #fair = true;

  constructor(schedule: Schedule) {
    this.#schedule = schedule;
    // Another chance than the one that drew the schedule: what the weather does to one message depends on those before it.
    this.#chance = chance(schedule.seed ^ 0x5bd1e995);
    this.world = new World({
      journey: () => this.#journey(),
      dialler: () => this.#dialled(),
      fate: {
        crash: () => this.#crash(),
        alarm: () => this.#alarm(),
        happened: (line) => void this.trace.push(line),
      },
    });
    this.#invariants = new Invariants(this.world);
    this.#queues = schedule.queues.map((settings, i) => this.world.queue(`Q${i}`, settings));
    this.#operators = schedule.operators.map((post, i) => this.#employ(as<OperatorId>(`o${i}`), post));
    for (const operator of this.#operators) this.world.ready(operator);
    this.world.clock.watch = () => this.#invariants.afterStep();
  }

  async pass(): Promise<void> {
    const { world } = this;
    const startedAt = world.clock.now;
    this.#invariants.afterStep();
    this.#fair = false;
    for (const happening of this.#schedule.happenings) world.clock.plan(happening.after, () => this.#happen(happening));
    await world.pass(storm);

    this.#fair = true;
    // What set out before the storm's end is still on its way, and may end badly.
    await world.pass(seconds(10));
    this.#invariants.calm = true;
    // A line that nobody serves any more, or nobody with the skills, would wait for ever.
    const everything = { queues: this.#queues.map((_, number) => number), skills: everySkill, tier: 1 };
    for (const operator of this.#operators) world.clock.plan(0, () => void this.#employ(operator, everything));
    for (let round = 0; round < 60 && this.#living().length + this.#toBePhoned() > 0; round += 1) {
      for (const operator of this.#operators) world.clock.plan(0, () => this.#work(operator));
      if (round % 5 === 0) this.#look();
      await world.pass(seconds(3));
    }
    const stuck = this.#living();
    if (stuck.length > 0) throw new Violation("I1", `stuck: ${stuck.join(" ")}`);
    for (const operator of this.#operators) {
      world.clock.plan(0, () => {
        this.#dispose(operator, 0);
        world.operatorActor(operator).take({ type: "finishWrapUp", at: 0 });
        world.ready(operator);
      });
    }
    await world.pass(seconds(30));

    // The last restart shows that nothing stands only in memory. Calls forget themselves after ten minutes.
    this.#restart();
    await world.pass(minutes(12));
    const { messages, clock } = world;
    const saidBefore = this.trace.length;
    await world.pass(minutes(60));
    if (world.messages !== messages || this.trace.length !== saidBefore)
      throw new Violation("I7", `no rest: ${this.trace.slice(saidBefore, saidBefore + 3).join(" · ")}`);
    this.#invariants.atEnd(this.#everyCall(), startedAt);
    this.trace.push(`${clock.now} all is over`);
  }

  #happen(happening: Happening): void {
    const { world } = this;
    switch (happening.what) {
      case "dials": {
        const queue = this.#queues[happening.queue];
        // Every other telephone shows the number of the same switchboard.
        const from = happening.phone % 2 === 0 ? "+79160000000" : `+7916111111${happening.phone}`;
        // Every third call has a scenario of the application's own.
        const own = happening.call % 3 === 0 ? ofOurOwn : {};
        const id = world.dial(`c${happening.call}`, queue, { priority: happening.priority, from, ...own });
        this.#calls.push(id);
        return;
      }
      case "hangs up": {
        const call = this.#calls.find((id) => id === `c${happening.call}`);
        if (call === undefined) return;
        if (happening.seen) world.hangUp(call);
        else world.vanish(call);
        return;
      }
      case "leaves to be phoned": {
        const call = this.#calls.find((id) => id === `c${happening.call}`);
        if (call === undefined) return;
        // By the key, if they have been told of it by then, or as another scenario might have it.
        if (happening.call % 2 === 0) world.press(call, "1");
        else world.callActor(call).take({ type: "command", at: 0, command: { type: "requestCallback" } });
        return;
      }
      case "is forced": {
        const call = this.#calls.find((id) => id === `c${happening.call}`);
        if (call === undefined) return;
        const command = this.#commanded(happening.roll, happening.other);
        world.callActor(call).take({ type: "call.forced", at: 0, by: "supervisor", command });
        return;
      }
      case "acts":
        return this.#act(this.#operator(happening.operator), happening.roll);
      case "dies":
        return this.#someActor(happening.roll)?.kill();
      case "restarts":
        return this.#restart();
      case "looks":
        return this.#look();
      case "is told nonsense":
        this.#someActor(happening.roll)?.take({ type: "fromTheFuture", at: 0, news: 1 } as never);
        return;
      case "serves":
        this.#employ(this.#operator(happening.operator), happening);
        return;
      case "is set":
        world.queue(`Q${happening.queue}`, happening.settings);
        return;
      default:
        happening satisfies never;
    }
  }

  /** What an operator might do in the storm: mostly their work. */
  #act(id: OperatorId, roll: number): void {
    const { world } = this;
    const actor = world.operatorActor(id);
    const { value, context } = actor.state;
    if (value.link === "down") {
      if (roll < 0.3) world.arrive(id);
    } else if (roll > 0.97) actor.take({ type: "link.down", at: 0 });
    else if (roll > 0.95) actor.take({ type: "signOut", at: 0, atOnce: roll > 0.96 });
    else if (roll > 0.92)
      actor.take({ type: "pause", at: 0, ...(pauses[Math.floor(roll * 1_000) % pauses.length] ?? pauses[0]) });
    else if (context.status === "BeforeService") {
      if (roll < 0.5) world.accept(id);
      else if (roll < 0.6) world.decline(id);
    } else if (roll > 0.85 && (context.status === "InService" || context.status === "AfterService")) {
      this.#dispose(id, roll);
    } else if (context.status === "InService") {
      if (roll < 0.2) world.operatorHangsUp(id);
      else if (roll < 0.25) world.dropOut(id, roll < 0.23 ? seconds(roll * 80) : undefined);
      else if (roll < 0.35 && context.offer !== undefined) {
        actor.take({ type: "requestWrapUp", at: 0, callId: context.offer.callId, wanted: roll < 0.32 });
      } else if (roll < 0.4) actor.take({ type: "takeBack", at: 0 });
      else if (roll < 0.55) world.transfer(id, this.#transferred(roll));
    } else if (context.status === "AfterService") {
      if (roll < 0.3) actor.take({ type: "finishWrapUp", at: 0 });
      else if (roll < 0.4) actor.take({ type: "extendWrapUp", at: 0 });
    } else if (value.presence !== "ready" && roll < 0.5) world.ready(id);
  }

  /** Says how the call turned out, or takes that back. */
  #dispose(id: OperatorId, roll: number): void {
    const actor = this.world.operatorActor(id);
    const { offer } = actor.state.context;
    if (offer === undefined) return;
    const name = turns[Math.floor(roll * 1_000) % turns.length];
    const disposition = name === undefined ? null : { id: as<DispositionId>(name), name };
    actor.take({ type: "setDisposition", at: 0, callId: offer.callId, disposition, note: "" });
  }

  /** What everybody does in fair weather: takes every call and ends it soon. */
  #work(id: OperatorId): void {
    const { world } = this;
    const { value, context } = world.operatorActor(id).state;
    if (value.link === "down" || value.presence !== "ready") world.ready(id);
    if (context.status === "BeforeService") world.accept(id);
    if (context.status === "InService") world.operatorHangsUp(id);
    if (context.status !== "AfterService") return;
    // Where one is needed there is no end without.
    this.#dispose(id, 0);
    world.operatorActor(id).take({ type: "finishWrapUp", at: 0 });
  }

  /** LiveKit's list of rooms is compared with the calls that live. */
  #look(): void {
    for (const call of this.#living()) {
      if (this.world.call(call).startedAt > 0) this.world.clock.plan(0, () => this.world.look(call));
    }
  }

  #restart(): void {
    for (const actor of this.#actors()) actor.kill();
  }

  #living(): CallId[] {
    return this.#everyCall().filter((id) => this.world.records.get(id)?.outcome === undefined);
  }

  /** Those who have dialled, and those who have been phoned. */
  #everyCall(): CallId[] {
    const phoned = [...this.world.dials.keys()].map((id) => as<CallId>(id));
    return [...this.#calls, ...phoned.filter((id) => this.world.calls.has(id))];
  }

  #toBePhoned(): number {
    const lines = [...this.world.queues.values()].flatMap(({ state }) => [...state.context.entries.values()]);
    return lines.filter((entry) => entry.callback !== undefined).length;
  }

  #actors() {
    return [...this.world.queues.values(), ...this.world.operators.values(), ...this.world.calls.values()];
  }

  #someActor(roll: number) {
    const actors = this.#actors();
    return actors[Math.floor(roll * actors.length)];
  }

  #commanded(roll: number, other: number): CallCommand {
    const operatorId = this.#operator(other);
    const queueId = this.#queues[other] ?? as<QueueId>("Q0");
    const commands: readonly CallCommand[] = [
      { do: "prioritise", priority: 1 + Math.floor(roll * 100) },
      { do: "assign", operatorId },
      { do: "unassign" },
      { do: "move", queueId, time: roll < 0.6 ? "keep" : "reset" },
      { do: "transfer", ...this.#transferred(roll) },
      { do: "end" },
    ];
    return commands[Math.floor(roll * commands.length)] ?? { do: "end" };
  }

  /** Into some queue, in one of the ways there are. */
  #transferred(roll: number): Transfer {
    const some = <Item>(items: readonly Item[], grain: number): Item | undefined =>
      items[Math.floor(roll * grain) % items.length];
    const queueId = some([...this.#queues, as<QueueId>("Nowhere")], 1_000) ?? as<QueueId>("Q0");
    return { queueId, time: some([undefined, "keep", "reset"], 3_000), priority: some([undefined, null, 20], 9_000) };
  }

  #employ(id: OperatorId, { queues: numbers, skills, tier }: Post): OperatorId {
    const named = this.#queues.filter((_, number) => numbers.includes(number));
    const queues = named.map((queueId) => ({ queueId, name: queueId, weight: 50, tier }));
    return this.world.operator(id, named, { skills, queues, pauseReasons: reasons });
  }

  #operator(number: number): OperatorId {
    const id = this.#operators[number];
    if (id === undefined) throw new Error(`There is no operator ${number}.`);
    return id;
  }

  #dialled(): Dialled {
    const { upTo, oneOf } = this.#chance;
    const how = this.#fair ? "answers" : oneOf(["answers", "answers", "busy", "no_answer", "failed"] as const);
    return { after: seconds(this.#fair ? 3 : 1 + upTo(15)), how: how ?? "answers" };
  }

  #journey(): Journey {
    if (this.#fair) return { delay: 20 };
    const { upTo, happens } = this.#chance;
    const { delay, lost, repeated, answerLost } = this.#schedule.weather;
    return { delay: upTo(delay), lost: happens(lost), repeated: happens(repeated), answerLost: happens(answerLost) };
  }

  #crash(): CrashPoint | undefined {
    if (this.#fair) return undefined;
    const { happens, oneOf } = this.#chance;
    return happens(this.#schedule.weather.crash) ? oneOf(crashPoints) : undefined;
  }

  #alarm() {
    if (this.#fair) return { late: 0 };
    const { upTo, happens } = this.#chance;
    const { alarmLate, alarmTwice } = this.#schedule.weather;
    return {
      late: happens(alarmLate) ? upTo(seconds(3)) : 0,
      again: happens(alarmTwice) ? upTo(seconds(2)) : undefined,
    };
  }
}
