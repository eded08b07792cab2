/** What a change rests on: it is made only if the resource is still as whoever asks for it has seen it. */
export interface Expected {
  /** It is at one of these revisions; `any`: it exists. */
  readonly is?: readonly number[] | "any" | undefined;
  /** It is at none of these; `any`: it does not exist. */
  readonly isNot?: readonly number[] | "any" | undefined;
}

/** Whether a resource at this revision is as expected; `undefined`: there is none. */
export const holds = ({ is, isNot }: Expected, revision: number | undefined): boolean =>
  (is === undefined || names(is, revision)) && (isNot === undefined || !names(isNot, revision));

const names = (revisions: readonly number[] | "any", revision: number | undefined): boolean =>
  revision !== undefined && (revisions === "any" || revisions.includes(revision));

/** A change of what has no revision is made only if it is still like this; undefined: only if there is nothing. */
export interface OnlyIf<Content> {
  readonly was: Content | undefined;
}

/** What is said once for an application is small: it is compared as it is. */
export const isStill = <Content>(only: OnlyIf<Content> | undefined, now: Content | undefined): boolean =>
  only === undefined || JSON.stringify(only.was) === JSON.stringify(now);
