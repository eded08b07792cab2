export { LiveBook } from "./book.ts";
export { Follower, showsWholeNumbers, sightOf, type Sight } from "./follower.ts";
export type { Credential, Subscription } from "./subscription.ts";
