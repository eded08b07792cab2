export { LiveBook } from "./book.ts";
export { Follower } from "./follower.ts";
export type { Credential, Subscription } from "./subscription.ts";
