import { machineLogic, type Logic } from "../kernel/index.ts";
import type { QueueOutput } from "./effects.ts";
import type { QueueEvent } from "./events.ts";
import { queueMachine } from "./machine.ts";
import type { SnapshotFrom } from "xstate";

/** The queue as the kernel runs it: every entry and every member is stored as a row of its own. */
export const queueLogic: Logic<SnapshotFrom<typeof queueMachine>, QueueEvent, QueueOutput> = machineLogic<
  typeof queueMachine,
  QueueOutput
>(queueMachine, { rows: ["entries", "members"] });
