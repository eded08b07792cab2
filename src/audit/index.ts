export { canonical } from "./canonical.ts";
export { beginning, chained } from "./chain.ts";
export type { AuditLine, Author, Deed, Detail, Entry, Head } from "./line.ts";
export { ended, follow, nothingYet, verify, type Flaw } from "./verify.ts";
