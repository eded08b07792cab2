import {
  Turns,
  type Forget,
  type Logic,
  type Note,
  type Reply,
  type Timed,
  type TurnStore,
} from "../../../src/kernel/index.ts";
import { seconds, type Duration, type Instant } from "../../../src/words/index.ts";
import type { Clock } from "./clock.ts";
import type { Disk } from "./disk.ts";
import { Crash, type CrashPoint, type Fate } from "./fate.ts";

type Effects<Effect> = Effect | Reply<unknown> | Note | Forget;

/** Somebody outside who comes by again soon after a crash. */
export interface Visitor<State, Event> {
  isThere(state: State): boolean;
  readonly comes: Event;
  readonly after: Duration;
}

export interface ActorOptions<State, Event, Effect> {
  readonly name: string;
  readonly clock: Clock;
  readonly disk: Disk;
  readonly logic: Logic<State, Event & Timed, Effects<Effect & { readonly type: string }>>;
  readonly perform: (effect: Effect) => Promise<Event | undefined>;
  readonly visitor?: Visitor<State, Event> | undefined;
  readonly fate: Fate;
}

/** The platform calls an alarm's handler again when it did not return. */
const alarmAgain = seconds(2);

/** An actor of the world: the production kernel over a disk, with an alarm on the virtual clock. It can die at any moment and at any point of a turn. */
export class Actor<State, Event extends Timed, Effect extends { readonly type: string; readonly key?: string }> {
  readonly disk: Disk;
  readonly #options: ActorOptions<State, Event, Effect>;
  #turns: Turns<State, Event, Effect>;
  /** The alarm is the platform's: it survives the actor. */
  #alarm: Instant | undefined;
  #life = 0;
  /** The point at which the present turn, which has been saved, will be cut off. */
  #doom: CrashPoint | undefined;

  constructor(options: ActorOptions<State, Event, Effect>) {
    this.disk = options.disk;
    this.#options = options;
    this.#turns = this.#start();
  }

  get state(): State {
    return this.#turns.state;
  }

  get timeline() {
    return this.#turns.timeline();
  }

  get inputs() {
    return this.#turns.inputs();
  }

  /** Throws a {@link Crash} when the process dies before it has answered. */
  take(event: Event): unknown {
    const life = this.#life;
    this.#happened(() => `takes ${described(event)}`);
    const answer = this.#turns.take({ ...event, at: this.#options.clock.now });
    if (this.#doom !== undefined) this.#die(this.#doom);
    if (life !== this.#life) throw new Crash();
    return answer;
  }

  /** The process dies; the next message or alarm finds it started anew from its disk. What it was sending is lost. */
  kill(): void {
    this.#die("between turns");
  }

  #die(point: CrashPoint | "between turns"): void {
    this.#happened(() => `dies ${point}`);
    this.#life += 1;
    this.#doom = undefined;
    this.#turns = this.#start();
    const { visitor, clock } = this.#options;
    if (visitor?.isThere(this.state) === true) {
      clock.plan(visitor.after, () => {
        if (visitor.isThere(this.state)) this.take(visitor.comes);
      });
    }
  }

  #start(): Turns<State, Event, Effect> {
    const { logic, clock, fate, perform, visitor } = this.#options;
    const life = this.#life;
    return new Turns<State, Event, Effect>(logic, this.#mortal(this.disk.open(), life), {
      now: () => clock.now,
      perform: async (effect) => {
        if (this.#doom === "before sending") this.#die(this.#doom);
        if (life !== this.#life) return forever();
        const sent = perform(effect);
        if (this.#doom === "amid sending") this.#die(this.#doom);
        const followUp = await sent;
        // A process that has died does not hear the answer.
        return life === this.#life ? followUp : forever();
      },
      background: (work) => void work.catch(() => {}),
      wake: (at) => {
        if (life !== this.#life) return;
        const { late, again } = fate.alarm?.() ?? { late: 0 };
        this.#wake(at, late, again);
      },
      visited: (state) => visitor?.isThere(state) ?? false,
      report: () => {},
    });
  }

  #wake(at: Instant, late: Duration, again?: Duration): void {
    const { clock } = this.#options;
    this.#alarm = at;
    clock.plan(at - clock.now + late, () => {
      if (this.#alarm !== at) return;
      this.#alarm = undefined;
      this.#ring();
      if (again !== undefined) clock.plan(again, () => this.#ring());
    });
  }

  #ring(): void {
    const life = this.#life;
    this.#happened(() => "rings");
    this.#turns.ring();
    if (this.#doom !== undefined) this.#die(this.#doom);
    if (life !== this.#life && this.#alarm === undefined) this.#wake(this.#options.clock.now + alarmAgain, 0);
  }

  /** A disk as one life of the process sees it: out of reach after death. What one turn writes, is written at once or not at all. */
  #mortal(store: TurnStore, life: number): TurnStore {
    const alive = (): void => {
      if (life !== this.#life) throw new Crash();
    };
    let archives: (() => void)[] = [];
    return {
      load: () => {
        alive();
        return store.load();
      },
      save: (core, changes) => {
        alive();
        const point = this.#options.fate.crash?.();
        if (point === "before the save") {
          this.#die(point);
          throw new Crash();
        }
        for (const archive of archives) archive();
        archives = [];
        store.save(core, changes);
        this.#doom = point;
      },
      archive: (past, fromSeq, json) => void archives.push(() => store.archive(past, fromSeq, json)),
      archived: (past) => store.archived(past),
      clear: () => {
        alive();
        store.clear();
      },
    };
  }

  #happened(what: () => string): void {
    const { fate, name, clock } = this.#options;
    fate.happened?.(`${clock.now} ${name} ${what()}`);
  }
}

const forever = <T>(): Promise<T> => new Promise(() => {});

/** An event's type and what tells it from others of its type. */
export function described(event: Timed): string {
  const words = Object.entries(event).flatMap(([key, value]) => {
    if (key === "type" || key === "at") return [];
    if (key === "offer") return [`offerId=${(value as { offerId: string }).offerId}`];
    if (key === "answer") return [`answer=${JSON.stringify(value)}`];
    return typeof value === "string" || typeof value === "number" ? [`${key}=${value}`] : [];
  });
  return [event.type, ...words].join(" ");
}
