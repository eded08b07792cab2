import type { SessionMark } from "../protocol/actors.ts";
import type { Bearer } from "../rights/index.ts";
import type { KeyId } from "../words/index.ts";
import type { Interest } from "./follower.ts";

/** What somebody has been let in with, by which it can be asked again whether they still may. */
export type Credential =
  | { readonly kind: "session"; readonly session: SessionMark }
  | { readonly kind: "key"; readonly id: KeyId; readonly hash: string };

/** Somebody who looks on. */
export interface Subscription {
  readonly bearer: Bearer;
  /** Undefined: the admin key, which nobody takes back. */
  readonly credential: Credential | undefined;
  readonly interest: Interest;
  /** The `seq` of the last frame that they have got. */
  readonly since?: string | undefined;
  /** They want what there is to tell now, and no more. */
  readonly once: boolean;
}
