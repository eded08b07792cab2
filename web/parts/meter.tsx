import { useEffect, useRef } from "preact/hooks";
import { loudnessOf } from "../lib/audio.ts";

interface MeterProps {
  readonly label: string;
  readonly track: MediaStreamTrack | undefined;
  readonly muted?: boolean;
  /** Told once, when something louder than a quiet room has been heard. */
  readonly onHeard?: () => void;
}

/** Between a quiet room and quiet speech, on the scale of `Loudness.read`. */
const speech = 0.35;

/** A bar as long as the sound is loud. Drawn straight to the element: sixty changes a second are no business of the page's state. */
export function Meter({ label, track, muted = false, onHeard }: MeterProps) {
  const element = useRef<HTMLDivElement>(null);
  const heard = useRef(onHeard);
  heard.current = onHeard;
  useEffect(() => {
    const bar = element.current;
    if (!bar || !track || muted) return undefined;
    const loudness = loudnessOf(track);
    let shown = 0;
    let frame = 0;
    const draw = (): void => {
      const level = loudness.read();
      // Up at once, down slowly: the eye follows speech, not samples.
      shown = Math.max(level, shown * 0.92);
      bar.style.setProperty("--level", shown.toFixed(3));
      bar.setAttribute("aria-valuenow", String(Math.round(shown * 10) * 10));
      if (level > speech) heard.current?.();
      frame = requestAnimationFrame(draw);
    };
    draw();
    return () => {
      cancelAnimationFrame(frame);
      loudness.stop();
      bar.style.setProperty("--level", "0");
    };
  }, [track, muted]);
  return (
    <div
      ref={element}
      class={muted ? "meter meter-muted" : "meter"}
      role="meter"
      aria-label={label}
      aria-valuemin={0}
      aria-valuemax={100}
      aria-valuenow={0}
    />
  );
}
