import { as, type ApplicationId } from "../../src/words/index.ts";

/** The call centre that is measured. */
export const application = as<ApplicationId>("bench");
export const queue = "Line";
export const number = "+74951234567";
export const operatorName = (index: number): string => `operator${index}`;
export const password = "bench bench bench";
