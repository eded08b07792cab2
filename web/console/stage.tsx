import type { OperatorView } from "../../src/protocol/console.ts";
import { now } from "../lib/clock.ts";
import { timer } from "../lib/format.ts";
import { texts, type Texts } from "../lib/texts.ts";
import { CallCard } from "./callCard.tsx";
import { reasonName } from "./pauseReason.ts";
import { StatusControl } from "./statusControl.tsx";
import { WrapUp } from "./wrapUp.tsx";

/** What the operator is doing now, in the middle of the page. */
export function Stage({ desk }: { readonly desk: OperatorView }) {
  return (
    <section class="card stage" data-status={desk.status}>
      <p class="stage-status">
        <span class="pill" data-status={desk.status}>
          {texts.value.status.names[desk.status]}
        </span>
        <span class="quiet numbers">{texts.value.status.since(timer(now.value - desk.since))}</span>
      </p>
      {desk.call ? <CallCard call={desk.call} /> : desk.wrapUp ? <WrapUp wrapUp={desk.wrapUp} /> : <Idle desk={desk} />}
      <StatusControl />
    </section>
  );
}

function Idle({ desk }: { readonly desk: OperatorView }) {
  const now = situation(desk);
  const words = texts.value.stage[now];
  const isPause = now === "timeout" || now === "dnd";
  return (
    <div class="idle">
      <div class="pulse" aria-hidden="true">
        <span />
      </div>
      <h1>{isPause && desk.ownReason ? reasonName(desk.ownReason) : words.title}</h1>
      <p class="quiet">{words.text}</p>
      <LastOffer desk={desk} />
    </div>
  );
}

/** For how long it is said how the last offer ended. */
const newsFor = 20_000;

/** Why nothing rings any more. A missed call that pauses is explained by the page itself. */
function LastOffer({ desk: { lastOffer, pauseReason } }: { readonly desk: OperatorView }) {
  const outcome = lastOffer && now.value - lastOffer.at < newsFor ? lastOffer.outcome : undefined;
  return (
    <p class="quiet small" role="status">
      {outcome !== undefined && outcome !== "taken" && pauseReason !== "missed" && texts.value.lastOffer[outcome]}
    </p>
  );
}

function situation(desk: OperatorView): keyof Texts["stage"] {
  if (desk.engagement === "offered") return "offered";
  if (desk.engagement === "resting") return "resting";
  if (desk.presence === "offline") return "offline";
  if (desk.presence === "ready") return "ready";
  if (desk.pauseReason === "missed") return "banned";
  return desk.pauseReason ?? "online";
}
