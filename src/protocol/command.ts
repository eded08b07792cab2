/** What a supervisor does to a call, or the panel in their name. Who did it stands in the call's timeline. */
import type { Answer, Instant, OperatorId, QueueId } from "../words/index.ts";

export type CallCommand =
  /** 1 is served first, 100 last. Holds for every queue the call is in from now on. */
  | { readonly do: "prioritise"; readonly priority: number }
  /** The caller is this operator's next call, before everybody else's turn, and nobody else's while the operator is signed in. */
  | { readonly do: "assign"; readonly operatorId: OperatorId }
  /** Anybody may have the caller again. */
  | { readonly do: "unassign" }
  /** Into another line. `keep`: at the time the caller first came; `reset`: at its end. */
  | { readonly do: "move"; readonly queueId: QueueId; readonly time: "keep" | "reset" }
  /** Out of a talk and into a line; the operator is let go. */
  | ({ readonly do: "transfer" } & Transfer)
  /** Hung up on. */
  | { readonly do: "end" };

/** Where a caller who is talked to goes. What is not said is as that queue has it (`transferTime`, `transferPriority`). */
export interface Transfer {
  readonly queueId: QueueId;
  /** `keep`: at the time the caller first came; `reset`: at the end of the line. */
  readonly time?: "keep" | "reset" | undefined;
  /** 1 is served first, 100 last; null: the caller keeps theirs. */
  readonly priority?: number | null | undefined;
}

export interface CallForced {
  readonly type: "call.forced";
  readonly at: Instant;
  /** A person's id, or `key`. */
  readonly by: string;
  readonly command: CallCommand;
}

/** `over`: the call has ended, or there never was one. `not_waiting`: it is in no line. `not_talking`: nobody talks to the caller. */
export type ForcedAnswer = Answer<"done", "over" | "not_waiting" | "not_talking">;
