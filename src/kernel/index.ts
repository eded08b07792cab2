export { Fault } from "./fault.ts";
export type { Forget, Logic, Note, Packed, Reply, Step, Timed, TimerChange } from "./logic.ts";
export { machineLogic } from "./machine.ts";
export type { Sql, TurnStore } from "./store.ts";
export { sqlTurnStore } from "./store.ts";
export type { Moment, TurnsPorts } from "./turns.ts";
export { Turns } from "./turns.ts";
