/** How long callers will have to wait: learned from how the line has moved. */
export { afterService, afterTime, afterTurn, afterWait, measured, unknownPace, type Pace } from "./pace.ts";
export { countedOn, staffed, unknownStaffing, type Staffing } from "./staffing.ts";
export { expectedWait } from "./wait.ts";
