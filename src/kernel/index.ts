export { Fault } from "./fault.ts";
export type { Forget, Logic, Note, Reply, Step, Timed, TimerChange } from "./logic.ts";
export { machineLogic } from "./machine.ts";
export { journalTurnStore, type Sql } from "./journalStore.ts";
export type { TurnStore } from "./store.ts";
export { Table } from "./table.ts";
export { Turns, type Inputs } from "./turns.ts";
export type { Wrapping } from "./wrapping.ts";
export { valueTurnStore, type Values } from "./valueStore.ts";
