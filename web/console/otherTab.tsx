import { texts } from "../lib/texts.ts";
import { Tabs } from "../parts/icons.tsx";
import { link, pending, press } from "./desk.ts";

/** Shown where another tab of this operator rings and carries the calls. */
export function OtherTab() {
  const words = texts.value.otherTab;
  return (
    <section class="card other-tab">
      <Tabs />
      <div>
        <h2>{words.title}</h2>
        <p class="quiet">{words.text}</p>
      </div>
      <button
        type="button"
        class="button button-primary"
        aria-busy={pending.value.includes("takeLead")}
        disabled={link.value !== "open"}
        onClick={() => void press({ type: "takeLead" })}
      >
        {words.takeOver}
      </button>
    </section>
  );
}
