export { Fault } from "./fault.ts";
export type { Forget, Logic, Note, Reply, Timed, TimerChange } from "./logic.ts";
export { machineLogic } from "./machine.ts";
export type { Sql, TurnStore } from "./store.ts";
export { sqlTurnStore } from "./store.ts";
export { Turns } from "./turns.ts";
