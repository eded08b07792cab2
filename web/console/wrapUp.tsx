import type { OperatorView } from "../../src/protocol/console.ts";
import { now } from "../lib/clock.ts";
import { secondsLeft, spoken } from "../lib/format.ts";
import { language, texts } from "../lib/texts.ts";
import { Countdown } from "../parts/countdown.tsx";
import { Check } from "../parts/icons.tsx";
import { finishWrapUp } from "./actions.ts";
import { lead, link, pending, view } from "./desk.ts";

/** The time after a call that is still the call's. */
export function WrapUp({ wrapUp }: { readonly wrapUp: NonNullable<OperatorView["wrapUp"]> }) {
  const words = texts.value.wrapUp;
  const left = secondsLeft(wrapUp.endsAt - now.value);
  return (
    <div class="wrap-up">
      <Countdown
        from={view.value?.since ?? wrapUp.endsAt}
        until={wrapUp.endsAt}
        label={words.left(spoken(left * 1_000, language.value))}
      />
      <h1>{words.title}</h1>
      <p class="quiet">{words.text}</p>
      <button
        type="button"
        class="button button-primary"
        aria-busy={pending.value.includes("finishWrapUp")}
        disabled={link.value !== "open" || !lead.value}
        onClick={() => void finishWrapUp()}
      >
        <Check />
        {words.finish}
      </button>
    </div>
  );
}
