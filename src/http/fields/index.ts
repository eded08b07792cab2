/** The fields of requests and answers, with their limits and what they mean: a file for each resource. */
export * from "./applications.ts";
export * from "./basics.ts";
export * from "./hours.ts";
export * from "./identityProviders.ts";
export * from "./numbers.ts";
export * from "./outcomes.ts";
export * from "./people.ts";
export * from "./queues.ts";
export * from "./reportSchedules.ts";
export * from "./rules.ts";
export * from "./scenarios.ts";
export * from "./skills.ts";
export * from "./webhooks.ts";
