/**
 * The turn: load → step → commit → deliver.
 *
 * An actor takes one event at a time. A turn is one pure step and one transaction that holds the new state, its timers, its outbox and its
 * timeline, with no `await` inside; only then are the effects sent, each until it has succeeded. So whatever line the process dies at:
 * before the commit nothing has happened; after it the outbox is on disk and the alarm that sends it again is set.
 * An answer to a question of ours that gives nothing to send is not saved by itself: its question stands on disk, and is asked again.
 * Nor is a fleeting event.
 * Effects may therefore be performed twice: whoever receives them acts on its present truth.
 */
import type { Duration, Instant } from "../words/index.ts";
import { Fault } from "./fault.ts";
import type { Forget, Logic, Note, Packed, Reply, Timed } from "./logic.ts";
import { Table } from "./table.ts";
import { inputsKept, type TurnStore } from "./store.ts";

export interface Moment {
  readonly seq: number;
  readonly at: Instant;
  readonly what: string;
  readonly detail?: Note["detail"];
}

interface Timer<Event> {
  readonly due: Instant;
  readonly event: Event;
}

interface Parcel<Effect> {
  readonly id: number;
  readonly effect: Effect;
  readonly tries: number;
  readonly due: Instant;
}

/** What went into the actor's turns, oldest first. */
export interface Inputs<Event> {
  readonly events: readonly Event[];
  /** False: there were more than are kept, and these are the first. */
  readonly whole: boolean;
}

interface KeptInputs<Event> {
  /** The newest of those that are kept; older ones have been moved out of the core. */
  readonly events: readonly Event[];
  /** How many there have been. */
  readonly taken: number;
}

interface Core<Event, Effect> {
  readonly state: unknown;
  readonly timers: Readonly<Record<string, Timer<Event>>>;
  readonly outbox: readonly Parcel<Effect>[];
  readonly nextParcel: number;
  readonly moments: readonly Moment[];
  readonly nextSeq: number;
  /** Absent: none are kept, or were when the actor began. */
  readonly inputs?: KeptInputs<Event> | undefined;
}

export interface TurnsPorts<Event, Effect, State> {
  now(): Instant;
  /**
   * Performs one effect. What it resolves to is taken as the actor's next event (the answer to an ask).
   * Rejecting means "again later" unless the fault says `never`; then the effect is dropped and reported.
   */
  perform(effect: Effect): Promise<Event | undefined>;
  /** Sets the actor's one alarm. */
  wake(at: Instant): void;
  /** Lets work go on after the handler that started it has returned. */
  background(work: Promise<unknown>): void;
  /** After every turn. */
  changed?(state: State): void;
  /**
   * Whether somebody comes by themselves after a crash (an open console connects again): what is unsent then is sent with their coming,
   * and needs no alarm to watch over it.
   */
  visited?(state: State): boolean;
  report(problem: { readonly what: string; readonly effect?: string; readonly error: unknown }): void;
}

/** Everything an effect's type can be beside what the actor's courier performs. */
type KernelEffect = Reply<unknown> | Note | Forget;
/** A newer effect with the same key takes the place of one that waits to be sent. */
type Keyed = { readonly key?: string };

/** How long a sent effect may stay unconfirmed on disk before the alarm looks after it. Rare (a crash between commit and delivery), so not short: every alarm costs a request and a row. */
const outboxGuard: Duration = 15_000;
const firstRetry: Duration = 250;
const lastRetry: Duration = 8_000;
/** The timeline is kept with the state, so that a turn costs one row; past this many moments it is moved out in one go. */
const momentsInCore = 64;
/** Likewise of the inputs. More than most calls have: what is moved out costs one more row. */
const inputsInCore = 64;

