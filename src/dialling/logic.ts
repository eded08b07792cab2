import type { SnapshotFrom } from "xstate";
import { machineLogic } from "../kernel/index.ts";
import type { DialOutput } from "./effects.ts";
import { dialMachine } from "./machine.ts";

export type DialState = SnapshotFrom<typeof dialMachine>;

export const dialLogic = machineLogic<typeof dialMachine, DialOutput>(dialMachine);
