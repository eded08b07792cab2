import { useEffect, useRef } from "preact/hooks";
import type { Instant } from "../../src/words/index.ts";
import { now, serverTime } from "../lib/clock.ts";
import { secondsLeft } from "../lib/format.ts";

const radius = 54;
const around = 2 * Math.PI * radius;

interface CountdownProps {
  readonly from: Instant;
  readonly until: Instant;
  /** The whole sentence, for those who do not see the ring. */
  readonly label: string;
}

/** A ring that runs out between two moments of the server's clock, with the seconds in it. */
export function Countdown({ from, until, label }: CountdownProps) {
  const ring = useRef<SVGCircleElement>(null);
  useEffect(() => {
    const animation = ring.current?.animate([{ strokeDashoffset: "0" }, { strokeDashoffset: `${around}` }], {
      duration: Math.max(1, until - from),
      fill: "both",
    });
    if (animation) animation.currentTime = Math.max(0, serverTime() - from);
    return () => animation?.cancel();
  }, [from, until]);
  return (
    <div class="countdown" role="timer" aria-label={label}>
      <svg viewBox="0 0 120 120" aria-hidden="true">
        <circle class="countdown-track" cx="60" cy="60" r={radius} />
        <circle ref={ring} class="countdown-ring" cx="60" cy="60" r={radius} stroke-dasharray={around} />
      </svg>
      <span class="countdown-seconds" aria-hidden="true">
        {secondsLeft(until - now.value)}
      </span>
    </div>
  );
}
