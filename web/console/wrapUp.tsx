import type { WrapUpView } from "../../src/protocol/console.ts";
import { now } from "../lib/clock.ts";
import { secondsLeft, spoken, timer } from "../lib/format.ts";
import { language, texts } from "../lib/texts.ts";
import { Countdown } from "../parts/countdown.tsx";
import { Check } from "../parts/icons.tsx";
import { extendWrapUp, finishWrapUp } from "./actions.ts";
import { lead, link, pending } from "./desk.ts";
import { DispositionLine } from "./dispositionLine.tsx";

/** The time after a call that is still the call's: how much of it is left, and what its mode lets be done about it. */
export function WrapUp({ wrapUp }: { readonly wrapUp: WrapUpView }) {
  const words = texts.value.wrapUp;
  const disabled = link.value !== "open" || !lead.value;
  return (
    <div class="wrap-up">
      {wrapUp.endsAt === undefined ? (
        <p class="call-timer numbers" role="timer" aria-label={words.lasting}>
          {timer(now.value - wrapUp.startedAt)}
        </p>
      ) : (
        <Countdown
          from={wrapUp.startedAt}
          until={wrapUp.endsAt}
          label={words.left(spoken(secondsLeft(wrapUp.endsAt - now.value) * 1_000, language.value))}
        />
      )}
      <h1>{words.title}</h1>
      <p class="quiet">{words.texts[wrapUp.mode]}</p>
      <DispositionLine talk={wrapUp} />
      {(wrapUp.mayFinish || wrapUp.extension !== undefined) && (
        <div class="wrap-up-buttons">
          {wrapUp.mayFinish && (
            <button
              type="button"
              class="button button-primary"
              aria-busy={pending.value.includes("finishWrapUp")}
              disabled={disabled || wrapUp.dispositionMissing === true}
              onClick={() => void finishWrapUp()}
            >
              <Check />
              {words.finish}
            </button>
          )}
          {wrapUp.extension !== undefined && (
            <button
              type="button"
              class="button"
              aria-busy={pending.value.includes("extendWrapUp")}
              disabled={disabled}
              onClick={() => void extendWrapUp()}
            >
              {words.extend(spoken(wrapUp.extension, language.value))}
            </button>
          )}
        </div>
      )}
    </div>
  );
}
