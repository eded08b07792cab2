/** An attempt to phone somebody in a small world: the kernel and the machine that run in production, and a LiveKit that may be slow, away or lost. */
import type { DialEffect } from "../../../src/dialling/effects.ts";
import type { DialEvent } from "../../../src/dialling/events.ts";
import { Hand } from "../../../src/dialling/hand.ts";
import { dialLogic, type DialState } from "../../../src/dialling/logic.ts";
import type { DialFailure, DialOrder } from "../../../src/protocol/callback.ts";
import type { Placed } from "../../../src/protocol/telephone.ts";
import {
  as,
  seconds,
  type CallId,
  type DialId,
  type Duration,
  type EntryId,
  type QueueId,
  type RoomName,
} from "../../../src/words/index.ts";
import { Actor } from "../../behaviour/world/actor.ts";
import { Clock } from "../../behaviour/world/clock.ts";
import { Drawer } from "../../behaviour/world/disk.ts";
import type { CrashPoint } from "../../behaviour/world/fate.ts";

export const order: DialOrder = {
  dialId: as<DialId>("c_a.2~1"),
  queueId: as<QueueId>("MainQueue"),
  entryId: as<EntryId>("c_a.2"),
  room: as<RoomName>("call-callcenter_callback_c_a.2~1"),
  number: "+79161234567",
  line: "+74951234567",
  language: "ru",
  priority: 50,
  since: 0,
  of: as<CallId>("c_a"),
};
const terms = { trunkId: "ST_1", atOnce: 10, ringTime: seconds(45) };

/** What the person, the carrier and LiveKit do. */
export interface Script {
  /** After it has begun to ring. `silence`: LiveKit lets it ring for as long as it was told. */
  readonly person?: { readonly after: Duration; readonly does: "answers" | "busy" | "declines" | "silence" };
  /** Of the requests to place a call, in turn; then `placed`. `lost`: phoned, and nobody hears of it; `silent`: not phoned, likewise. */
  readonly placing?: readonly (Placed | "lost" | "silent")[];
  /** How many requests LiveKit does not answer at all, from the beginning. */
  readonly away?: number;
  readonly full?: number;
  /** How long a webhook takes; undefined: it is lost. */
  readonly webhook?: (what: string) => Duration | undefined;
  /** How long a request takes, there and back. */
  readonly latency?: () => Duration;
  readonly crash?: () => CrashPoint | undefined;
}

export function phone(script: Script = {}) {
  const clock = new Clock();
  const { webhook = () => 50, latency = () => 20, person = { after: seconds(5), does: "answers" } } = script;
  const placing = [...(script.placing ?? [])];
  let { away = 0, full = 0 } = script;
  const world = {
    clock,
    rang: 0,
    answered: false,
    /** What LiveKit has in the room: undefined: nobody. */
    status: undefined as string | undefined,
    sid: "",
    failures: [] as DialFailure[],
    begun: [] as string[],
    ended: 0,
    requests: [] as string[],
    lives: 1,
  };

  const after = (time: Duration): Promise<void> =>
    new Promise((resolve) => {
      clock.plan(time, resolve);
    });
  async function asked(what: string): Promise<void> {
    world.requests.push(what);
    await after(latency());
    if (away > 0) {
      away -= 1;
      throw new Error("LiveKit does not answer");
    }
  }
  function tell(what: string, event: DialEvent): void {
    const delay = webhook(what);
    if (delay === undefined) return;
    clock.plan(delay, () => {
      // As its actor does.
      const { state } = actor;
      const isLeft = event.type === "person.left";
      if (!state.matches("unknown") && !(state.matches("answered") && isLeft)) actor.take(event);
    });
  }
  function leave(reason: string): void {
    if (world.status === undefined) return;
    const { sid } = world;
    world.status = undefined;
    if (reason !== "ROOM_DELETED") tell("left", { type: "person.left", at: 0, sid, reason });
  }
  function ring(): void {
    world.rang += 1;
    world.status = "dialing";
    world.sid = `PA_${world.rang}`;
    const { sid } = world;
    tell("joined", { type: "person.joined", at: 0, sid });
    const isStill = (): boolean => world.sid === sid && world.status !== undefined && world.status !== "active";
    clock.plan(300, () => {
      if (isStill()) world.status = "ringing";
    });
    clock.plan(person.does === "silence" ? terms.ringTime : person.after, () => {
      if (!isStill()) return;
      if (person.does === "answers") {
        world.status = "active";
        world.answered = true;
      } else leave(person.does === "silence" ? "USER_UNAVAILABLE" : "USER_REJECTED");
    });
  }

  const newHand = () =>
    new Hand(
      {
        async prepare() {
          await asked("prepare");
          if (world.status !== undefined) return "there";
          if (full === 0) return "ready";
          full -= 1;
          return "full";
        },
        async place() {
          world.requests.push("place");
          const answer = placing.shift() ?? "placed";
          await after(latency());
          if (answer === "placed" || answer === "lost") ring();
          await after(latency());
          return answer === "lost" || answer === "silent" ? "unsure" : answer;
        },
        async look() {
          await asked("look");
          return world.status === undefined ? undefined : { sid: world.sid, status: world.status };
        },
      },
      () => clock.now,
    );
  let hand = newHand();

  async function perform(effect: DialEffect): Promise<DialEvent | undefined> {
    switch (effect.type) {
      case "room.prepare":
      case "call.place":
      case "room.look":
        return hand.perform(effect);
      case "room.delete":
        await asked("delete");
        leave("ROOM_DELETED");
        return undefined;
      case "call.begin":
        await after(latency());
        world.begun.push(effect.sid);
        return undefined;
      case "call.end":
        await after(latency());
        world.ended += 1;
        leave("ROOM_DELETED");
        return undefined;
      case "queue.failed":
        await after(latency());
        world.failures.push(effect.because);
        return undefined;
      default:
        return effect satisfies never;
    }
  }

  const disk = new Drawer();
  const actor: Actor<DialState, DialEvent, DialEffect> = new Actor({
    name: "dial",
    clock,
    disk,
    logic: dialLogic,
    perform,
    fate: {
      ...(script.crash && { crash: script.crash }),
      happened: (line) => {
        if (!/ dies /.test(line)) return;
        world.lives += 1;
        hand = newHand();
      },
    },
  });
  return Object.assign(world, {
    actor,
    disk,
    give: () => actor.take({ type: "order.given", at: 0, order, terms }),
    cancel: () => actor.take({ type: "order.cancelled", at: 0 }),
    hangUp: (reason: string) => leave(reason),
    pass: (time: Duration) => clock.pass(time),
    now: () => actor.state.value,
  });
}
