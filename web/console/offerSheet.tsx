import { useEffect, useRef } from "preact/hooks";
import type { OfferView } from "../../src/protocol/console.ts";
import { now } from "../lib/clock.ts";
import { secondsLeft, spoken } from "../lib/format.ts";
import { language, texts } from "../lib/texts.ts";
import { Countdown } from "../parts/countdown.tsx";
import { useModal } from "../parts/dialog.tsx";
import { Handset, HandsetDown } from "../parts/icons.tsx";
import { Key } from "../parts/key.tsx";
import { accept, answering, decline } from "./actions.ts";
import { callerName } from "./callerName.ts";
import { link, pending } from "./desk.ts";

/** The incoming call, over everything else until it is answered or gone. */
export function OfferSheet({ offer }: { readonly offer: OfferView }) {
  const words = texts.value.offer;
  const dialog = useModal();
  const acceptButton = useRef<HTMLButtonElement>(null);
  useEffect(() => acceptButton.current?.focus(), []);
  const left = spoken(secondsLeft(offer.deadline - now.value) * 1_000, language.value);
  const disabled = answering.value || link.value !== "open";
  return (
    // Escape must not make a ringing call invisible.
    <dialog
      class="offer"
      ref={dialog}
      aria-labelledby="offer-title"
      aria-describedby={offer.callback && "offer-callback"}
      onCancel={(event) => event.preventDefault()}
    >
      <div class="offer-body">
        <p class="eyebrow" id="offer-title">
          {offer.callback ? words.callback : words.title}
        </p>
        <Countdown from={offer.madeAt} until={offer.deadline} label={words.left(left)} />
        <h1 class="offer-caller numbers">{callerName(offer.caller)}</h1>
        <p class="offer-facts">
          <strong>{offer.queue}</strong>
          <span class="quiet">
            {offer.waited < 1_000 ? words.justCame : words.waited(spoken(offer.waited, language.value))}
          </span>
        </p>
        {offer.callback && (
          <p class="quiet" id="offer-callback">
            {words.callbackHint}
          </p>
        )}
        {link.value !== "open" && <p class="note note-warning">{texts.value.trouble.broken}</p>}
        <div class="offer-buttons">
          <button
            type="button"
            class="round-button round-decline"
            aria-label={words.decline}
            aria-keyshortcuts="D"
            disabled={disabled}
            onClick={decline}
          >
            <span class="round">
              <HandsetDown />
            </span>
            <span>{words.decline}</span>
            <Key name="D" />
          </button>
          <button
            ref={acceptButton}
            type="button"
            class="round-button round-accept"
            aria-label={words.accept}
            aria-keyshortcuts="A Enter"
            disabled={disabled}
            onClick={accept}
          >
            <span class="round">
              <Handset />
            </span>
            <span>{pending.value.includes("accept") ? words.taking : words.accept}</span>
            <Key name="A" />
          </button>
        </div>
      </div>
    </dialog>
  );
}
