export * from "./answer.ts";
export * from "./ids.ts";
export * from "./language.ts";
export * from "./lot.ts";
export * from "./telephone.ts";
export * from "./time.ts";
