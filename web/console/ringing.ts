/** Lets an offer be heard and seen by somebody who looks elsewhere, and tells a screen reader what happens. */
import { computed, effect, untracked } from "@preact/signals";
import type { OfferId } from "../../src/words/index.ts";
import { announce } from "../lib/announce.ts";
import { chosenRing } from "../lib/devices.ts";
import { flashTitle, notifyOfCall } from "../lib/notify.ts";
import { Ringer } from "../lib/ringer.ts";
import { texts } from "../lib/texts.ts";
import { offer, pending, view } from "./desk.ts";
import { callerName } from "./callerName.ts";

const ringer = new Ringer();

/** The offer that rings: silent from the press on, without waiting for the server's answer. */
const ringing = computed<OfferId | undefined>(() =>
  pending.value.includes("accept") || pending.value.includes("decline") ? undefined : offer.value?.offerId,
);

effect(() => {
  if (ringing.value === undefined) return undefined;
  const made = untracked(() => offer.value);
  if (!made) return undefined;
  const words = texts.peek();
  const caller = callerName(made.caller);
  const title = made.callback ? words.offer.callback : words.offer.title;
  ringer.ring(chosenRing.peek());
  announce(words.announce.incoming(title, caller, made.queue));
  const ends = [
    () => ringer.stop(),
    flashTitle(`☎ ${title}`),
    notifyOfCall(title, words.offer.notification(caller, made.queue), made.offerId),
  ];
  return () => {
    for (const end of ends) end();
  };
});

const talking = computed(() => view.value?.call?.callId);
const connected = computed(() => view.value?.call?.connectedAt !== undefined);
let before = { offered: false, talking: false, connected: false };

effect(() => {
  const after = {
    offered: offer.value !== undefined,
    talking: talking.value !== undefined,
    connected: connected.value,
  };
  const words = texts.peek().announce;
  if (after.connected && !before.connected) announce(words.connected);
  else if (before.talking && !after.talking) announce(words.ended);
  else if (before.offered && !after.offered && !after.talking) announce(words.gone);
  before = after;
});
