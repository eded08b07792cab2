import { Turns, type Forget, type Logic, type Note, type Reply, type Timed } from "../../../src/kernel/index.ts";
import type { Duration } from "../../../src/words/index.ts";
import type { Clock } from "./clock.ts";
import type { Disk } from "./disk.ts";

type Effects<Effect> = Effect | Reply<unknown> | Note | Forget;

/** Somebody outside who comes by again soon after a crash. */
export interface Visitor<State, Event> {
  isThere(state: State): boolean;
  readonly comes: Event;
  readonly after: Duration;
}

/** An actor of the world: the production kernel over a disk, with an alarm on the virtual clock. It can be killed at any moment. */
export class Actor<State, Event extends Timed, Effect extends { readonly type: string; readonly key?: string }> {
  readonly disk: Disk;
  readonly #clock: Clock;
  readonly #logic: Logic<State, Event, Effects<Effect>>;
  readonly #perform: (effect: Effect) => Promise<Event | undefined>;
  readonly #visitor: Visitor<State, Event> | undefined;
  #turns: Turns<State, Event, Effect>;
  /** The alarm is the platform's: it survives the actor. */
  #alarm: number | undefined;
  #life = 0;

  constructor(
    clock: Clock,
    disk: Disk,
    logic: Logic<State, Event, Effects<Effect>>,
    perform: (effect: Effect) => Promise<Event | undefined>,
    visitor?: Visitor<State, Event>,
  ) {
    this.disk = disk;
    this.#visitor = visitor;
    this.#clock = clock;
    this.#logic = logic;
    this.#perform = perform;
    this.#turns = this.#start();
  }

  get state(): State {
    return this.#turns.state;
  }

  get timeline() {
    return this.#turns.timeline();
  }

  take(event: Event): unknown {
    return this.#turns.take({ ...event, at: this.#clock.now });
  }

  /** The process dies; the next message or alarm finds it started anew from its disk. What it was sending is lost. */
  kill(): void {
    this.#life += 1;
    this.#turns = this.#start();
    const visitor = this.#visitor;
    if (visitor?.isThere(this.state) === true) {
      this.#clock.plan(visitor.after, () => {
        if (visitor.isThere(this.state)) this.take(visitor.comes);
      });
    }
  }

  #start(): Turns<State, Event, Effect> {
    const life = this.#life;
    return new Turns(this.#logic, this.disk.open(), {
      now: () => this.#clock.now,
      perform: async (effect) => {
        const followUp = await this.#perform(effect);
        // A process that has died does not hear the answer.
        return life === this.#life ? followUp : new Promise<never>(() => {});
      },
      background: (work) => void work.catch(() => {}),
      wake: (at) => {
        this.#alarm = at;
        this.#clock.plan(at - this.#clock.now, () => {
          if (this.#alarm !== at) return;
          this.#alarm = undefined;
          this.#turns.ring();
        });
      },
      visited: (state) => this.#visitor?.isThere(state) ?? false,
      report: () => {},
    });
  }
}
