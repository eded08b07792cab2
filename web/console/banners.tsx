import type { ComponentChildren } from "preact";
import { allowSound, soundIsBlocked } from "../lib/audio.ts";
import { texts } from "../lib/texts.ts";
import { Warning } from "../parts/icons.tsx";
import { callRoom, microphone, room, soundCheckOpen } from "./callAudio.ts";
import { lead, link, refusal, view } from "./desk.ts";

/** What is wrong at the moment, over the page. Nothing is drawn while all is well. */
export function Banners() {
  const words = texts.value.trouble;
  const inCall = view.value?.call !== undefined;
  const ready = view.value?.presence === "ready" && lead.value;
  return (
    <div class="banners" role="status">
      {link.value === "broken" && <Banner>{inCall ? words.brokenInCall : words.broken}</Banner>}
      {((ready && soundIsBlocked.value) || room.value.silenced) && (
        <Banner press={words.allowSound} onPress={letSound}>
          {words.silent}
        </Banner>
      )}
      {microphone.state.value === "lost" && (
        <Banner press={words.choose} onPress={() => (soundCheckOpen.value = true)}>
          {words.lost}
        </Banner>
      )}
      {microphone.fellBack.value && (
        <Banner press={words.choose} onPress={() => (soundCheckOpen.value = true)}>
          {words.fellBack}
        </Banner>
      )}
      {refusal.value && (
        <Banner>
          {refusal.value === "offer_gone"
            ? texts.value.offer.gone
            : refusal.value === "unknown_reason"
              ? texts.value.pause.gone
              : refusal.value === "unknown_disposition"
                ? texts.value.disposition.gone
                : texts.value.call.notDone}
        </Banner>
      )}
    </div>
  );
}

function letSound(): void {
  void allowSound();
  callRoom.allowSound();
}

interface BannerProps {
  readonly press?: string;
  readonly onPress?: () => void;
  readonly children: ComponentChildren;
}

const Banner = ({ press, onPress, children }: BannerProps) => (
  <div class="note note-warning">
    <Warning />
    <span>{children}</span>
    {press !== undefined && (
      <button type="button" class="button button-small" onClick={onPress}>
        {press}
      </button>
    )}
  </div>
);