export class Turns<State, Event extends Timed, Effect extends { readonly type: string } & Keyed> {
  readonly #logic: Logic<State, Event, Effect | KernelEffect>;
  readonly #store: TurnStore;
  readonly #ports: TurnsPorts<Event, Effect, State>;
  #loaded:
    | {
        state: State;
        packedRows: Packed["rows"];
        /** The core as it is on disk. */
        saved: string | undefined;
        timers: Record<string, Timer<Event>>;
        outbox: Parcel<Effect>[];
        nextParcel: number;
        moments: Moment[];
        nextSeq: number;
        inputs: { events: Event[]; taken: number } | undefined;
      }
    | undefined;
  /** Parcels being performed right now. */
  readonly #underway = new Set<number>();
  /** Memory is ahead of the disk: parcels have been delivered, questions answered, that still stand in the stored outbox. */
  #unsaved = false;
  #alarm: Instant | undefined;

  constructor(
    logic: Logic<State, Event, Effect | KernelEffect>,
    store: TurnStore,
    ports: TurnsPorts<Event, Effect, State>,
    alarm?: Instant,
  ) {
    this.#logic = logic;
    this.#store = store;
    this.#ports = ports;
    this.#alarm = alarm;
  }

  /** The present state; reading it changes nothing, not even for an actor that has never had a turn. */
  get state(): State {
    return this.#load().state;
  }

  /** Everything noted so far, oldest first, without a gap in `seq`. */
  timeline(): Moment[] {
    const { moments } = this.#load();
    const archived = this.#store.archived("moments").flatMap((json) => JSON.parse(json) as Moment[]); // written by #commit below
    return [...archived, ...moments];
  }

  /** What went into the turns so far; undefined when it has not been kept from the beginning. */
  inputs(): Inputs<Event> | undefined {
    const { inputs } = this.#load();
    if (inputs === undefined) return undefined;
    const archived = this.#store.archived("inputs").flatMap((json) => JSON.parse(json) as Event[]); // likewise
    return { events: [...archived, ...inputs.events], whole: inputs.taken <= inputsKept };
  }

  /** Takes an event in and sends what follows from it. Returns the answer, if the step gave one. */
  take(event: Event): unknown {
    const answer = this.#turn(event);
    this.#ports.background(this.#deliver());
    return answer;
  }

  /** The alarm: fires what is due, sends what is unsent, and sets itself again. Never throws: the platform drops an alarm whose handler keeps failing. */
  ring(): void {
    this.#alarm = undefined;
    try {
      const now = this.#ports.now();
      for (const [id, timer] of Object.entries(this.#load().timers).toSorted(([, a], [, b]) => a.due - b.due)) {
        // An earlier event of this very loop may have cancelled or moved it.
        const still = this.#load().timers[id];
        if (still === undefined || still.due > now) continue;
        try {
          this.#turn({ ...timer.event, at: now }, { spent: id });
        } catch (error) {
          this.#ports.report({ what: `timer ${id}`, error });
          this.#forget(id);
        }
      }
      if (this.#unsaved) this.#commit();
      // Not awaited: a slow receiver must not hold up the next alarm.
      this.#ports.background(this.#deliver());
      this.#rearm();
    } catch (error) {
      this.#ports.report({ what: "alarm", error });
      this.#loaded = undefined;
      this.#alarm = this.#ports.now() + lastRetry;
      this.#ports.wake(this.#alarm);
    }
  }

  #load() {
    if (this.#loaded !== undefined) return this.#loaded;
    const saved = this.#store.load();
    if (saved === undefined) {
      const state = this.#logic.initial();
      this.#loaded = {
        state,
        packedRows: new Map(),
        saved: undefined,
        timers: {},
        outbox: [],
        nextParcel: 1,
        moments: [],
        nextSeq: 1,
        inputs: this.#logic.keep && { events: [], taken: 0 },
      };
      return this.#loaded;
    }
    const core = JSON.parse(saved.core) as Core<Event, Effect>; // written by #commit below
    const rows = new Map<string, Map<string, unknown>>();
    for (const [place, json] of saved.rows) {
      const slash = place.indexOf("/");
      const [name, key] = [place.slice(0, slash), place.slice(slash + 1)];
      const table = rows.get(name) ?? new Map<string, unknown>();
      rows.set(name, table);
      table.set(key, JSON.parse(json));
    }
    const state = this.#logic.unpack({ core: core.state, rows });
    this.#loaded = {
      state,
      packedRows: this.#logic.pack(state).rows,
      saved: saved.core,
      timers: { ...core.timers },
      outbox: [...core.outbox],
      nextParcel: core.nextParcel,
      moments: [...core.moments],
      nextSeq: core.nextSeq,
      inputs: core.inputs && { ...core.inputs, events: [...core.inputs.events] },
    };
    return this.#loaded;
  }

