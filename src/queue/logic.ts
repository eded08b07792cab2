import type { SnapshotFrom } from "xstate";
import { machineLogic, type Logic } from "../kernel/index.ts";
import { usualQueue } from "../protocol/settings.ts";
import type { QueueOutput } from "./effects.ts";
import type { QueueEvent } from "./events.ts";
import { queueMachine } from "./machine.ts";
import { noHistory } from "./member.ts";

type QueueState = SnapshotFrom<typeof queueMachine>;

const machine = machineLogic<typeof queueMachine, QueueOutput>(queueMachine, { rows: ["entries", "members"] });

/** The queue as the kernel runs it: every entry and every member is stored as a row of its own. */
export const queueLogic: Logic<QueueState, QueueEvent, QueueOutput> = {
  ...machine,
  /** What was stored by an older version lacks what has been added since. */
  unpack({ core, rows }) {
    const { value, context } = core as { value: unknown; context: { settings?: object } }; // written by pack
    const settings = context.settings && { ...usualQueue, ...context.settings };
    const members = [...(rows.get("members") ?? [])] as [string, object][]; // likewise
    const completed = new Map(members.map(([id, member]) => [id, { ...noHistory, ...member }]));
    return machine.unpack({
      core: { value, context: { ...context, settings } },
      rows: new Map([...rows, ["members", completed]]),
    });
  },
};