  #turn(event: Event, options: { readonly spent?: string; readonly settles?: number } = {}): unknown {
    const loaded = this.#load();
    try {
      const { state, effects, timers } = this.#logic.step(loaded.state, event);
      let answer: unknown;
      let forget = false;
      let sends = false;
      if (state !== loaded.state || effects.length > 0 || timers.length > 0) this.#keep(event);
      loaded.state = state;
      if (options.spent !== undefined) delete loaded.timers[options.spent];
      if (options.settles !== undefined) loaded.outbox = loaded.outbox.filter(({ id }) => id !== options.settles);
      for (const change of timers) {
        if ("cancel" in change) delete loaded.timers[change.cancel];
        else loaded.timers[change.set] = { due: event.at + change.delay, event: change.event };
      }
      for (const effect of effects) {
        if (isReply(effect)) answer = effect.answer;
        else if (isForget(effect)) forget = true;
        else if (isNote(effect))
          loaded.moments.push({
            seq: loaded.nextSeq++,
            at: event.at,
            what: effect.what,
            ...(effect.detail && { detail: effect.detail }),
          });
        else {
          sends = true;
          const { key } = effect;
          if (key !== undefined)
            loaded.outbox = loaded.outbox.filter(
              (parcel) => parcel.effect.key !== key || this.#underway.has(parcel.id),
            );
          loaded.outbox.push({ id: loaded.nextParcel++, effect, tries: 0, due: 0 });
        }
      }
      if (forget && loaded.outbox.length === 0) {
        this.#store.clear();
        this.#loaded = undefined;
        return answer;
      }
      const answers = options.settles !== undefined;
      if (!sends && (answers || this.#logic.fleeting?.has(event.type) === true)) {
        this.#unsaved ||= answers;
        this.#rearm();
      } else this.#commit();
      this.#ports.changed?.(loaded.state);
      return answer;
    } catch (error) {
      // What memory holds may be half of a turn: the disk has the whole of the last one.
      this.#loaded = undefined;
      throw error;
    }
  }

  #keep(event: Event): void {
    const { inputs } = this.#load();
    if (inputs === undefined || this.#logic.keep === undefined) return;
    inputs.taken += 1;
    if (inputs.taken <= inputsKept) inputs.events.push(this.#logic.keep(event));
  }

  #commit(): void {
    const loaded = this.#load();
    const packed = this.#logic.pack(loaded.state);
    const changes = changesBetween(loaded.packedRows, packed.rows);
    if (loaded.moments.length >= momentsInCore) {
      const [first] = loaded.moments;
      if (first !== undefined) this.#store.archive("moments", first.seq, JSON.stringify(loaded.moments));
      loaded.moments = [];
    }
    const { inputs } = loaded;
    if (inputs !== undefined && inputs.events.length >= inputsInCore) {
      const first = Math.min(inputs.taken, inputsKept) - inputs.events.length + 1;
      this.#store.archive("inputs", first, JSON.stringify(inputs.events));
      inputs.events = [];
    }
    const core: Core<Event, Effect> = {
      state: packed.core,
      timers: loaded.timers,
      outbox: loaded.outbox,
      nextParcel: loaded.nextParcel,
      moments: loaded.moments,
      nextSeq: loaded.nextSeq,
      inputs,
    };
    const json = JSON.stringify(core);
    // A repeated fact, a look that found nothing new: what is on disk is right already.
    if (json !== loaded.saved || changes.size > 0) this.#store.save(json, changes);
    loaded.saved = json;
    loaded.packedRows = packed.rows;
    this.#unsaved = false;
    this.#rearm();
  }

  /** Sends everything that is due and not under way. Resolves when these have been tried once, with all that followed at once from them. */
  async #deliver(): Promise<void> {
    const now = this.#ports.now();
    const due = this.#load().outbox.filter((parcel) => parcel.due <= now && !this.#underway.has(parcel.id));
    for (const { id } of due) this.#underway.add(id);
    await Promise.all(due.map((parcel) => this.#send(parcel)));
    const { state } = this.#load();
    const watched =
      this.#ports.visited?.(state) === true ||
      (this.#alarm !== undefined && this.#alarm <= this.#ports.now() + outboxGuard);
    if (this.#unsaved && this.#underway.size === 0 && !watched) this.#commit();
  }

  async #send(parcel: Parcel<Effect>): Promise<void> {
    let followUp: Event | undefined;
    try {
      followUp = await this.#ports.perform(parcel.effect);
    } catch (error) {
      this.#underway.delete(parcel.id);
      this.#retryLater(parcel, error);
      return;
    }
    this.#underway.delete(parcel.id);
    if (followUp !== undefined) {
      try {
        this.#turn(followUp, { settles: parcel.id });
      } catch (error) {
        this.#ports.report({ what: "answer", effect: parcel.effect.type, error });
        return; // the parcel is still in the outbox: it is asked again
      }
      await this.#deliver();
      return;
    }
    const loaded = this.#load();
    loaded.outbox = loaded.outbox.filter(({ id }) => id !== parcel.id);
    this.#unsaved = true;
  }

  #retryLater(parcel: Parcel<Effect>, error: unknown): void {
    const verdict = error instanceof Fault ? error.retry : undefined;
    this.#ports.report({
      what: verdict === "never" ? "given up" : "will be tried again",
      effect: parcel.effect.type,
      error,
    });
    const loaded = this.#load();
    if (verdict === "never") {
      loaded.outbox = loaded.outbox.filter(({ id }) => id !== parcel.id);
    } else {
      const wait = verdict ?? Math.min(lastRetry, firstRetry * 2 ** parcel.tries);
      const due = this.#ports.now() + wait;
      loaded.outbox = loaded.outbox.map((other) =>
        other.id === parcel.id ? { ...other, tries: other.tries + 1, due } : other,
      );
    }
    this.#commit();
  }

  /** A timer whose event made the machine fail: it would fail again for ever. */
  #forget(id: string): void {
    delete this.#load().timers[id];
    this.#commit();
  }

  #rearm(): void {
    const { state, timers, outbox } = this.#load();
    const visited = this.#ports.visited?.(state) === true;
    let first = Number.POSITIVE_INFINITY;
    for (const { due } of Object.values(timers)) first = Math.min(first, due);
    const now = this.#ports.now();
    for (const { id, due, tries } of outbox) {
      if (tries > 0 && !this.#underway.has(id)) first = Math.min(first, due);
      else if (!visited) first = Math.min(first, now + outboxGuard);
    }
    if (first === Number.POSITIVE_INFINITY) return;
    // An alarm that rings too early finds nothing to do and sets itself right; moving it each time would cost a row a turn.
    if (this.#alarm !== undefined && this.#alarm <= first) return;
    this.#alarm = first;
    this.#ports.wake(first);
  }
}

/** Row → its JSON, or null where it is gone. What was before is not looked at again. */
function changesBetween(before: Packed["rows"], after: Packed["rows"]): Map<string, string | null> {
  const changes = new Map<string, string | null>();
  for (const [name, table] of after) {
    const old = before.get(name);
    if (table === old) continue;
    const since = table instanceof Table && old !== undefined ? table.changesSince(old) : undefined;
    if (since !== undefined) {
      for (const [key, item] of since) changes.set(`${name}/${key}`, item === undefined ? null : JSON.stringify(item));
      if (old instanceof Table) old.forget();
      continue;
    }
    for (const [key, item] of table) {
      if (old?.get(key) !== item) changes.set(`${name}/${key}`, JSON.stringify(item));
    }
    for (const key of old?.keys() ?? []) if (!table.has(key)) changes.set(`${name}/${key}`, null);
  }
  return changes;
}

const isReply = (effect: { readonly type: string }): effect is Reply<unknown> => effect.type === "reply";
const isNote = (effect: { readonly type: string }): effect is Note => effect.type === "note";
const isForget = (effect: { readonly type: string }): effect is Forget => effect.type === "forget";
